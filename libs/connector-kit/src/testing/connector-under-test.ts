import { NestFactory } from '@nestjs/core';
import { Module, type INestApplicationContext, type Type } from '@nestjs/common';
import { ulid } from 'ulid';
import type { ActivityLogged, LogEntry, PayloadOf, Topic } from '@intouch/contracts';
import { topics } from '@intouch/contracts';
import { factsOf, MessagingTables1700000000000, Outbox, Publisher, type Handler, type Message, type Outgoing } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { TestDatabase } from '@intouch/postgres/testing';
import { CredentialVault, ServiceLog } from '@intouch/service';
import { Desk } from '../background/desk.js';
import { ClubAccess } from '../club-access.js';
import type { ConnectorConfig } from '../config.js';
import type { AnyConnector } from '../define-connector.js';
import { Reconciler } from '../delivery/reconciler.js';
import { FileWatcher } from '../files/file-watcher.js';
import { Puller } from '../inbound/puller.js';
import { connectorService } from '../run-connector.js';
import { CLOCK } from '../tokens.js';

@Module({})
class KitUnderTest {}

/** All instances of a test can open each other's credentials. */
const vault = new CredentialVault([{ id: 'test', key: Buffer.alloc(32, 7) }]);
const config = { CREDENTIALS_KEYS: [], BRAKE_PERCENT: 20, BRAKE_AT_LEAST: 50 } as unknown as ConnectorConfig;

const backgroundWork = [Reconciler, Puller, FileWatcher, Desk] as const;

/** Keeps every line of the service's log, as text. */
class KeptLog extends ServiceLog {
  readonly lines: string[] = [];
  debug = (facts: object, words: string): void => this.keep(facts, words);
  info = (facts: object, words: string): void => this.keep(facts, words);
  warn = (facts: object, words: string): void => this.keep(facts, words);
  error = (facts: object, words: string): void => this.keep(facts, words);

  private keep(facts: object, words: string): void {
    this.lines.push(`${words} ${JSON.stringify(facts)}`);
  }
}

/**
 * One instance of a connector with its real stores and background work, but no Kafka: messages are handed to the handlers
 * as the transport would, in one transaction with what they return; what is published is read from the outbox.
 */
export class ConnectorUnderTest {
  /** Milliseconds this instance's clock is ahead; the database's is not. */
  aheadMs = 0;
  private readonly logged = new KeptLog();
  private offset = 0n;

  private constructor(
    readonly connector: AnyConnector,
    readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  private context!: INestApplicationContext;
  private handlers: readonly Type[] = [];
  private running = false;

  /** Opens one more instance on the database; its background work rests until {@link run}. */
  static async open(connector: AnyConnector, at: TestDatabase): Promise<ConnectorUnderTest> {
    const log = new KeptLog();
    const definition = connectorService(connector, config);
    const database = await at.open({ schema: definition.name.replaceAll('-', '_'), migrations: [MessagingTables1700000000000, ...definition.migrations], poolSize: 8 });
    const publisher = { publish: async () => undefined } as unknown as Publisher;
    const outbox = new Outbox(database, publisher, definition.name, log);
    const instance = new ConnectorUnderTest(connector, database, outbox);
    Object.assign(instance, { logged: log, handlers: definition.handlers });
    const parts = [
      { provide: Database, useValue: database }, { provide: Outbox, useValue: outbox }, { provide: Publisher, useValue: publisher },
      { provide: ServiceLog, useValue: log }, { provide: CredentialVault, useValue: vault },
    ];
    const clock = { provide: CLOCK, useValue: () => new Date(Date.now() + instance.aheadMs) };
    const providers = [...parts, ...(definition.providers ?? []), clock, ...definition.handlers];
    instance.context = await NestFactory.createApplicationContext({ module: KitUnderTest, providers }, { logger: false });
    return instance;
  }

  seal(clubId: string, credentials: Readonly<Record<string, unknown>>): string {
    return vault.seal({ ...credentials }, `${clubId}:${this.connector.vendor}`);
  }

  get<T>(token: Type<T>): T {
    return this.context.get(token);
  }

  run(): void {
    this.running = true;
    for (const work of backgroundWork) this.get<{ start(): void }>(work as Type).start();
  }

  async stop(): Promise<void> {
    if (this.running) await Promise.all(backgroundWork.map((work) => this.get<{ stop(): Promise<void> }>(work as Type).stop()));
    this.running = false;
    await this.get(ClubAccess).close();
    await this.context.close();
    await this.database.close();
  }

  /** As if the process were gone: from here on it can write nothing down; calls under way go on at the vendor. */
  async crash(): Promise<void> {
    await this.database.close();
    void this.stop().catch(() => undefined);
  }

  /** Hands payloads of one topic to its handler, as one batch. */
  async receive<T extends Topic>(topic: T, payloads: readonly PayloadOf<T>[], requestId?: string): Promise<void> {
    const token = this.handlers.find((handler) => factsOf(handler)?.topics.some(({ name }) => name === topic.name));
    if (!token) throw new Error(`no handler of ${topic.name}`);
    const handler = this.get<Handler<object, object>>(token as Type);
    const messages: Message<object>[] = payloads.map((payload) => ({
      id: ulid(), payload: payload as object, topic: topic.name, partition: 0, offset: this.offset++, time: new Date().toISOString(), requestId,
    }));
    await this.database.transaction(async () => {
      await this.outbox.add(((await handler.handle(messages)) ?? []) as readonly Outgoing[]);
    });
  }

  /** What was published on a topic so far, oldest first. */
  async published<T extends Topic>(topic: T): Promise<PayloadOf<T>[]> {
    const rows = await this.database.rows<{ value: string }>('SELECT value FROM outbox WHERE topic = $1 ORDER BY id', [topic.name]);
    return rows.map(({ value }) => JSON.parse(value) as PayloadOf<T>);
  }

  /** Everything that leaves the instance as text: its events and its service log. */
  async everyText(): Promise<string> {
    const rows = await this.database.rows<{ value: string; headers: object }>('SELECT value, headers FROM outbox ORDER BY id');
    return [...rows.map(({ value, headers }) => `${value} ${JSON.stringify(headers)}`), ...this.logged.lines].join('\n');
  }

  get log(): readonly string[] {
    return this.logged.lines;
  }

  async activities(contactId?: string): Promise<ActivityLogged[]> {
    return (await this.published(topics.activityLogged)).filter((it) => contactId === undefined || it.contactId === contactId);
  }

  /** The lines of the Connector Log with this reason. */
  async entries(reason: string | null, contactId?: string): Promise<LogEntry[]> {
    return (await this.activities(contactId)).flatMap(({ entry }) => (entry !== null && entry.reason === reason ? [entry] : []));
  }

  /** How the contact's delivery was last told to stand. */
  async state(contactId: string): Promise<ActivityLogged['delivery'] | undefined> {
    return (await this.activities(contactId)).findLast(({ delivery }) => delivery !== null)?.delivery;
  }

  /** Lets leases, holds and waiting times run out at once. */
  async timePasses(): Promise<void> {
    await this.database.run('UPDATE delivery SET lease_until = NULL WHERE lease_until IS NOT NULL');
    await this.database.run('UPDATE delivery SET due_at = now() WHERE due_at > now()');
    await this.database.run('UPDATE run SET lease_until = NULL, due_at = now() WHERE due_at > now() OR lease_until IS NOT NULL');
    await this.database.run('UPDATE account SET hold_until = NULL, create_lease_until = NULL');
    await this.database.run('UPDATE file_drop SET lease_until = NULL, look_at = now()');
  }
}
