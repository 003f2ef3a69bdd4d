import type { BadRow } from '@intouch/connector-kit';
import type { Line } from './file-lines.js';
import { undecodable } from './file-text.js';
import { contentEnd, readQuoted, tooLong } from './quoted-record.js';

/** `comma`: RFC 4180; `pipe`: separated by the vertical bar, no quoting at all (vendors/moso.md, 8.1). */
export type FileProfile = 'comma' | 'pipe';

/** A record whose shape is good; the fields are as they are in the file, without what quotes them. */
export interface FileRecord {
  /** Physical line it begins on, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** The records of a file, the header too, in the order of their lines; blank lines are none. */
export async function* recordsOf(lines: AsyncIterable<readonly Line[]>, profile: FileProfile): AsyncGenerator<readonly (FileRecord | BadRow)[], void, void> {
  const reader = new RecordReader(profile);
  for await (const more of lines) yield reader.read(more);
  yield reader.read([], true);
}

class RecordReader {
  private readonly delimiter: string;
  /** Lines of a record whose end has not come yet; a few. */
  private waiting: readonly Line[] = [];
  /** Physical line number of the first of them, from 1. */
  private line = 1;
  private found: (FileRecord | BadRow)[] = [];

  constructor(private readonly profile: FileProfile) {
    this.delimiter = profile === 'comma' ? ',' : '|';
  }

  read(more: readonly Line[], isEnd = false): readonly (FileRecord | BadRow)[] {
    const lines = this.waiting.length === 0 ? more : [...this.waiting, ...more];
    this.found = [];
    let at = 0;
    for (let next = 0; next < lines.length; at = next) {
      next = this.readOne(lines, at, isEnd);
      if (next === at) break;
    }
    this.waiting = lines.slice(at);
    this.line += at;
    return this.found;
  }

  /** Reads what begins with `lines[at]`; answers where to go on: `at` itself when that takes more lines. */
  private readOne(lines: readonly Line[], at: number, isEnd: boolean): number {
    const line = lines[at]!;
    if (line === null) return this.bad(at, 'row-field-count', tooLong, at + 1);
    // As a rule the first character tells.
    if (!/\S/.test(line)) return at + 1;
    if (isCut(line)) return this.bad(at, 'row-truncated', noLineEnd, at + 1);
    if (this.profile === 'comma' && line.includes('"')) return this.readQuoted(lines, at, isEnd);
    if (line.includes(undecodable)) return this.bad(at, 'row-encoding', wrongBytes, at + 1);
    return this.good(at, line.slice(0, contentEnd(line)).split(this.delimiter), at + 1);
  }

  private readQuoted(lines: readonly Line[], at: number, isEnd: boolean): number {
    const record = readQuoted(lines, at);
    if (record === null) {
      if (!isEnd) return at;
      return isCut(lines.at(-1)!) ? this.bad(at, 'row-truncated', noLineEnd, lines.length) : this.bad(at, 'row-quote', 'a quoted field that is never closed', at + 1);
    }
    const { next = at + 1 } = record;
    if ('fault' in record) return this.bad(at, record.next === undefined ? 'row-quote' : 'row-field-count', record.fault, next);
    if (isCut(lines[next - 1]!)) return this.bad(at, 'row-truncated', noLineEnd, next);
    if (record.fields.some((field) => field.includes(undecodable))) return this.bad(at, 'row-encoding', wrongBytes, next);
    return this.good(at, record.fields, next);
  }

  private good(at: number, fields: readonly string[], next: number): number {
    this.found.push({ line: this.line + at, fields });
    return next;
  }

  private bad(at: number, code: string, message: string, next: number): number {
    this.found.push({ line: this.line + at, code, message });
    return next;
  }
}

const noLineEnd = 'the file ends within it, without a line end';
const wrongBytes = 'bytes that are no characters in the encoding of the file';
const isCut = (line: string): boolean => !line.endsWith('\n');
