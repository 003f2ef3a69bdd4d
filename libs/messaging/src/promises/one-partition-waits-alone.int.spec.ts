import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually, handlerOf, note, noteTopic, Stage, uniqueName } from '../testing/index.js';
import { TryLater } from '../try-later.js';

class NotNow extends TryLater {}

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

it('a partition whose work must wait is tried again from where it stood; the others go on', async () => {
  const topic = noteTopic();
  let away = true;
  const service = await stage.start({
    name: uniqueName('alone'), partitions: 3,
    handlers: ({ effects }) => [
      handlerOf(topic, async (messages) => {
        await effects.write(messages);
        if (away && messages.some(({ partition }) => partition === 0)) throw new NotNow('away');
      }),
    ],
  });
  const keys = Array.from({ length: 12 }, (_, i) => `key-${i}`);
  const publish = (n: number): Promise<void> => service.publish(topic, keys.map((key) => note(key, n)));
  const partitionsDone = async (n: number): Promise<number> => (await service.effects.all()).filter((effect) => effect.n === n).length;
  await publish(0);
  const others = await eventually('the others are applied', async () => (await service.effects.count()) || 0);
  await eventually('the partition waits', () => service.log.of('warn', 'partition paused').length > 0);
  await publish(1);
  await eventually('the others go on', async () => (await partitionsDone(1)) > 0);
  expect(others).toBeLessThan(keys.length);
  away = false;
  await eventually('all applied', async () => (await service.effects.count()) === keys.length * 2);
  for (const key of keys) expect((await service.effects.all()).filter((effect) => effect.key === key).map(({ n }) => n)).toEqual([0, 1]);
  expect(service.log.of('error')).toEqual([]);
});
