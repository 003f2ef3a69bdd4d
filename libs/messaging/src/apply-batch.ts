import { type Database, isTransient } from '@intouch/postgres';
import { readAttributes } from './cloud-events.js';
import { bury, type RawRecord } from './dead-letter.js';
import { decode } from './decode.js';
import type { Log } from './log.js';
import type { Message, Outgoing } from './message.js';
import type { Outbox } from './outbox.js';
import type { OffsetStore } from './store/offset.store.js';
import type { OutboxStore } from './store/outbox.store.js';
import { TryLater } from './try-later.js';
import type { Topic } from '@intouch/contracts';

/** Kafka handed out records beyond what has been applied: go back to `next` first. */
export class MustSeek extends Error {
  override readonly name = 'MustSeek';
  constructor(readonly next: bigint) {
    super(`the position is ${next}`);
  }
}

/** What Kafka was asked while records were at hand did not come; whose they are is not known. */
class BrokerAway extends TryLater {
  override readonly name = 'BrokerAway';
}

export interface Slice {
  readonly topic: Topic<object>;
  readonly partition: number;
  readonly cluster: string;
  /** The offset that was asked for, which may lie before the first record (compaction leaves holes). */
  readonly fetchedFrom: bigint;
  /** The end of the partition as the broker told it with these records. */
  readonly end: bigint;
  readonly records: readonly RawRecord[];
  /** The broker as it is now; asked only where the records contradict the position. */
  readonly presently: () => Promise<{ readonly cluster: string; readonly end: bigint }>;
}

/** Why a message is dead. What an error says may quote the message, and so goes into the dead letter, not into the log. */
interface Reason {
  readonly reason: string;
  readonly forLog: string;
}

export type HandleMessages = (messages: readonly Message<object>[]) => Promise<readonly Outgoing[]>;

/**
 * Applies records exactly once: handlers, outbox and the moved position share one transaction, guarded by the position's
 * row. A message that cannot be read, or that our code fails on, goes to the dead-letter topic; its neighbours go on.
 */
export class BatchApplier {
  constructor(
    private readonly service: string,
    private readonly database: Database,
    private readonly offsets: OffsetStore,
    private readonly outbox: Outbox,
    private readonly outboxStore: OutboxStore,
    private readonly log: Log,
    private readonly counted: (topic: string, what: 'applied' | 'dead', n: number) => void = () => undefined,
  ) {}

  /**
   * @throws {MustSeek} the consumer must go back first
   * @throws {QueryFailed} transient: the database is away; try again
   * @throws {TryLater} as a handler does; try again. What was applied before any of these stays applied, and is skipped then.
   */
  async apply(slice: Slice, handle: HandleMessages): Promise<void> {
    try {
      await this.inTransaction(slice, handle);
    } catch (error) {
      if (error instanceof MustSeek || error instanceof TryLater || isTransient(error)) throw error;
      if (slice.records.length === 1) {
        await this.inTransaction(slice, async () => [], describe(error));
        return;
      }
      // Our bug, on one of these. Halve until it stands alone; the rest is applied.
      const middle = slice.records.length >> 1;
      const [first, second] = [slice.records.slice(0, middle), slice.records.slice(middle)];
      await this.apply({ ...slice, records: first }, handle);
      // Not the second half's own offset: compaction may have left a hole between the two.
      await this.apply({ ...slice, records: second, fetchedFrom: BigInt(first.at(-1)!.offset) + 1n }, handle);
    }
  }

  /** Gives up what the broker no longer has, unless somebody else is beyond it. */
  async skipTo(topic: string, partition: number, next: bigint, cluster: string): Promise<void> {
    await this.database.transaction(async () => {
      const position = await this.offsets.lock(topic, partition, cluster);
      if (position.cluster === cluster && position.next >= next) return;
      await this.offsets.move(topic, partition, next, cluster);
    });
  }

  private async inTransaction(slice: Slice, handle: HandleMessages, buryAllFor?: Reason): Promise<void> {
    const { topic, partition, records } = slice;
    let applied = 0;
    const dead: (Reason & { record: RawRecord })[] = [];
    await this.database.transaction(async () => {
      const next = await this.trustedPosition(slice);
      if (slice.fetchedFrom > next) throw new MustSeek(next);
      const last = BigInt(records.at(-1)!.offset);
      // Delivered again. Moving on from here would be moving back.
      if (last < next) return;
      const messages: Message<object>[] = [];
      for (const record of records) {
        if (BigInt(record.offset) < next) continue;
        const read = buryAllFor === undefined ? toMessage(topic, partition, record) : buryAllFor;
        if ('reason' in read) dead.push({ record, ...read });
        else messages.push(read);
      }
      if (messages.length > 0) await this.outbox.add(await handle(messages));
      if (dead.length > 0) {
        await this.outboxStore.add(dead.map(({ record, reason }) => bury(this.service, topic.name, partition, record, reason)));
        this.outbox.nudge();
      }
      applied = messages.length;
      await this.offsets.move(topic.name, partition, last + 1n, slice.cluster);
    });
    this.counted(topic.name, 'applied', applied);
    this.counted(topic.name, 'dead', dead.length);
    for (const { record, forLog } of dead) {
      this.log.error({ topic: topic.name, partition, offset: record.offset, reason: forLog }, 'message sent to the dead-letter topic');
    }
  }

  /** The position, unless Kafka was rebuilt under us: then its offsets mean something else and we start over, loudly. */
  private async trustedPosition({ topic, partition, cluster, fetchedFrom, end, presently }: Slice): Promise<bigint> {
    const position = await this.offsets.lock(topic.name, partition, cluster);
    if (position.cluster === cluster && position.next <= end) return position.next;
    // Or the records are old: fetched before another instance took over and went on, or from a broker that is gone since.
    const now = await presently().catch((error: unknown) => {
      throw new BrokerAway(error instanceof Error ? error.message : String(error));
    });
    if (now.cluster !== cluster) throw new MustSeek(position.cluster === now.cluster ? position.next : 0n);
    if (position.cluster === cluster && position.next <= now.end) return position.next;
    if (fetchedFrom > 0n) throw new MustSeek(0n);
    this.log.error(
      { topic: topic.name, partition, position: position.next.toString(), end: now.end.toString(), clusterWas: position.cluster, cluster },
      'this is not the topic that was consumed before: starting from its beginning',
    );
    await this.offsets.move(topic.name, partition, 0n, cluster);
    return 0n;
  }
}

function describe(error: unknown): Reason {
  if (!(error instanceof Error)) return { reason: `thrown: ${String(error)}`, forLog: 'something that is no error was thrown' };
  // The stack's first frame tells where.
  const where = error.stack?.split('\n').find((line) => line.trim().startsWith('at '))?.trim() ?? '';
  return { reason: `${error.name}: ${error.message} ${where}`.trim(), forLog: `${error.name} ${where}`.trim() };
}

function toMessage(topic: Topic<object>, partition: number, record: RawRecord): Message<object> | Reason {
  const read = decode(topic, record.value);
  // Names fields, never values.
  if (!read.ok) return { reason: read.reason, forLog: read.reason };
  const { id, time, requestId, traceparent } = readAttributes(record.headers);
  return {
    id: id ?? `${topic.name}/${partition}/${record.offset}`,
    time: time && !Number.isNaN(Date.parse(time)) ? time : new Date().toISOString(),
    payload: read.payload,
    topic: topic.name,
    partition,
    offset: BigInt(record.offset),
    requestId,
    traceparent,
  };
}
