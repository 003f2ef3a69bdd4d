import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually, handlerOf, note, noteTopic, Stage, uniqueName, type TestService } from '../testing/index.js';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

it('while instances come and go, no message is lost, applied twice or out of its order', async () => {
  const topic = noteTopic();
  const name = uniqueName('shared');
  const start = (): Promise<TestService> =>
    stage.start({
      name, partitions: 6,
      handlers: ({ effects }) => [
        handlerOf(topic, async (messages) => {
          await effects.write(messages);
          // Long enough that a rebalance meets batches under way.
          await pause(20);
        }),
      ],
    });
  const feeder = await stage.start({ name: uniqueName('feeder'), partitions: 6, handlers: () => [] });
  const keys = Array.from({ length: 20 }, (_, i) => `key-${i}`);
  let n = 0;
  let feeding = true;
  await feeder.publish(topic, [note('first', 0)]);
  const fed = (async () => {
    while (feeding) {
      await feeder.publish(topic, keys.map((key) => note(key, n)));
      n += 1;
      await pause(10);
    }
  })();

  const first = await start();
  const beyond = async (count: number): Promise<unknown> => eventually(`${count} applied`, async () => (await first.effects.count()) > count);
  await beyond(200);
  const second = await start();
  await beyond((await first.effects.count()) + 200);
  expect(second.log.of('info', 'joined the consumer group').length).toBeGreaterThan(0);
  await second.stop();
  await beyond((await first.effects.count()) + 200);
  const third = await start();
  await beyond((await first.effects.count()) + 200);
  feeding = false;
  await fed;

  const total = n * keys.length + 1;
  await eventually('all applied', async () => (await first.effects.count()) >= total);
  const effects = await first.effects.all();
  expect(effects).toHaveLength(total);
  for (const key of keys) {
    expect(effects.filter((effect) => effect.key === key).map((effect) => effect.n)).toEqual(Array.from({ length: n }, (_, at) => at));
  }
  expect([first, second, third].flatMap(({ log }) => log.of('error'))).toEqual([]);
});
