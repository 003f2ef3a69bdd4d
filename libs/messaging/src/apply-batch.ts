import { type Database, isTransient } from '@intouch/postgres';
import { readAttributes } from './cloud-events.js';
import { bury, type RawRecord } from './dead-letter.js';
import { decode } from './decode.js';
import type { Log } from './log.js';
import type { Message, Outgoing } from './message.js';
import type { Outbox } from './outbox.js';
import type { OffsetStore } from './store/offset.store.js';
import type { OutboxStore } from './store/outbox.store.js';
import type { Topic } from '@intouch/contracts';

/** Kafka handed out records beyond what has been applied: go back to `next` first. */
export class MustSeek extends Error {
  override readonly name = 'MustSeek';
  constructor(readonly next: bigint) {
    super(`the position is ${next}`);
  }
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
   * @throws {MustSeek} nothing was applied, the consumer must go back first
   * @throws {QueryFailed} transient: the database is away; nothing was applied, try again
   */
  async apply(slice: Slice, handle: HandleMessages): Promise<void> {
    try {
      await this.inTransaction(slice, handle);
    } catch (error) {
      if (error instanceof MustSeek || isTransient(error) || mayPass(error)) throw error;
      if (slice.records.length === 1) {
        await this.inTransaction(slice, async () => [], describe(error));
        return;
      }
      // Our bug, on one of these. Halve until it stands alone; the rest is applied.
      const middle = slice.records.length >> 1;
      await this.apply({ ...slice, records: slice.records.slice(0, middle) }, handle);
      await this.apply({ ...slice, records: slice.records.slice(middle), fetchedFrom: BigInt(slice.records[middle]!.offset) }, handle);
    }
  }

  /** Gives up what the broker no longer has. */
  async skipTo(topic: string, partition: number, next: bigint, cluster: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.offsets.lock(topic, partition, cluster);
      await this.offsets.move(topic, partition, next, cluster);
    });
  }

  private async inTransaction(slice: Slice, handle: HandleMessages, buryAllFor?: string): Promise<void> {
    const { topic, partition, records } = slice;
    let applied = 0;
    const dead: { record: RawRecord; reason: string }[] = [];
    await this.database.transaction(async () => {
      const next = await this.trustedPosition(slice);
      if (slice.fetchedFrom > next) throw new MustSeek(next);
      const messages: Message<object>[] = [];
      for (const record of records) {
        if (BigInt(record.offset) < next) continue;
        const read = buryAllFor === undefined ? toMessage(topic, partition, record) : { reason: buryAllFor };
        if ('reason' in read) dead.push({ record, reason: read.reason });
        else messages.push(read);
      }
      if (messages.length > 0) await this.outbox.add(await handle(messages));
      if (dead.length > 0) {
        await this.outboxStore.add(dead.map(({ record, reason }) => bury(this.service, topic.name, partition, record, reason)));
        this.outbox.nudge();
      }
      applied = messages.length;
      await this.offsets.move(topic.name, partition, BigInt(records.at(-1)!.offset) + 1n, slice.cluster);
    });
    this.counted(topic.name, 'applied', applied);
    this.counted(topic.name, 'dead', dead.length);
    for (const { record, reason } of dead) {
      this.log.error({ topic: topic.name, partition, offset: record.offset, reason }, 'message sent to the dead-letter topic');
    }
  }

  /** The position, unless Kafka was rebuilt under us: then its offsets mean something else and we start over, loudly. */
  private async trustedPosition({ topic, partition, cluster, end }: Slice): Promise<bigint> {
    const position = await this.offsets.lock(topic.name, partition, cluster);
    if (position.cluster === cluster && position.next <= end) return position.next;
    this.log.error(
      { topic: topic.name, partition, position: position.next.toString(), end: end.toString(), clusterWas: position.cluster, cluster },
      'this is not the topic that was consumed before: starting from its beginning',
    );
    await this.offsets.move(topic.name, partition, 0n, cluster);
    return 0n;
  }
}

/** Names what happens next: the work could not be done *now* and is to be tried again as it is. */
export abstract class TryLater extends Error {}

function mayPass(error: unknown): boolean {
  return error instanceof TryLater;
}

function describe(error: unknown): string {
  // The stack's first frame tells where; messages of our own code hold no personal data.
  const { name, message, stack } = error as Error;
  const where = stack?.split('\n').find((line) => line.trim().startsWith('at '))?.trim() ?? '';
  return `${name}: ${message} ${where}`.trim();
}

function toMessage(topic: Topic<object>, partition: number, record: RawRecord): Message<object> | { readonly reason: string } {
  const read = decode(topic, record.value);
  if (!read.ok) return { reason: read.reason };
  const { id, time, requestId, traceparent } = readAttributes(record.headers);
  return {
    id: id ?? `${topic.name}/${partition}/${record.offset}`,
    time: time ?? new Date().toISOString(),
    payload: read.payload,
    topic: topic.name,
    partition,
    offset: BigInt(record.offset),
    requestId,
    traceparent,
  };
}
