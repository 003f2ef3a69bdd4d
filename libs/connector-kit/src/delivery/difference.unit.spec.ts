import { expect, it } from '@jest/globals';
import { difference } from './difference.js';

const nothing = { delivered: {}, uncertain: [], shown: {}, isTouched: () => false };
const touched = { ...nothing, isTouched: () => true };

it.each([
  ['sends what is new', { a: 'x' }, nothing, { a: 'x' }],
  ['sends what changed', { a: 'y' }, { ...nothing, delivered: { a: 'x' } }, { a: 'y' }],
  ['sends nothing that is delivered', { a: 'x', b: 0, c: false }, { ...nothing, delivered: { a: 'x', b: 0, c: false } }, {}],
  ['clears what we delivered', { a: null }, { ...nothing, delivered: { a: 'x' } }, { a: null }],
  ['does not clear what we never delivered', { a: null }, nothing, {}],
  ['does not clear what only the vendor shows', { a: null }, { ...nothing, shown: { a: 'theirs' } }, {}],
  ['leaves alone what cannot be sent', {}, { ...nothing, delivered: { a: 'x' } }, {}],
  ['sends again what is not sure', { a: 'x' }, { ...nothing, delivered: { a: 'x' }, uncertain: ['a'] }, { a: 'x' }],
  ['clears again what is not sure', { a: null }, { ...nothing, uncertain: ['a'] }, { a: null }],
  ['does not send what the vendor shows already', { a: 'x' }, { ...nothing, delivered: { a: 'old' }, shown: { a: 'x' } }, {}],
  ['sends what is not sure though the vendor showed it', { a: 'x' }, { ...nothing, uncertain: ['a'], shown: { a: 'x' } }, { a: 'x' }],
  ['sends what differs from what the vendor shows', { a: 'x' }, { ...nothing, shown: { a: 'y' } }, { a: 'x' }],
  ['leaves alone what the vendor changed and InTouch has not taken over yet', { a: 'x' }, { ...nothing, delivered: { a: 'x' }, shown: { a: 'theirs' } }, {}],
  ['sends what InTouch has set back', { a: 'x' }, { ...touched, delivered: { a: 'x' }, shown: { a: 'theirs' } }, { a: 'x' }],
  ['sends nothing that InTouch has taken over', { a: 'theirs' }, { ...touched, delivered: { a: 'x' }, shown: { a: 'theirs' } }, {}],
  ['sends nothing there and back that nobody else changed', { a: 'x' }, { ...touched, delivered: { a: 'x' } }, {}],
])('%s', (_name, content, known, wanted) => expect(difference(content, known)).toEqual(wanted));
