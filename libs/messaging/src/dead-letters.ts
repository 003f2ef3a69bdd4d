import type { KafkaMessage } from 'kafkajs';
import { ulid } from 'ulid';
import { deadLetterTopic, exhume, type DeadLetter } from './dead-letter.js';
import type { KafkaPort } from './kafka.js';

/** A dead letter and where it lies in the dead-letter topic. */
export interface FiledLetter {
  readonly partition: number;
  readonly offset: string;
  readonly letter: DeadLetter;
}

/** The dead letters of one service, as an operator sees them. */
export class DeadLetters {
  private readonly topic: string;

  constructor(
    private readonly kafka: KafkaPort,
    service: string,
  ) {
    this.topic = deadLetterTopic(service);
  }

  /** All that are kept, oldest first. Reading changes nothing. @throws what Kafka throws where the service has no such topic */
  async list(): Promise<FiledLetter[]> {
    const ends = (await this.kafka.ends(this.topic)).filter(({ low, high }) => high > low);
    const open = new Map(ends.map(({ partition, high }) => [partition, high]));
    if (open.size === 0) return [];
    const found: FiledLetter[] = [];
    const consumer = this.kafka.consumer(`${this.topic}.reader.${ulid()}`);
    await consumer.connect();
    try {
      await consumer.subscribe({ topic: this.topic, fromBeginning: true });
      await new Promise<void>((resolve, reject) => {
        const eachMessage = async ({ partition, message }: { partition: number; message: KafkaMessage }): Promise<void> => {
          found.push({ partition, offset: message.offset, letter: JSON.parse(String(message.value)) as DeadLetter });
          if (BigInt(message.offset) + 1n >= (open.get(partition) ?? 0n)) open.delete(partition);
          if (open.size === 0) resolve();
        };
        consumer.on('consumer.crash', ({ payload }) => !payload.restart && reject(payload.error));
        consumer.run({ autoCommit: false, eachMessage }).catch(reject);
      });
    } finally {
      await consumer.disconnect();
    }
    return found.sort((a, b) => a.letter.at.localeCompare(b.letter.at) || a.partition - b.partition || Number(BigInt(a.offset) - BigInt(b.offset)));
  }

  /**
   * Publishes the original records again, in this order, to the topics they came from: with the key, headers and bytes
   * they had. All services that consume such a topic get them again and tell by event id or version that they know them.
   * Letters whose value was left out are not replayed; the answer is those that were.
   */
  async replay(letters: readonly FiledLetter[]): Promise<FiledLetter[]> {
    const whole = letters.filter(({ letter }) => !letter.valueLeftOut);
    const producer = this.kafka.producer();
    await producer.connect();
    try {
      for (const { letter } of whole) {
        const record = exhume(letter);
        // Without a key nothing but its partition says where it belongs.
        const message = record.key === null ? { ...record, partition: letter.partition } : record;
        await producer.send({ topic: letter.topic, acks: -1, messages: [message] });
      }
    } finally {
      await producer.disconnect();
    }
    return whole;
  }
}
