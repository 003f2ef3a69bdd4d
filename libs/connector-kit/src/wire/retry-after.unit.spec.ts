import { expect, it } from '@jest/globals';
import { retryAfterSeconds } from './retry-after.js';

const now = new Date('2026-11-25T10:00:00Z');

it.each([
  ['30', 30],
  [' 2 ', 2],
  ['1.5', 2],
  ['0', 1],
  [['7', '8'], 7],
  ['Wed, 25 Nov 2026 10:00:45 GMT', 45],
  ['Wed, 25 Nov 2026 09:00:00 GMT', 1],
  ['999999', 3_600],
  ['soon', 60],
  ['-5', 1],
  ['', 60],
  [undefined, 60],
])('%j is %i s', (header, wanted) => expect(retryAfterSeconds(header, 60, now)).toBe(wanted));
