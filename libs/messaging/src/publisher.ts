import type { Producer } from 'kafkajs';
import type { EncodedRecord } from './cloud-events.js';
import { largestRecord, type KafkaPort } from './kafka.js';
import type { Log } from './log.js';

/** The broker did not acknowledge in time; whether it stored the records is not known. Send again. */
export class NotStored extends Error {
  override readonly name = 'NotStored';
}

/** No topic takes a record of this size, now or later. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

interface Waiting {
  readonly records: readonly EncodedRecord[];
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (error: NotStored) => void;
}

/** Beyond this the broker is so far behind that callers are better told at once than kept waiting. */
const maxWaiting = 20_000;
const maxRecordsPerRequest = 2_000;
/** kafkajs makes one batch of all records for a partition, and a broker takes 1 MB of such a batch unless told otherwise. */
const maxBytesPerRequest = 900_000;
/** Room for the frame around a batch. */
const frameBytes = 16 * 1024;

/**
 * Publishes with acknowledgement of all in-sync replicas. What arrives while a request is under way goes together in
 * the next one: 64 callers at once cost a few requests, not 64.
 */
export class Publisher {
  private producer: Promise<Producer> | undefined;
  private underWay: Promise<unknown> | undefined;
  private waiting: Waiting[] = [];
  private flushing: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly kafka: KafkaPort,
    private readonly log: Log,
    /** How long one request to the broker may take, and how long a caller waits for its request to begin, milliseconds. */
    private readonly deadlineMs = 5_000,
  ) {}

  /**
   * Resolves once all records are durable.
   * @throws {NotStored}
   * @throws {TooLarge} none was sent
   */
  async publish(records: readonly EncodedRecord[]): Promise<void> {
    if (records.length === 0) return;
    for (const record of records) mustFit(record);
    if (this.closed) throw new NotStored('the publisher is closed');
    if (this.waiting.length >= maxWaiting) throw new NotStored('too much is waiting for the broker');
    await new Promise<void>((resolve, reject) => {
      this.waiting.push({ records, since: Date.now(), resolve, reject });
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
        for (const records of requestsOf(together.flatMap((entry) => entry.records))) await this.send(records);
        for (const { resolve } of together) resolve();
      } catch (error) {
        this.log.warn({ error: (error as Error).message, callers: together.length }, 'the broker did not take the events');
        for (const { reject } of together) reject(new NotStored((error as Error).message));
        await this.forgetProducer();
        this.turnAwayTheLate();
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

  /** While the broker is away each request takes its whole deadline; who stands further back would wait for many. */
  private turnAwayTheLate(): void {
    const [late, inTime] = [this.waiting.filter((entry) => this.isLate(entry)), this.waiting.filter((entry) => !this.isLate(entry))];
    this.waiting = inTime;
    for (const { reject } of late) reject(new NotStored(`the broker was not reached within ${this.deadlineMs} ms`));
  }

  private isLate({ since }: Waiting): boolean {
    return Date.now() - since >= this.deadlineMs;
  }

  private async send(records: readonly EncodedRecord[]): Promise<void> {
    const byTopic = Map.groupBy(records, ({ topic }) => topic);
    const topicMessages = [...byTopic].map(([topic, own]) => ({
      topic,
      messages: own.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } })),
    }));
    const underWay = this.connected().then((producer) => producer.sendBatch({ acks: -1, topicMessages }));
    this.underWay = underWay;
    await withDeadline(underWay, this.deadlineMs);
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
    const { producer, underWay } = this;
    this.producer = undefined;
    const disconnect = async (): Promise<void> => (await producer)?.disconnect();
    await withDeadline(disconnect(), 1_000).catch(() => undefined);
    // kafkajs connects anew for a request it is still repeating, and nobody would end that connection.
    void underWay?.then(disconnect, disconnect).catch(() => undefined);
  }
}

/** @throws {TooLarge} */
export function mustFit(record: EncodedRecord): void {
  if (bytesOf(record) > largestRecord - frameBytes) throw new TooLarge(`a record for ${record.topic} is larger than any topic takes`);
}

function bytesOf({ key, value, headers }: EncodedRecord): number {
  return Buffer.byteLength(value) + Buffer.byteLength(key) + Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + Buffer.byteLength(text), 64);
}

/** In order; a record that is large by itself travels alone. */
function requestsOf(records: readonly EncodedRecord[]): EncodedRecord[][] {
  const requests: EncodedRecord[][] = [];
  let bytes = Infinity;
  for (const record of records) {
    const own = bytesOf(record);
    if (bytes + own > maxBytesPerRequest) {
      requests.push([]);
      bytes = 0;
    }
    requests.at(-1)!.push(record);
    bytes += own;
  }
  return requests;
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
