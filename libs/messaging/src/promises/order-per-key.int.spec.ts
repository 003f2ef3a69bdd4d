import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { outgoing } from '../message.js';
import { eventually, handlerOf, note, noteTopic, Stage, uniqueName } from '../testing/index.js';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

describe('the order of one key', () => {
  it('holds from the publisher through a handler and the outbox to the next handler', async () => {
    const first = noteTopic('first');
    const second = noteTopic('second');
    const service = await stage.start({
      name: uniqueName('order'),
      handlers: ({ effects }) => [
        handlerOf(first, async (messages) => messages.map((message) => outgoing(second, message.payload, message)), { emits: [second] }),
        handlerOf(second, (messages) => effects.write(messages)),
      ],
    });
    const each = 200;
    // In bursts, so that several requests, batches and transactions follow each other.
    for (let n = 0; n < each; n += 10) {
      await service.publish(first, Array.from({ length: 10 }, (_, i) => n + i).flatMap((at) => keys.map((key) => note(key, at))));
    }
    await eventually('all came through', async () => (await service.effects.count()) >= keys.length * each);
    const effects = await service.effects.all();
    for (const key of keys) {
      expect(effects.filter((effect) => effect.key === key).map(({ n }) => n)).toEqual(Array.from({ length: each }, (_, n) => n));
    }
  });
});
