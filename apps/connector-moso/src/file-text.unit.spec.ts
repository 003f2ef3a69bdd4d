import { expect, it } from '@jest/globals';
import { FileText, type FileEncoding } from './file-text.js';

const mark = Buffer.from([0xef, 0xbb, 0xbf]);
const utf8 = Buffer.from('Zoë “Ÿ” €\n');
const ansi = Buffer.from([0x5a, 0x6f, 0xeb, 0x20, 0x93, 0x9f, 0x94, 0x20, 0x80, 0x0a]);
const read = (encoding: FileEncoding, ...bytes: Buffer[]): string => {
  const text = new FileText(encoding);
  return bytes.map((some) => text.read(some)).join('');
};

it.each<[string, string, string]>([
  ['windows-1252', read('windows-1252', ansi), 'Zoë “Ÿ” €\n'],
  ['utf-8', read('utf-8', utf8), 'Zoë “Ÿ” €\n'],
  ['a mark wins', read('windows-1252', Buffer.concat([mark, utf8]), utf8), 'Zoë “Ÿ” €\nZoë “Ÿ” €\n'],
  ['a mark that says what was agreed', read('utf-8', Buffer.concat([mark, utf8])), 'Zoë “Ÿ” €\n'],
  ['a mark only at the beginning', read('utf-8', utf8, Buffer.concat([mark, utf8])), 'Zoë “Ÿ” €\n\ufeffZoë “Ÿ” €\n'],
  ['a mark alone', read('windows-1252', mark), ''],
  ['plain bytes', read('windows-1252', Buffer.from('Zoe\n')), 'Zoe\n'],
  ['bytes that are the same in ISO-8859-1', read('windows-1252', Buffer.from([0xa0, 0xff, 0x0a])), '\u00a0ÿ\n'],
])('%s', (_name, text, wanted) => expect(text).toBe(wanted));

it('the five bytes that windows-1252 has no character for are undecodable', () => {
  const undefinedBytes = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => read('windows-1252', Buffer.from([byte])) === '\ufffd');
  expect(undefinedBytes).toEqual([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
});

it.each([[[0xff]], [[0xc3, 0x0a]], [[0xe2, 0x82]], [[0xed, 0xa0, 0x80]], [[0xc0, 0x80]]])('bytes %p are undecodable in utf-8', (bytes) => expect(read('utf-8', Buffer.from(bytes))).toContain('\ufffd'));
