import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EachBatchPayload } from 'kafkajs';
import { MustSeek, type BatchApplier, type Slice } from './apply-batch.js';
import type { Barrier } from './barrier.js';
import type { KafkaPort } from './kafka.js';
import { LaneConsumer } from './lane-consumer.js';
import { eventually } from './testing/eventually.js';
import { MemoryLog } from './testing/memory-log.js';
import { noteTopic } from './testing/note.js';

const topic = noteTopic();
const place = { topic: topic.name, partitions: [0] };

let slices: Slice[];
let answer: (slice: Slice) => void;
let consumer: ReturnType<typeof fakeConsumer>;
let clusterId: string;
let resolved: string[];
let log: MemoryLog;

function fakeConsumer() {
  const listeners = new Map<string, (event: object) => void>();
  let eachBatch: (payload: EachBatchPayload) => Promise<void> = async () => undefined;
  return {
    tell: (event: string, payload: object) => listeners.get(event)?.({ payload }),
    take: (payload: EachBatchPayload) => eachBatch(payload),
    on: (event: string, listener: (event: object) => void) => listeners.set(event, listener),
    connect: async () => undefined,
    subscribe: async () => undefined,
    run: async (options: { eachBatch: typeof eachBatch }) => void (eachBatch = options.eachBatch),
    disconnect: async () => undefined,
    pause: jest.fn<(places: object[]) => void>(),
    resume: jest.fn<(places: object[]) => void>(),
    seek: jest.fn<(place: object) => void>(),
  };
}

function batch(from: number, offsets: readonly number[], fetchedOffset = from): EachBatchPayload {
  return {
    batch: { topic: topic.name, partition: 0, fetchedOffset: String(fetchedOffset), highWatermark: '100', messages: offsets.map((offset) => ({ offset: String(offset) })) },
    heartbeat: async () => undefined,
    resolveOffset: (offset: string) => resolved.push(offset),
    isRunning: () => true,
    isStale: () => false,
  } as unknown as EachBatchPayload;
}

beforeEach(async () => {
  slices = [];
  answer = () => undefined;
  resolved = [];
  clusterId = 'one';
  consumer = fakeConsumer();
  log = new MemoryLog();
  const kafka = {
    consumer: () => consumer,
    clusterId: async () => clusterId,
    ends: async () => [{ partition: 0, low: 0n, high: 100n }],
  } as unknown as KafkaPort;
  const applier = {
    apply: async (slice: Slice) => {
      slices.push(slice);
      answer(slice);
    },
  } as unknown as BatchApplier;
  const barrier = { caughtUpWith: async () => undefined } as unknown as Barrier;
  const handlers = new Map([[topic.name, { after: [], handle: async () => [] }]]);
  const lane = new LaneConsumer({ group: 'g', topics: [topic] }, kafka, applier, barrier, handlers, log, () => undefined);
  await lane.start();
  consumer.tell('consumer.group_join', { memberAssignment: {} });
});

describe('going back', () => {
  it('ends where kafkajs then skips offsets that compaction has taken, instead of going back for ever', async () => {
    answer = ({ fetchedFrom }) => {
      if (fetchedFrom > 11n) throw new MustSeek(11n);
    };
    await consumer.take(batch(14, [14, 15]));
    expect(consumer.seek).toHaveBeenCalledWith({ topic: topic.name, partition: 0, offset: '11' });
    // Between 11 and 14 there is nothing; kafkajs counts up to 14 by itself.
    await consumer.take(batch(14, [14, 15]));
    expect(slices.map(({ fetchedFrom }) => fetchedFrom)).toEqual([14n, 11n]);
    expect(resolved).toEqual(['15']);
    expect(consumer.seek).toHaveBeenCalledTimes(1);
  });

  it('remembers nothing of it once others may have consumed in between', async () => {
    answer = () => {
      throw new MustSeek(11n);
    };
    await consumer.take(batch(14, [14]));
    consumer.tell('consumer.group_join', { memberAssignment: {} });
    await consumer.take(batch(14, [14]));
    expect(slices.at(-1)!.fetchedFrom).toBe(14n);
  });
});

describe('trouble', () => {
  it('pauses the partition without resolving anything, and resumes it', async () => {
    answer = () => {
      throw new Error('away');
    };
    await consumer.take(batch(0, [0, 1]));
    expect(resolved).toEqual([]);
    expect(consumer.pause).toHaveBeenCalledWith([place]);
    await eventually('resumed', () => consumer.resume.mock.calls.length > 0, 2_000);
  });

  it('while going back is trouble like any other, never thrown at kafkajs', async () => {
    answer = () => {
      throw new MustSeek(3n);
    };
    consumer.seek.mockImplementation(() => {
      throw new Error('Consumer group was not initialized');
    });
    await consumer.take(batch(5, [5]));
    expect(consumer.pause).toHaveBeenCalledWith([place]);
  });

  it('with a consumer that is just being restarted does not end the process', async () => {
    const notInitialised = (): never => {
      throw new Error('Consumer group was not initialized');
    };
    consumer.pause.mockImplementation(notInitialised);
    consumer.resume.mockImplementation(notInitialised);
    answer = () => {
      throw new Error('away');
    };
    await consumer.take(batch(0, [0]));
    await eventually('it was to be resumed', () => consumer.resume.mock.calls.length > 0, 2_000);
    expect(log.of('debug', 'being restarted')).toHaveLength(2);
  });

  it('of a group being rearranged is nobody\'s trouble', async () => {
    answer = () => {
      throw Object.assign(new Error('rebalancing'), { type: 'REBALANCE_IN_PROGRESS' });
    };
    await consumer.take(batch(0, [0]));
    expect(consumer.pause).not.toHaveBeenCalled();
  });
});

it('asks for the cluster again after joining anew, since the broker may have been rebuilt', async () => {
  await consumer.take(batch(0, [0]));
  clusterId = 'two';
  await consumer.take(batch(1, [1]));
  consumer.tell('consumer.group_join', { memberAssignment: {} });
  await consumer.take(batch(0, [0]));
  expect(slices.map(({ cluster }) => cluster)).toEqual(['one', 'one', 'two']);
});
