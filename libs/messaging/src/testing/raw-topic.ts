import { Kafka, logLevel, Partitioners, type Admin, type KafkaMessage } from 'kafkajs';
import type { RawRecord } from '../dead-letter.js';
import { uniqueName } from './note.js';

export interface ReadRecord extends RawRecord {
  readonly partition: number;
  readonly text: string;
}

export interface BareRecord {
  readonly key?: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers?: Record<string, string | Buffer>;
  readonly partition?: number;
}

/** A topic seen by a bare client that knows nothing of this library. */
export class RawTopic {
  private readonly kafka: Kafka;

  constructor(
    private readonly name: string,
    brokers: string = process.env['TEST_KAFKA_BROKERS']!,
  ) {
    this.kafka = new Kafka({ clientId: uniqueName('bare'), brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  }

  async write(records: readonly BareRecord[]): Promise<void> {
    const producer = this.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic: this.name, acks: -1, messages: records.map((record) => ({ key: null, ...record })) });
    await producer.disconnect();
  }

  /** Everything from the beginning to the end it has now, partition by partition. */
  async read(): Promise<ReadRecord[]> {
    const ends = await this.asAdmin((admin) => admin.fetchTopicOffsets(this.name));
    const missing = new Map(ends.filter(({ low, high }) => BigInt(high) > BigInt(low)).map(({ partition, high }) => [partition, BigInt(high)]));
    if (missing.size === 0) return [];
    const consumer = this.kafka.consumer({ groupId: uniqueName('reader'), maxWaitTimeInMs: 100 });
    const found: ReadRecord[] = [];
    await consumer.connect();
    try {
      await consumer.subscribe({ topic: this.name, fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        const eachMessage = async ({ partition, message }: { partition: number; message: KafkaMessage }): Promise<void> => {
          found.push({ key: message.key, value: message.value, headers: message.headers, offset: message.offset, partition, text: String(message.value) });
          if (BigInt(message.offset) + 1n >= (missing.get(partition) ?? Infinity)) missing.delete(partition);
          if (missing.size === 0) resolve();
        };
        consumer.run({ eachMessage }).catch(reject);
      });
    } finally {
      await consumer.disconnect();
    }
    return found.sort((a, b) => a.partition - b.partition || Number(BigInt(a.offset) - BigInt(b.offset)));
  }

  async asAdmin<T>(use: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      return await use(admin);
    } finally {
      await admin.disconnect();
    }
  }
}
