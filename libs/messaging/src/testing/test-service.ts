import 'reflect-metadata';
import { Module, type INestMicroservice, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Topic } from '@intouch/contracts';
import { Database, migrate, type Migration } from '@intouch/postgres';
import { encode } from '../cloud-events.js';
import { KafkaPort } from '../kafka.js';
import { outgoing, type Message, type Outgoing } from '../message.js';
import { On, type Subscription } from '../on.js';
import { Outbox } from '../outbox.js';
import { Publisher } from '../publisher.js';
import { MessagingTables1700000000000 } from '../store/messaging-tables.js';
import { KafkaTransport } from '../transport.js';
import { EffectTable1700000000001, Effects } from './effects.js';
import { MemoryLog } from './memory-log.js';
import type { Note } from './note.js';

export interface TestServiceOptions {
  /** Of the service, its group and its schema. Two with one name are two instances. */
  readonly name: string;
  /** An empty database of the test's own, or that of another instance. */
  readonly databaseUrl: string;
  /** Default `TEST_KAFKA_BROKERS`. */
  readonly brokers?: string;
  readonly partitions?: number;
  readonly handlers: (service: TestService) => readonly Type[];
  readonly onCrash?: (error: Error) => void;
  /** False leaves what handlers return in the outbox. */
  readonly relay?: boolean;
}

/** All of a service but HTTP: transport, outbox and publisher on real servers, with a table of effects. */
export class TestService {
  readonly log = new MemoryLog();
  readonly database: Database;
  readonly effects: Effects;
  readonly kafka: KafkaPort;
  readonly publisher: Publisher;
  readonly outbox: Outbox;
  readonly transport: KafkaTransport;
  readonly crashes: Error[] = [];
  private app: INestMicroservice | undefined;

  constructor(private readonly options: TestServiceOptions) {
    const { name, databaseUrl, partitions = 3 } = options;
    const migrations: (new () => Migration)[] = [MessagingTables1700000000000, EffectTable1700000000001];
    this.database = new Database({ url: databaseUrl, schema: name.replaceAll('-', '_'), name, poolSize: 8, migrations });
    this.effects = new Effects(this.database);
    const brokers = (options.brokers ?? process.env['TEST_KAFKA_BROKERS']!).split(',');
    this.kafka = new KafkaPort({ brokers, clientId: name, log: this.log, partitions });
    this.publisher = new Publisher(this.kafka, this.log);
    this.outbox = new Outbox(this.database, this.publisher, name, this.log);
    this.transport = new KafkaTransport({
      service: name, kafka: this.kafka, database: this.database, outbox: this.outbox, log: this.log,
      onCrash: options.onCrash ?? ((error) => this.crashes.push(error)),
    });
  }

  async start(): Promise<void> {
    await migrate(this.database);
    class TestModule {}
    Module({ controllers: [...this.options.handlers(this)] })(TestModule);
    this.app = await NestFactory.createMicroservice(TestModule, { strategy: this.transport, logger: false });
    await this.app.listen();
    if (this.options.relay ?? true) this.outbox.start();
  }

  /** Straight to the broker, in order, each with an event id of its own. */
  async publish(topic: Topic<Note>, notes: readonly Note[]): Promise<void> {
    await this.kafka.ensureTopics([topic]);
    await this.publisher.publish(notes.map((note) => encode(outgoing(topic, note), 'test')));
  }

  /** Again does nothing. */
  async stop(): Promise<void> {
    await this.transport.close();
    await this.outbox.stop();
    await this.app?.close();
    await this.publisher.close();
    await this.kafka.close();
    await this.database.close();
  }
}

type HandleNotes = (messages: readonly Message<Note>[]) => Promise<readonly Outgoing<object>[] | void>;

/** A handler class as `@On` would make it of a class written out. */
export function handlerOf(topic: Topic<Note>, handle: HandleNotes, options: Pick<Subscription<Topic, readonly Topic[]>, 'emits' | 'after'> = {}): Type {
  class TestHandler {
    handle(messages: readonly Message<Note>[]): Promise<readonly Outgoing<object>[] | void> {
      return handle(messages);
    }
  }
  On(topic as Topic, options as object)(TestHandler as never);
  return TestHandler;
}
