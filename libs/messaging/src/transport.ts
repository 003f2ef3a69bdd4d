import { Server, type BaseRpcContext, type CustomTransportStrategy } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { Database } from '@intouch/postgres';
import { BatchApplier } from './apply-batch.js';
import { Barrier } from './barrier.js';
import { deadLetterTopic } from './dead-letter.js';
import type { KafkaPort } from './kafka.js';
import { LaneConsumer, type LaneHandler } from './lane-consumer.js';
import { lanesOf } from './lanes.js';
import type { Log } from './log.js';
import type { Message, Outgoing } from './message.js';
import type { SubscriptionFacts } from './on.js';
import type { Outbox } from './outbox.js';
import { OffsetStore } from './store/offset.store.js';
import { OutboxStore } from './store/outbox.store.js';

export interface TransportParts {
  readonly service: string;
  readonly kafka: KafkaPort;
  readonly database: Database;
  readonly outbox: Outbox;
  readonly log: Log;
  /** kafkajs gave up for good: the process should end and be started anew. */
  readonly onCrash: (error: Error) => void;
  readonly counted?: (topic: string, what: 'applied' | 'dead', n: number) => void;
}

/**
 * Nest's transport over Kafka: effects exactly once. The stock one handles one message at a time, repeats a failing one
 * for ever or loses it, and so is not used (docs/decisions/0002).
 */
export class KafkaTransport extends Server implements CustomTransportStrategy {
  private lanes: LaneConsumer[] = [];
  private readonly offsets: OffsetStore;
  readonly barrier: Barrier;

  constructor(private readonly parts: TransportParts) {
    super();
    this.offsets = new OffsetStore(parts.database);
    this.barrier = new Barrier(parts.kafka, this.offsets);
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      const { service, kafka, database, outbox, log } = this.parts;
      const subscriptions = this.subscriptions();
      await kafka.ensureTopics([
        ...subscriptions.flatMap(({ topics, emits }) => [...topics, ...emits]),
        { name: deadLetterTopic(service), compacted: false },
      ]);
      const applier = new BatchApplier(service, database, this.offsets, outbox, new OutboxStore(database), log, this.parts.counted);
      const handlers = this.laneHandlers();
      this.lanes = lanesOf(service, subscriptions).map(
        (lane) => new LaneConsumer(lane, kafka, applier, this.barrier, handlers, log, this.parts.onCrash),
      );
      await Promise.all(this.lanes.map((lane) => lane.start()));
      callback();
    } catch (error) {
      // It will be tried again, with consumers of its own.
      await this.close().catch(() => undefined);
      callback(error);
    }
  }

  async close(): Promise<void> {
    const lanes = this.lanes;
    this.lanes = [];
    await Promise.all(lanes.map((lane) => lane.stop()));
  }

  /** Whether every consumer has joined its group and asked the broker for records within the last `withinMs`. */
  progressing(withinMs: number): boolean {
    return this.lanes.every((lane) => lane.joined && Date.now() - lane.lastProgressAt < withinMs);
  }

  on(): never {
    throw new Error('the Kafka transport has no events of its own');
  }

  unwrap<T>(): T {
    return this.parts.kafka as T;
  }

  private subscriptions(): SubscriptionFacts[] {
    return [...this.messageHandlers.values()].map((handler) => (handler.extras as { facts: SubscriptionFacts }).facts);
  }

  private laneHandlers(): Map<string, LaneHandler> {
    return new Map(
      [...this.messageHandlers].map(([name, handler]) => {
        // Two handlers of one topic would run side by side on one connection; one decides, and calls what it needs.
        if (handler.next) throw new Error(`${name} has two handlers in ${this.parts.service}`);
        const after = (handler.extras as { facts: SubscriptionFacts }).facts.after.map((topic) => topic.name);
        const handle = async (messages: readonly Message<object>[]): Promise<readonly Outgoing[]> => {
          const answer = this.transformToObservable((await handler(messages, {} as BaseRpcContext)) as unknown);
          return ((await lastValueFrom(answer, { defaultValue: undefined })) as readonly Outgoing[] | undefined) ?? [];
        };
        return [name, { after, handle }];
      }),
    );
  }
}
