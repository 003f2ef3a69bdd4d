import type { Producer } from 'kafkajs';
import type { EncodedRecord } from './cloud-events.js';
import type { KafkaPort } from './kafka.js';
import type { Log } from './log.js';

/** The broker did not acknowledge in time; whether it stored the records is not known. Send again. */
export class NotStored extends Error {
  override readonly name = 'NotStored';
}

interface Waiting {
  readonly records: readonly EncodedRecord[];
  readonly resolve: () => void;
  readonly reject: (error: NotStored) => void;
}

/** Beyond this the broker is so far behind that callers are better told at once than kept waiting. */
const maxWaiting = 20_000;
const maxRecordsPerRequest = 2_000;

/**
 * Publishes with acknowledgement of all in-sync replicas. What arrives while a request is under way goes together in
 * the next one: 64 callers at once cost a few requests, not 64.
 */
export class Publisher {
  private producer: Promise<Producer> | undefined;
  private waiting: Waiting[] = [];
  private flushing: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly kafka: KafkaPort,
    private readonly log: Log,
    /** How long one request to the broker may take, milliseconds. */
    private readonly deadlineMs = 5_000,
  ) {}

  /** Resolves once all records are durable. Throws {@link NotStored}. */
  publish(records: readonly EncodedRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    if (this.closed || this.waiting.length >= maxWaiting) return Promise.reject(new NotStored('too much is waiting for the broker'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ records, resolve, reject });
      this.flushing ??= this.flush();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.flushing;
    await this.producer?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  private async flush(): Promise<void> {
    // Lets the callers of this very turn of the event loop come along.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const together = this.take();
      try {
        await this.send(together.flatMap(({ records }) => records));
        for (const { resolve } of together) resolve();
      } catch (error) {
        this.log.warn({ error: (error as Error).message, records: together.length }, 'the broker did not take the events');
        for (const { reject } of together) reject(new NotStored((error as Error).message));
        await this.forgetProducer();
      }
    }
    // In the same turn as the last look at the line: who comes after finds no flush and starts one.
    this.flushing = undefined;
  }

  private take(): Waiting[] {
    let records = 0;
    const count = this.waiting.findIndex((entry) => (records += entry.records.length) > maxRecordsPerRequest);
    return this.waiting.splice(0, count === -1 ? this.waiting.length : Math.max(1, count));
  }

  private async send(records: readonly EncodedRecord[]): Promise<void> {
    const byTopic = Map.groupBy(records, ({ topic }) => topic);
    const topicMessages = [...byTopic].map(([topic, own]) => ({
      topic,
      messages: own.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } })),
    }));
    await withDeadline(
      this.connected().then((producer) => producer.sendBatch({ acks: -1, topicMessages })),
      this.deadlineMs,
    );
  }

  private connected(): Promise<Producer> {
    this.producer ??= (async () => {
      const producer = this.kafka.producer();
      await producer.connect();
      return producer;
    })();
    return this.producer;
  }

  /** After any failure the idempotent producer's sequence is in doubt (tulios/kafkajs 598): the next request gets a new one. */
  private async forgetProducer(): Promise<void> {
    const old = this.producer;
    this.producer = undefined;
    await withDeadline(old?.then((producer) => producer.disconnect()) ?? Promise.resolve(), 1_000).catch(() => undefined);
  }
}

async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no acknowledgement within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
