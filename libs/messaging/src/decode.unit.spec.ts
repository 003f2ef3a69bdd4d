import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { decode } from './decode.js';
import { Note, noteTopic } from './testing/note.js';

const topic = noteTopic();
const read = (text: string | Buffer | null) => decode(topic, text === null ? null : Buffer.from(text));

describe('decode', () => {
  it('gives an instance of the payload class', () => {
    const read1 = read('{"key":"a","n":1}');
    expect(read1).toEqual({ ok: true, payload: { key: 'a', n: 1 } });
    expect(read1.ok && read1.payload).toBeInstanceOf(Note);
  });

  it('lets fields pass that a newer publisher has added', () => {
    expect(read('{"key":"a","n":1,"later":[1]}').ok).toBe(true);
  });

  it.each([
    ['no value', null, 'the message has no value'],
    ['nothing', '', 'the value is not JSON'],
    ['half a message', '{"key":"a"', 'the value is not JSON'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), 'the value is not JSON'],
    ['a list', '[]', 'the value is not a JSON object'],
    ['null', 'null', 'the value is not a JSON object'],
    ['text', '"a"', 'the value is not a JSON object'],
    ['a number', '1e999', 'the value is not a JSON object'],
  ])('refuses %s', (_what, value, reason) => {
    expect(read(value)).toEqual({ ok: false, reason });
  });

  it('names every broken field and no value', () => {
    const result = read('{"key":"","n":"anna@example.com","text":{"secret":1}}');
    expect(result).toMatchObject({ ok: false });
    const { reason } = result as { reason: string };
    expect(reason.split('; ').map((part) => part.split(':')[0])).toEqual(['key', 'n', 'text', 'text']);
    expect(reason).not.toMatch(/anna|secret/);
  });

  it('names fields within fields by their path', () => {
    const result = decode(topics.leadUpserted, Buffer.from('{"clubId":"c","contactId":"1","contact":{"firstName":5}}'));
    expect((result as { reason: string }).reason).toMatch(/contact\.firstName: /);
  });

  it.each([
    ['__proto__', '{"key":"a","n":1,"__proto__":{"polluted":true,"n":"x"}}'],
    ['constructor', '{"key":"a","n":1,"constructor":{"prototype":{"polluted":true}}}'],
    ['toString', '{"key":"a","n":1,"toString":"x","hasOwnProperty":1}'],
  ])('is not led astray by %s', (_name, value) => {
    expect(() => read(value)).not.toThrow();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('polluted');
    expect(new Note()).not.toHaveProperty('polluted');
  });

  it('takes or refuses what is nested without end, and never throws', () => {
    const deep = 20_000;
    const value = `{"key":"a","n":1,"text":${'['.repeat(deep)}${']'.repeat(deep)}}`;
    expect(read(value).ok).toBe(false);
  });
});
