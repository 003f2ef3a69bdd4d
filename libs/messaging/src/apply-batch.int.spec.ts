import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrate } from '@intouch/postgres';
import { BatchApplier, MustSeek, type HandleMessages, type Slice } from './apply-batch.js';
import { OffsetStore } from './store/offset.store.js';
import { OutboxStore } from './store/outbox.store.js';
import { note, noteTopic, Stage, uniqueName, type Note, type TestService } from './testing/index.js';
import type { Message } from './message.js';
import { TryLater } from './try-later.js';

let stage: Stage;
let service: TestService;
let applier: BatchApplier;
let offsets: OffsetStore;
const topic = noteTopic();

beforeEach(async () => {
  stage = await Stage.open();
  service = stage.prepare({ name: uniqueName('apply'), handlers: () => [] });
  await migrate(service.database);
  offsets = new OffsetStore(service.database);
  applier = new BatchApplier('svc', service.database, offsets, service.outbox, new OutboxStore(service.database), service.log);
});

afterEach(() => stage.close());

const handle: HandleMessages = async (messages) => {
  await service.effects.write(messages as Message<Note>[]);
  return [];
};

function slice(numbers: readonly number[], facts: Partial<Slice> = {}): Slice {
  const end = BigInt(numbers.at(-1)! + 1);
  return {
    topic, partition: 0, cluster: 'here', fetchedFrom: BigInt(numbers[0]!), end,
    records: numbers.map((n) => ({ key: Buffer.from('k'), value: Buffer.from(JSON.stringify(note('k', n))), offset: String(n) })),
    presently: async () => ({ cluster: 'here', end }),
    ...facts,
  };
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const applied = async (): Promise<number[]> => (await service.effects.all()).map(({ n }) => n);
const position = async (): Promise<number> => Number((await offsets.positions([topic.name])).get(`${topic.name}/0`)?.next ?? 0n);

describe('records that come again', () => {
  it('do not move the position back, so that what follows them is not applied again either', async () => {
    await applier.apply(slice(range(0, 10)), handle);
    await applier.apply(slice(range(0, 5), { end: 10n }), handle);
    expect(await position()).toBe(10);
    await applier.apply(slice(range(5, 12)), handle);
    expect(await applied()).toEqual(range(0, 12));
  });

  it('fetched before another instance went on are skipped, not taken for a rebuilt broker', async () => {
    const old = slice(range(0, 5));
    await applier.apply(slice(range(0, 5)), handle);
    await applier.apply(slice(range(5, 20)), handle);
    // Its own fetch told an end of 5; the broker tells 20 by now.
    await applier.apply({ ...old, presently: async () => ({ cluster: 'here', end: 20n }) }, handle);
    expect(await applied()).toEqual(range(0, 20));
    expect(await position()).toBe(20);
    expect(service.log.of('error')).toEqual([]);
  });

  it('from a broker that is gone since are not applied at all', async () => {
    await applier.apply(slice(range(0, 3)), handle);
    const fromBefore = slice(range(0, 3), { cluster: 'gone', presently: async () => ({ cluster: 'here', end: 3n }) });
    await expect(applier.apply(fromBefore, handle)).rejects.toEqual(new MustSeek(3n));
    expect(await applied()).toEqual(range(0, 3));
  });
});

describe('the position', () => {
  it('is where to go back to when records beyond it are handed out', async () => {
    await applier.apply(slice(range(0, 3)), handle);
    await expect(applier.apply(slice(range(5, 8)), handle)).rejects.toEqual(new MustSeek(3n));
    expect(await applied()).toEqual(range(0, 3));
  });

  it('moves over the holes that compaction leaves, also where a batch is halved in one', async () => {
    let failures = 0;
    const offsetsLeft = [0, 1, 7, 30, 31];
    await applier.apply(slice(offsetsLeft), async (messages) => {
      if (messages.length > 1 && (failures += 1) < 3) throw new Error('a bug');
      return handle(messages);
    });
    expect(failures).toBeGreaterThan(0);
    expect(await applied()).toEqual(offsetsLeft);
    expect(await position()).toBe(32);
  });

  it('is asked of the broker before it is given up; while that is away the work waits', async () => {
    await applier.apply(slice(range(0, 10)), handle);
    const doubtful = slice(range(0, 2), { presently: () => Promise.reject(new Error('no broker')) });
    await expect(applier.apply(doubtful, handle)).rejects.toThrow(TryLater);
    expect(await position()).toBe(10);
    expect(service.log.of('error')).toEqual([]);
  });

  it('jumps to what the broker still has, but not behind somebody who is further', async () => {
    await applier.skipTo(topic.name, 0, 100n, 'here');
    expect(await position()).toBe(100);
    await applier.skipTo(topic.name, 0, 50n, 'here');
    expect(await position()).toBe(100);
  });
});

it('what must wait is neither halved nor buried', async () => {
  class NotNow extends TryLater {}
  let calls = 0;
  const waiting = applier.apply(slice(range(0, 8)), async () => {
    calls += 1;
    throw new NotNow();
  });
  await expect(waiting).rejects.toThrow(NotNow);
  expect(calls).toBe(1);
  expect(await service.outbox.size()).toBe(0);
  expect(await position()).toBe(0);
});

it('headers without a value, and a time that is none, make no poison of a good message', async () => {
  const times: string[] = [];
  const odd = slice([0]);
  const record = { ...odd.records[0]!, headers: { ce_id: null, ce_time: Buffer.from('yesterday'), ce_requestid: Buffer.from('') } };
  await applier.apply({ ...odd, records: [record] }, async (messages) => {
    times.push(...messages.map(({ time }) => time));
    expect(messages[0]).toMatchObject({ id: `${topic.name}/0/0`, requestId: undefined });
    return handle(messages);
  });
  expect(await applied()).toEqual([0]);
  expect(times.every((time) => !Number.isNaN(Date.parse(time)))).toBe(true);
});
