import { expect, it } from '@jest/globals';
import { jsonb } from './jsonb.js';

it.each([
  [{ a: 'plain 😀' }, { a: 'plain 😀' }],
  [{ a: 'nu\u0000l', b: ['\u0000'] }, { a: 'nu l', b: [' '] }],
  [{ a: 'half \ud83d', c: '\udc00' }, { a: 'half \ufffd', c: '\ufffd' }],
  // The six characters themselves are text like any other.
  [{ a: 'C:\\u0000' }, { a: 'C:\\u0000' }],
])('%j', (value, wanted) => expect(JSON.parse(jsonb(value))).toEqual(wanted));
