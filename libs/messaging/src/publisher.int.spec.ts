import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Producer } from 'kafkajs';
import { encode } from './cloud-events.js';
import type { KafkaPort } from './kafka.js';
import { outgoing } from './message.js';
import { NotStored, Publisher, TooLarge } from './publisher.js';
import { MemoryLog, note, noteTopic, RawTopic, Stage, uniqueName, type TestService } from './testing/index.js';

let stage: Stage;
let service: TestService;

beforeEach(async () => {
  stage = await Stage.open();
  service = stage.prepare({ name: uniqueName('publisher'), handlers: () => [] });
});

afterEach(() => stage.close());

const topic = noteTopic();
const recordOf = (n: number, text?: string) => encode(outgoing(topic, note('k', n, text)), 'test');

describe('the publisher', () => {
  it('splits what is more than a broker takes at once, and keeps the order', async () => {
    // One key, one partition: unsplit it would be one batch of 6 MB, which no broker takes.
    const total = 3_000;
    await service.publish(topic, Array.from({ length: total }, (_, n) => note('k', n, 'x'.repeat(2_000))));
    const found = (await new RawTopic(topic.name).read()).map(({ text }) => (JSON.parse(text) as { n: number }).n);
    expect(found).toEqual(Array.from({ length: total }, (_, n) => n));
  });

  it('turns away at once what no topic takes, and nobody else with it', async () => {
    await service.kafka.ensureTopics([topic]);
    const small = service.publisher.publish([recordOf(1)]);
    await expect(service.publisher.publish([recordOf(2, 'x'.repeat(4_300_000))])).rejects.toThrow(TooLarge);
    await small;
    await service.publisher.publish([recordOf(3, 'x'.repeat(3_000_000))]);
  });
});

/** A broker of which only the producer is seen. */
function fakeBroker(send: () => Promise<void>) {
  const producers: { disconnect: ReturnType<typeof jest.fn> }[] = [];
  const kafka = {
    producer: () => {
      const producer = { connect: async () => undefined, sendBatch: send, disconnect: jest.fn(async () => undefined) };
      producers.push(producer);
      return producer as unknown as Producer;
    },
  } as unknown as KafkaPort;
  return { kafka, producers };
}

describe('while the broker is away', () => {
  it('callers are told within two deadlines, however many stand before them', async () => {
    const { kafka } = fakeBroker(() => new Promise(() => undefined));
    const publisher = new Publisher(kafka, new MemoryLog(), 200);
    const began = Date.now();
    // Each call more than half a request: they cannot go together.
    const calls = Array.from({ length: 12 }, () => publisher.publish(Array.from({ length: 1_500 }, (_, n) => recordOf(n))));
    const results = await Promise.allSettled(calls);
    expect(results.every((result) => result.status === 'rejected' && result.reason instanceof NotStored)).toBe(true);
    expect(Date.now() - began).toBeLessThan(12 * 200);
  });

  it('a failed producer is replaced, and ended for good when its last request is through', async () => {
    let failing = true;
    let give = (): void => undefined;
    const { kafka, producers } = fakeBroker(() => (failing ? new Promise((resolve) => (give = () => resolve())) : Promise.resolve()));
    const publisher = new Publisher(kafka, new MemoryLog(), 50);
    await expect(publisher.publish([recordOf(1)])).rejects.toThrow(NotStored);
    failing = false;
    await publisher.publish([recordOf(2)]);
    expect(producers).toHaveLength(2);
    expect(producers[0]!.disconnect).toHaveBeenCalledTimes(1);
    give();
    await new Promise(setImmediate);
    expect(producers[0]!.disconnect).toHaveBeenCalledTimes(2);
    await publisher.close();
    await expect(publisher.publish([recordOf(3)])).rejects.toThrow(NotStored);
  });
});
