import { expect, it } from '@jest/globals';
import { Kept } from './kept.js';

class Thing {
  closed = 0;
  close = async (): Promise<void> => {
    this.closed += 1;
  };
}

it('makes a thing once for each key, closes all of them once, and makes them anew after that', async () => {
  const kept = new Kept();
  const [one, again, other] = ['a', 'a', 'b'].map((key) => kept.once(key, () => new Thing()));
  expect(again).toBe(one);
  expect(other).not.toBe(one);
  await kept.close();
  await kept.close();
  expect([one!.closed, other!.closed]).toEqual([1, 1]);
  expect(kept.once('a', () => new Thing())).not.toBe(one);
});
