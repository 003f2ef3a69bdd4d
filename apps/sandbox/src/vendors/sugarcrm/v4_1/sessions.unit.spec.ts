import { expect, it } from '@jest/globals';
import { Sessions } from './sessions.js';

it('a session lives on while it is used, and dies when it is idle for 24 minutes', () => {
  let now = 0;
  const sessions = new Sessions(() => now);
  const id = sessions.begin();
  now = 1_439_999;
  expect(sessions.admit(id)).toBe(true);
  now += 1_439_999;
  expect([sessions.isLive(id), sessions.isLive(id)]).toEqual([true, true]);
  now += 1;
  expect([sessions.isLive(id), sessions.admit(id), sessions.admit(undefined)]).toEqual([false, false, false]);
});
