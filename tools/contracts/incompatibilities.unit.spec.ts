import { describe, expect, it } from '@jest/globals';
import { incompatibilities, topicIncompatibilities } from './incompatibilities.js';
import type { JsonSchema } from './json-schema.js';

const text = { type: 'string' };
const object = (properties: Record<string, JsonSchema>, required: readonly string[] = [], rest: object = {}): JsonSchema => ({ type: 'object', properties, required, ...rest });
const before = object(
  {
    clubId: text,
    level: { type: 'string', enum: ['INFO', 'ERROR'] },
    detail: { type: ['string', 'null'], maxLength: 500 },
    entry: { anyOf: [{ $ref: '#/definitions/Entry' }, { type: 'null' }] },
    items: { type: 'array', items: { $ref: '#/definitions/Entry' } },
  },
  ['clubId', 'level'],
  { 'x-key': 'club', definitions: { Entry: object({ name: text }, ['name']) } },
);
const after = (properties: Record<string, JsonSchema>, rest: object = {}): string[] =>
  incompatibilities(before, { ...before, properties: { ...before.properties, ...properties }, ...rest });

describe('a contract stays compatible', () => {
  it('when nothing changes, or only words for people', () => {
    expect(after({}, { title: 'Another', description: 'More.' })).toEqual([]);
  });

  it('when an optional property is added, at the top or deeper', () => {
    expect(after({ note: text })).toEqual([]);
    expect(after({}, { definitions: { Entry: object({ name: text, note: text }, ['name']) } })).toEqual([]);
  });

  it('when a topic is added', () => {
    expect(topicIncompatibilities(new Map(), new Map([['new.one', before]]))).toEqual([]);
  });
});

describe('a contract is broken', () => {
  it.each<[string, string[], string[]]>([
    ['a removed topic', topicIncompatibilities(new Map([['a.gone', before]]), new Map()), ['a.gone: the topic was removed']],
    ['a removed property', incompatibilities(object({ a: text, b: text }), object({ a: text })), ['b was removed']],
    ['a property that becomes required', after({}, { required: ['clubId', 'level', 'detail'] }), ['detail became required: messages without it are refused']],
    ['a property that becomes optional', after({}, { required: ['clubId'] }), ['level became optional: readers not yet renewed refuse messages without it']],
    ['a new required property', after({ note: text }, { required: ['clubId', 'level', 'note'] }), ['note is new and required: messages without it are refused']],
    ['a narrowed type', after({ detail: { type: 'string', maxLength: 500 } }), ['detail: type null is no longer accepted']],
    ['a widened type', after({ clubId: { type: ['string', 'null'] } }), ['clubId: type null is new: readers not yet renewed refuse it']],
    ['another type', after({ clubId: { type: 'integer' } }), ['clubId: type string is no longer accepted', 'clubId: type integer is new: readers not yet renewed refuse it']],
    ['a narrowed enum', after({ level: { type: 'string', enum: ['ERROR'] } }), ['level: value INFO is no longer accepted']],
    ['a widened enum', after({ level: { type: 'string', enum: ['INFO', 'ERROR', 'DEBUG'] } }), ['level: value DEBUG is new: readers not yet renewed refuse it']],
    ['an enum put upon a free text', after({ clubId: { type: 'string', enum: ['1'] } }), ['clubId: values are limited to 1']],
    ['a limit', after({ detail: { type: ['string', 'null'], maxLength: 50 } }), ['detail: maxLength was 500 and is 50']],
    ['a pattern', after({ clubId: { type: 'string', pattern: '^x' } }), ['clubId: pattern was absent and is "^x"']],
    ['another key', after({}, { 'x-key': 'vendor' }), ['the payload: x-key was "club" and is "vendor"']],
    [
      'a change inside what is nested or listed',
      after({}, { definitions: { Entry: object({ name: text }) } }),
      ['entry.name became optional: readers not yet renewed refuse messages without it', 'items[].name became optional: readers not yet renewed refuse messages without it'],
    ],
    ['nested that may no longer be null', after({ entry: { $ref: '#/definitions/Entry' } }), ['entry: type null is no longer accepted']],
  ])('by %s', (_what, found, expected) => {
    expect(found).toEqual(expected);
  });
});
