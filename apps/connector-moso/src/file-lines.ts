import { FileText, type FileEncoding } from './file-text.js';

/** A physical line with its end, which only the last one of a file may lack; null: it is longer than `largestLine`, and not kept. */
export type Line = string | null;

/** Bytes. By MoSoClub's own limits a record has less than 1,000; one without an end must not fill the memory, nor a message. */
export const largestLine = 65_536;

/** Bytes. What is read at a time is alive at a time: with 65,536 a process that reads a million rows grows by 135 MB, with these by 75 MB. */
const stretch = 16_384;
const lineFeed = 0x0a;

/** The physical lines of a file, a stretch at a time, wherever its chunks are cut. Holds one chunk and `largestLine` bytes. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>, encoding: FileEncoding): AsyncGenerator<readonly Line[], void, void> {
  const text = new FileText(encoding);
  let begun: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += stretch) {
      const piece = chunk.subarray(at, at + stretch);
      const end = piece.lastIndexOf(lineFeed) + 1;
      if (end > 0) {
        yield linesIn(Buffer.concat([...begun, piece.subarray(0, end)]), text);
        begun = [];
        size = 0;
      }
      // Of a line that is too long no more is kept than shows that it is. A copy: the chunk's owner may use it again.
      if (size <= largestLine) begun.push(Uint8Array.from(piece.subarray(end)));
      size += piece.length - end;
    }
  }
  if (size > 0) yield linesIn(Buffer.concat(begun), text);
}

/** Decoded at once, which is faster than line by line; a line feed is never a part of another character. */
function linesIn(bytes: Buffer, text: FileText): Line[] {
  const lines: Line[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.length - at <= largestLine ? bytes.length : bytes.lastIndexOf(lineFeed, at + largestLine - 1) + 1;
    if (end > at) {
      split(text.read(bytes.subarray(at, end)), lines);
      at = end;
    } else {
      lines.push(null);
      at = bytes.indexOf(lineFeed, at) + 1 || bytes.length;
    }
  }
  return lines;
}

function split(text: string, lines: Line[]): void {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at) + 1 || text.length;
    lines.push(text.slice(at, end));
    at = end;
  }
}
