import { describe, expect, it } from '@jest/globals';
import { largestLine, linesOf } from './file-lines.js';
import { all, piecesOf } from './testing/file-bytes.js';

const lines = (content: string | Uint8Array, size?: number) => all(linesOf(piecesOf(content, size), 'windows-1252'));

describe('lines', () => {
  it.each([
    ['', []], ['a', ['a']], ['a\n', ['a\n']], ['a\r\nb', ['a\r\n', 'b']], ['\n\n', ['\n', '\n']], ['a\rb\n\r\n', ['a\rb\n', '\r\n']], ['a\nb\nc\n', ['a\n', 'b\n', 'c\n']],
  ])('of %j, however it comes', async (content, wanted) => {
    for (const size of [1, 2, 3, 100]) expect(await lines(content, size)).toEqual(wanted);
  });

  it('are whole where a chunk cuts a character or the mark', async () => {
    const bytes = Buffer.from('\ufeffZoë\r\n€“\r\n');
    for (let size = 1; size < bytes.length; size++) expect(await lines(bytes, size)).toEqual(['Zoë\r\n', '€“\r\n']);
  });

  it('stay as they are when a chunk\'s memory is used again', async () => {
    async function* reused() {
      const chunk = Buffer.alloc(4);
      for (const some of ['ab\nc', 'd\nef', 'g\nh\n']) yield (chunk.set(Buffer.from(some)), chunk);
    }
    expect(await all(linesOf(reused(), 'utf-8'))).toEqual(['ab\n', 'cd\n', 'efg\n', 'h\n']);
  });
});

describe('a line that is too long', () => {
  const longest = `${'x'.repeat(largestLine - 1)}\n`;
  it.each([1_000, 65_536, largestLine * 5])('is left out, and only that; in chunks of %i', async (size) => {
    expect(await lines(`a\n${longest}b\nx${longest}c\nx${longest}${longest}y${longest}d`, size)).toEqual(['a\n', longest, 'b\n', null, 'c\n', null, longest, null, 'd']);
    expect(await lines(`a\n${'x'.repeat(largestLine * 3)}`, size)).toEqual(['a\n', null]);
    expect(await lines('x'.repeat(largestLine), size)).toEqual(['x'.repeat(largestLine)]);
  });

  it('counts its bytes', async () => expect(await all(linesOf(piecesOf(Buffer.from(`${'ë'.repeat(largestLine / 2)}\n`)), 'utf-8'))).toEqual([null]));

  it('does not fill the memory', async () => {
    const chunk = Buffer.alloc(1_048_576, 'x');
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    async function* endless() {
      for (let count = 0; count < 1_000; count++) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        yield chunk;
      }
      yield Buffer.from('\nlast\n');
    }
    expect(await all(linesOf(endless(), 'windows-1252'))).toEqual([null, 'last\n']);
    expect(most).toBeLessThan(10_000_000);
  });
});
