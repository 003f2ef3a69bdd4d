import { describe, expect, it } from '@jest/globals';
import { largestLine, linesOf } from './file-lines.js';
import { recordsOf, type FileProfile } from './file-records.js';
import { all, ansi, piecesOf } from './testing/file-bytes.js';

/** Each record as its line and its fields, or its line and its code. */
async function read(content: string | Uint8Array, profile: FileProfile = 'comma', size?: number): Promise<unknown[]> {
  const records = await all(recordsOf(linesOf(piecesOf(content, size), 'windows-1252'), profile));
  return records.map((record) => ('fields' in record ? [record.line, ...record.fields] : `${record.line} ${record.code}`));
}

describe('records by RFC 4180', () => {
  it.each<[string, string, unknown[]]>([
    ['plain', 'a,b\r\nc,d\r\n', [[1, 'a', 'b'], [2, 'c', 'd']]],
    ['line feeds alone, and mixed', 'a,b\nc,d\r\n', [[1, 'a', 'b'], [2, 'c', 'd']]],
    ['empty fields', ',\n,,\n"",""\n', [[1, '', ''], [2, '', '', ''], [3, '', '']]],
    ['quoted', '"a,1","b"\n', [[1, 'a,1', 'b']]],
    ['quoted in the middle, and at the end', 'a,"b",c\r\na,"b"\r\n', [[1, 'a', 'b', 'c'], [2, 'a', 'b']]],
    ['doubled quotes', '"say ""hi""",""""\n', [[1, 'say "hi"', '"']]],
    ['a quote within a plain field', 'a"b,5\' 2"\nc, "d"\n', [[1, 'a"b', '5\' 2"'], [2, 'c', ' "d"']]],
    ['a plain field after a quoted one', '"a",b"c\n', [[1, 'a', 'b"c']]],
    ['a field over two lines', '1,"a\r\nb",2\r\n3\r\n', [[1, '1', 'a\r\nb', '2'], [3, '3']]],
    ['a field over five', '"1\n2\n3\n4\n5"\n6\n', [[1, '1\n2\n3\n4\n5'], [6, '6']]],
    ['two fields over five', '"1\n2\n3\n4\n5","5\n6\n7\n8\n9"\n10\n', [[1, '1\n2\n3\n4\n5', '5\n6\n7\n8\n9'], [10, '10']]],
    ['a blank line within a field', '"a\n\nb"\n', [[1, 'a\n\nb']]],
    ['blank lines', '\r\na\r\n \t \r\n\r\nb\r\n\r\n', [[2, 'a'], [5, 'b']]],
    ['a blank line without an end', 'a\n  ', [[1, 'a']]],
    ['a carriage return within a field', 'a\rb,c\n', [[1, 'a\rb', 'c']]],
    ['white space stays', ' a ,\tb\n', [[1, ' a ', '\tb']]],
    ['a bar is an ordinary character', 'a|b,c\n', [[1, 'a|b', 'c']]],
    ['nothing', '', []],
  ])('%s', async (_name, content, wanted) => {
    for (const size of [1, 3, 100]) expect(await read(content, 'comma', size)).toEqual(wanted);
  });
});

describe('records separated by bars', () => {
  it.each<[string, string, unknown[]]>([
    ['quotes and commas are ordinary characters', '"a|b,"|c""\r\n', [[1, '"a', 'b,"', 'c""']]],
    ['blank lines', '\na|b\n\n', [[2, 'a', 'b']]],
    ['no line end', 'a|b\nc|"d', [[1, 'a', 'b'], '2 row-truncated']],
  ])('%s', async (_name, content, wanted) => expect(await read(content, 'pipe')).toEqual(wanted));
});

describe('bad shapes', () => {
  it.each<[string, string, unknown[]]>([
    ['text after a closing quote', 'a,"12" Oak"\nb,"c"\n', ['1 row-quote', [2, 'b', 'c']]],
    ['a space after a closing quote', '"a" ,b\nc\n', ['1 row-quote', [2, 'c']]],
    ['a carriage return after a closing quote', '"a"\r\r\nc\n', ['1 row-quote', [2, 'c']]],
    ['text after a closing quote further down', 'a,"b\nc,d\ne" f\ng\n', ['1 row-quote', [2, 'c', 'd'], [3, 'e" f'], [4, 'g']]],
    ['a field over six lines', '"1\n2\n3\n4\n5\n6"\n7\n', ['1 row-quote', [2, '2'], [3, '3'], [4, '4'], [5, '5'], [6, '6"'], [7, '7']]],
    ['the second field over six lines', '"a\nb","c\nd\ne\nf\ng\nh"\n', ['1 row-quote', '2 row-quote', [3, 'd'], [4, 'e'], [5, 'f'], [6, 'g'], [7, 'h"']]],
    ['a quote that is never closed', 'a,"b\nc,d\ne\n', ['1 row-quote', [2, 'c', 'd'], [3, 'e']]],
    ['a quote that the last line opens', 'a\nb,"c\n', [[1, 'a'], '2 row-quote']],
    ['no line end', 'a,b\r\nc,d', [[1, 'a', 'b'], '2 row-truncated']],
    ['half a line end', 'a,b\r\nc,d\r', [[1, 'a', 'b'], '2 row-truncated']],
    ['no line end after a quoted field', 'a\n"b"', [[1, 'a'], '2 row-truncated']],
    ['no line end within a quoted field', 'a\nb,"c', [[1, 'a'], '2 row-truncated']],
    ['no line end within a quoted field, in its third line', 'a\nb,"c\n\nd', [[1, 'a'], '2 row-truncated']],
    ['no line end within a quoted field, in its fifth line', '"1\n2\n3\n4\n5', ['1 row-truncated']],
    ['no line end within a quoted field, in its sixth line', '"1\n2\n3\n4\n5\n6', ['1 row-quote', [2, '2'], [3, '3'], [4, '4'], [5, '5'], '6 row-truncated']],
    ['no line end after a field over two lines', 'a\n"b\nc",d', [[1, 'a'], '2 row-truncated']],
    ['no line end, and text after a closing quote', 'a\n"b" c', [[1, 'a'], '2 row-truncated']],
    ['no line end, and text after the quote of a line before', '"b\nc,d\n" e', ['1 row-quote', [2, 'c', 'd'], '3 row-truncated']],
  ])('%s', async (_name, content, wanted) => {
    for (const size of [1, 3, 100]) expect(await read(content, 'comma', size)).toEqual(wanted);
  });

  it('an undecodable byte is the fault of its record alone', async () => {
    const content = Buffer.concat([ansi('a,ë\nb,'), Buffer.from([0x81]), ansi('\n"c\n'), Buffer.from([0x9d]), ansi('"\nd\n')]);
    expect(await read(content)).toEqual([[1, 'a', 'ë'], '2 row-encoding', '3 row-encoding', [5, 'd']]);
    expect(await read(Buffer.concat([content, Buffer.from([0x81])]))).toContain('6 row-truncated');
    expect(await read(Buffer.concat([ansi('"'), Buffer.from([0x81]), ansi('"x\n')]))).toEqual(['1 row-quote']);
  });

  it('a line that is too long is a record, also where a quoted field runs into it', async () => {
    const long = 'x'.repeat(largestLine);
    expect(await read(`a\n${long}\nb\n`)).toEqual([[1, 'a'], '2 row-field-count', [3, 'b']]);
    expect(await read(`a,"b\n${long}"\nc\n`)).toEqual(['1 row-quote', '2 row-field-count', [3, 'c']]);
  });

  it('a record without an end is left out piece by piece', async () => {
    const piece = 'x'.repeat(1_000);
    const records = await read(`"a\n${`${piece}","${piece}\n`.repeat(100)}b"\nc\n`);
    expect([records[0], records.length, records.at(-1)]).toEqual(['1 row-field-count', 5, [103, 'c']]);
  });

  it('says what is wrong without a word of what is in it', async () => {
    const records = await all(recordsOf(linesOf(piecesOf('"Jane" Doe\n"Jane\n2\n3\n4\n5\n6\n7\n"Jane\nDoe'), 'utf-8'), 'comma'));
    expect(records.flatMap((record) => ('message' in record ? record.message : []))).toEqual([
      'text after a closing quote', 'a quoted field over more than 5 lines', 'the file ends within it, without a line end',
    ]);
  });
});
