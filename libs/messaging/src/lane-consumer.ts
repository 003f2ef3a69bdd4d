import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { Topic } from '@intouch/contracts';
import { MustSeek, type BatchApplier, type HandleMessages } from './apply-batch.js';
import { StillBehind, type Barrier } from './barrier.js';
import type { KafkaPort } from './kafka.js';
import type { Lane } from './lanes.js';
import type { Log } from './log.js';

export interface LaneHandler {
  readonly after: readonly string[];
  readonly handle: HandleMessages;
}

/** Messages of one transaction. Larger gains little (measured: 59k rows/s at 500) and makes a bisection longer. */
const sliceSize = 500;
const firstPauseMs = 200;
const longestPauseMs = 10_000;
const barrierWithinMs = 5_000;

/** One consumer of one group: takes batches, keeps the group alive, pauses what cannot go on, and never throws at kafkajs. */
export class LaneConsumer {
  private readonly consumer: Consumer;
  private readonly topics: Map<string, Topic<object>>;
  private readonly failures = new Map<string, number>();
  private readonly resumes = new Set<NodeJS.Timeout>();
  /** Where a seek went, until something from there on was applied: what kafkajs skipped since was not there. */
  private readonly sought = new Map<string, bigint>();
  private cluster = '';
  private stopping = false;
  /** When records were last applied, or last looked for in vain; what liveness watches. */
  lastProgressAt = Date.now();
  joined = false;

  constructor(
    lane: Lane,
    private readonly kafka: KafkaPort,
    private readonly applier: BatchApplier,
    private readonly barrier: Barrier,
    private readonly handlers: ReadonlyMap<string, LaneHandler>,
    private readonly log: Log,
    private readonly onCrash: (error: Error) => void,
  ) {
    this.topics = new Map(lane.topics.map((topic) => [topic.name, topic]));
    this.consumer = kafka.consumer(lane.group, () => !this.stopping);
    this.consumer.on('consumer.crash', ({ payload }) => {
      this.joined = false;
      // kafkajs stops for good on what it deems not worth a retry, and the process would live on consuming nothing.
      if (!payload.restart && !this.stopping) this.onCrash(payload.error);
    });
    this.consumer.on('consumer.group_join', ({ payload }) => {
      this.joined = true;
      // A broker that was rebuilt is joined anew; and who consumed meanwhile left us elsewhere.
      this.cluster = '';
      this.sought.clear();
      this.log.info({ group: lane.group, partitions: Object.values(payload.memberAssignment).flat().length }, 'joined the consumer group');
    });
    this.consumer.on('consumer.fetch', () => (this.lastProgressAt = Date.now()));
  }

  async start(): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...this.topics.keys()], fromBeginning: true });
    await this.consumer.run({
      autoCommit: true,
      // Kafka's offsets only tell the lag; the position that counts lies in PostgreSQL beside the effects.
      autoCommitInterval: 1_000,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 4,
      eachBatch: (payload) => this.take(payload),
    });
  }

  /** Stops taking, lets the batch under way finish, commits, leaves the group. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.resumes) clearTimeout(timer);
    await this.consumer.disconnect();
  }

  /** Never throws: kafkajs would start all partitions over for the trouble of one (tulios/kafkajs 945). */
  private async take({ batch, heartbeat, resolveOffset, isRunning, isStale }: EachBatchPayload): Promise<void> {
    const topic = this.topics.get(batch.topic)!;
    const handler = this.handlers.get(batch.topic)!;
    const place = `${batch.topic}/${batch.partition}`;
    const asked = BigInt((batch as unknown as { fetchedOffset: string }).fetchedOffset);
    let fetchedFrom = least(asked, this.sought.get(place) ?? asked);
    const keepAlive = async (): Promise<void> => {
      if (this.stopping) throw new StillBehind('the service stops');
      await heartbeat();
    };
    try {
      // Asked for at every batch it would cost a round trip.
      this.cluster ||= await this.kafka.clusterId();
      for (let from = 0; from < batch.messages.length; from += sliceSize) {
        if (this.stopping || !isRunning() || isStale()) return;
        const records = batch.messages.slice(from, from + sliceSize);
        await this.barrier.caughtUpWith(handler.after, barrierWithinMs, keepAlive);
        await this.applier.apply(
          {
            topic, partition: batch.partition, cluster: this.cluster, fetchedFrom, end: BigInt(batch.highWatermark), records,
            presently: () => this.presently(topic.name, batch.partition),
          },
          handler.handle,
        );
        this.sought.delete(place);
        resolveOffset(records.at(-1)!.offset);
        fetchedFrom = BigInt(records.at(-1)!.offset) + 1n;
        await heartbeat();
      }
      this.failures.delete(place);
    } catch (error) {
      if (isRebalance(error)) return;
      const trouble = error instanceof MustSeek ? await this.seek(topic.name, batch.partition, error.next) : error;
      if (trouble) this.pauseAndRetry(topic.name, batch.partition, trouble);
    }
  }

  private async presently(topic: string, partition: number): Promise<{ cluster: string; low: bigint; end: bigint }> {
    const [cluster, ends] = await Promise.all([this.kafka.clusterId(), this.kafka.ends(topic)]);
    const { low, high } = ends.find((each) => each.partition === partition) ?? { low: 0n, high: 0n };
    return { cluster, low, end: high };
  }

  /** Answers what was in the way, if anything was. */
  private async seek(topic: string, partition: number, next: bigint): Promise<unknown> {
    try {
      const { cluster, low } = await this.presently(topic, partition);
      this.cluster = cluster;
      if (low > next) {
        this.log.error({ topic, partition, next: next.toString(), low: low.toString() }, 'records were removed by age before they were consumed');
        await this.applier.skipTo(topic, partition, low, cluster);
      }
      const offset = low > next ? low : next;
      this.log.warn({ topic, partition, offset: offset.toString() }, 'going back to the position the effects are at');
      this.sought.set(`${topic}/${partition}`, offset);
      this.consumer.seek({ topic, partition, offset: offset.toString() });
      return undefined;
    } catch (error) {
      return error;
    }
  }

  private pauseAndRetry(topic: string, partition: number, error: unknown): void {
    if (this.stopping) return;
    const place = `${topic}/${partition}`;
    const failures = (this.failures.get(place) ?? 0) + 1;
    this.failures.set(place, failures);
    const waitMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 8)) * (0.5 + Math.random() / 2);
    this.log.warn(
      { topic, partition, failures, waitMs: Math.round(waitMs), error: error instanceof Error ? error.message : String(error) },
      'partition paused; will be tried again',
    );
    this.whileRunning(() => this.consumer.pause([{ topic, partitions: [partition] }]));
    const timer = setTimeout(() => {
      this.resumes.delete(timer);
      this.whileRunning(() => this.consumer.resume([{ topic, partitions: [partition] }]));
    }, waitMs);
    this.resumes.add(timer);
  }

  /** Between a crash and its restart kafkajs has no group and throws; the restarted one has nothing paused. */
  private whileRunning(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.log.debug({ error: (error as Error).message }, 'the consumer is being restarted');
    }
  }
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** A heartbeat tells that the group is being rearranged: somebody else goes on from our position. */
function isRebalance(error: unknown): boolean {
  const type = (error as { type?: string } | null)?.type;
  return type === 'REBALANCE_IN_PROGRESS' || type === 'ILLEGAL_GENERATION' || type === 'UNKNOWN_MEMBER_ID';
}
