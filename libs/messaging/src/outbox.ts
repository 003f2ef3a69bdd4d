import { setTimeout as pause } from 'node:timers/promises';
import type { Database, QueryRunner } from '@intouch/postgres';
import { encode } from './cloud-events.js';
import type { Log } from './log.js';
import type { Outgoing } from './message.js';
import { mustFit, NotStored, type Publisher } from './publisher.js';
import { OutboxStore } from './store/outbox.store.js';

const batchSize = 1_000;
/** An outbox filled by another instance is noticed at the latest then; one's own is noticed at once. */
const idlePollMs = 1_000;
const retryMs = 500;
/** How long a busy relay lets records gather; an idle one publishes the first at once. */
const gatherMs = 20;

/**
 * The transactional outbox: messages are written with the effects they tell of, and one relay per schema, elected by an
 * advisory lock, publishes them in order of row id and deletes what the broker acknowledged. A crash between the two
 * publishes again; consumers tolerate that by the event's id and version.
 */
export class Outbox {
  private readonly store: OutboxStore;
  private wake: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly publisher: Publisher,
    private readonly source: string,
    private readonly log: Log,
  ) {
    this.store = new OutboxStore(database);
  }

  /**
   * Writes messages into the surrounding transaction (or one of its own) and wakes the relay when that is durable.
   * @throws {TooLarge} no broker would ever take it, and all behind it would wait
   */
  async add(messages: readonly Outgoing[]): Promise<void> {
    if (messages.length === 0) return;
    const records = messages.map((message) => encode(message, this.source));
    for (const record of records) mustFit(record);
    await this.store.add(records);
    this.database.afterCommit(() => this.wake?.());
  }

  /** Wakes the relay after somebody wrote records of another kind into the store. */
  nudge(): void {
    this.database.afterCommit(() => this.wake?.());
  }

  start(): void {
    this.running ??= this.relay();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake?.();
    await this.running;
  }

  /**
   * Resolves when everything that is in the outbox now has been acknowledged by the broker. Not inside a transaction:
   * what it wrote nobody else can see yet.
   * @throws {NotStored} after `withinMs`; what was written stays and is published later all the same.
   */
  async published(withinMs = 5_000): Promise<void> {
    const deadline = Date.now() + withinMs;
    const newest = await this.store.newestId();
    while (newest !== undefined && (await this.store.holdsUpTo(newest))) {
      if (Date.now() > deadline) throw new NotStored('the broker has not acknowledged what was written');
      await pause(5);
    }
  }

  async size(): Promise<number> {
    return this.store.size();
  }

  private async relay(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      let session: QueryRunner | undefined;
      try {
        session = this.database.session();
        if (await this.elected(session)) await this.publishWhileElected(session);
        else await this.idle();
      } catch (error) {
        this.log.warn({ error: (error as Error).message }, 'the outbox relay waits: database or broker is away');
        await this.nap(retryMs);
      } finally {
        await session?.release().catch(() => undefined);
      }
    }
  }

  private async elected(session: QueryRunner): Promise<boolean> {
    const rows = (await session.query('SELECT pg_try_advisory_lock(hashtext($1)) AS got', [this.lockName()])) as { got: boolean }[];
    return rows[0]!.got;
  }

  /** Holds the lock's own connection throughout: where that connection is lost, so is the office, and the loop starts over. */
  private async publishWhileElected(session: QueryRunner): Promise<void> {
    try {
      while (!this.stopping.signal.aborted) {
        const woken = this.nextWake();
        // Before each publication: whose connection is lost has lost the lock with it, and another relay is at work.
        await session.query('SELECT 1');
        const records = await this.store.oldest(batchSize);
        if (records.length > 0) {
          await this.publisher.publish(records);
          await this.store.remove(records.map(({ id }) => id));
        }
        if (records.length === 0) await woken.within(idlePollMs);
        // Under load each look would find a handful; a breath gathers them, and all behind us handle larger batches.
        else if (records.length < batchSize) await this.nap(gatherMs);
      }
    } finally {
      await session.query('SELECT pg_advisory_unlock(hashtext($1))', [this.lockName()]).catch(() => undefined);
    }
  }

  private lockName(): string {
    return `outbox:${this.database.options.schema}`;
  }

  private async idle(): Promise<void> {
    await this.nextWake().within(idlePollMs);
  }

  /** Armed before the look at the table, so that a record written during the look is not slept over. */
  private nextWake(): { within(ms: number): Promise<void> } {
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    return {
      within: async (ms) => {
        const timer = new AbortController();
        await Promise.race([woken, this.nap(ms, timer.signal)]);
        timer.abort();
      },
    };
  }

  private async nap(ms: number, until?: AbortSignal): Promise<void> {
    const signal = until ? AbortSignal.any([until, this.stopping.signal]) : this.stopping.signal;
    await pause(ms, undefined, { signal }).catch(() => undefined);
  }
}
