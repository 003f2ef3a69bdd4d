import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { linesOf } from './file-lines.js';
import { recordsOf } from './file-records.js';
import { all } from './testing/file-bytes.js';

const character = fc.constantFrom('a', 'B', '7', ' ', '\t', '"', ',', '|', '\n', '\r\n', '\r', 'é', '€', '“');
// A quoted field may have five lines.
const value = fc.array(character, { maxLength: 8 }).map((all) => all.join('')).filter((text) => text.split('\n').length <= 5);
const lineEnd = fc.constantFrom('\r\n', '\n');

/** A field as a writer may put it; only what must be is always quoted. */
const field = fc.tuple(value, fc.boolean()).map(([text, likesQuotes]) => {
  const isQuoted = likesQuotes || /[,\r\n]|^"/.test(text);
  return { text, written: isQuoted ? `"${text.replaceAll('"', '""')}"` : text };
});
const record = fc.tuple(fc.array(field, { minLength: 1, maxLength: 5 }), lineEnd)
  // Blank lines are no records here, and one empty field to csv-parse.
  .filter(([fields]) => fields.map(({ written }) => written).join(',').trim() !== '');
const file = fc.array(record, { maxLength: 8 });
const encoding = fc.constantFrom('windows-1252' as const, 'utf-8' as const);
const cuts = fc.array(fc.nat(200), { maxLength: 10 });

describe('records by RFC 4180', () => {
  it('are those of csv-parse, wherever the bytes are cut', async () => {
    await fc.assert(fc.asyncProperty(file, encoding, cuts, async (records, charset, at) => {
      const content = records.map(([fields, end]) => fields.map(({ written }) => written).join(',') + end).join('');
      const read = await all(recordsOf(linesOf(cut(iconv.encode(content, charset), at), charset), 'comma'));
      expect(read.map((one) => ('fields' in one ? one.fields : one))).toEqual(records.map(([fields]) => fields.map(({ text }) => text)));
      const oracle = parse(content, { record_delimiter: ['\r\n', '\n'], relax_column_count: true, relax_quotes: true });
      expect(read.map((one) => ('fields' in one ? one.fields : one))).toEqual(oracle);
    }), { numRuns: 2_000 });
  }, 60_000);

  it('come in the order of their lines, each with the line it begins on, whatever the bytes are', async () => {
    const anything = fc.array(fc.oneof(character, fc.constantFrom('""', '",', ',"', '"\n')), { maxLength: 60 }).map((all) => all.join(''));
    await fc.assert(fc.asyncProperty(anything, cuts, async (content, at) => {
      const whole = await all(recordsOf(linesOf(cut(Buffer.from(content), []), 'utf-8'), 'comma'));
      expect(await all(recordsOf(linesOf(cut(Buffer.from(content), at), 'utf-8'), 'comma'))).toEqual(whole);
      const lines = whole.map(({ line }) => line);
      expect(lines).toEqual([...new Set(lines)].sort((one, other) => one - other));
      const physical = content.split('\n');
      expect(lines.every((line) => physical[line - 1]!.trim() !== '')).toBe(true);
      // Good or bad, all of it is there: what no record begins on is blank or within a field.
      expect(whole.length > 0).toBe(content.trim() !== '');
    }), { numRuns: 2_000 });
  }, 60_000);
});

async function* cut(bytes: Buffer, at: readonly number[]): AsyncGenerator<Uint8Array, void, void> {
  const ends = [...at.filter((end) => end <= bytes.length), bytes.length].sort((one, other) => one - other);
  for (const [index, end] of ends.entries()) yield bytes.subarray(ends[index - 1] ?? 0, end);
}
