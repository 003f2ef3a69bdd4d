import { largestLine, type Line } from './file-lines.js';

/** Physical lines that a quoted field may have (vendors/moso.md, 8.3): a quote that is never closed must not swallow the file. */
const mostLines = 5;

/** What is wrong with a record; `next` is the index of the line to go on with, else it is the record's second one. */
interface QuotedFault {
  readonly fault: string;
  readonly next?: number;
}

/** `next`: index of the first line after the record. */
export type QuotedRecord = { readonly fields: readonly string[]; readonly next: number } | QuotedFault;

export const tooLong = `longer than ${largestLine} bytes`;

/** A record by RFC 4180 that begins with `lines[at]` and may go on over further ones. null: it needs more lines than there are. */
export function readQuoted(lines: readonly Line[], at: number): QuotedRecord | null {
  return new QuotedReader(lines, at).record();
}

/** Where the line's end begins. */
export function contentEnd(line: string): number {
  if (!line.endsWith('\n')) return line.length;
  return line.endsWith('\r\n') ? line.length - 2 : line.length - 1;
}

class QuotedReader {
  private line: string;
  private from = 0;
  private size: number;

  constructor(
    private readonly lines: readonly Line[],
    private at: number,
  ) {
    this.line = lines[at]!;
    this.size = this.line.length;
  }

  record(): QuotedRecord | null {
    const fields: string[] = [];
    for (;;) {
      const field = this.line[this.from] === '"' ? this.quoted() : this.plain();
      if (typeof field !== 'string') return field;
      fields.push(field);
      if (this.from >= contentEnd(this.line)) return { fields, next: this.at + 1 };
      if (this.line[this.from] !== ',') return { fault: 'text after a closing quote' };
      this.from += 1;
    }
  }

  /** Up to the next comma; a quote within is an ordinary character. */
  private plain(): string {
    const comma = this.line.indexOf(',', this.from);
    const begin = this.from;
    this.from = comma === -1 ? contentEnd(this.line) : comma;
    return this.line.slice(begin, this.from);
  }

  private quoted(): string | QuotedFault | null {
    let text = '';
    this.from += 1;
    for (let lines = 1; ; ) {
      const quote = this.line.indexOf('"', this.from);
      if (quote === -1) {
        text += this.line.slice(this.from);
        const stop = this.goOn((lines += 1));
        if (stop !== undefined) return stop;
        continue;
      }
      text += this.line.slice(this.from, quote);
      this.from = quote + 1;
      if (this.line[this.from] !== '"') return text;
      text += '"';
      this.from += 1;
    }
  }

  /** Within a quoted field, to its next line, which is its `nth`; answers what keeps it from that. */
  private goOn(nth: number): QuotedFault | null | undefined {
    this.at += 1;
    const line = this.lines[this.at];
    if (line === undefined) return null;
    if (nth > mostLines) return { fault: `a quoted field over more than ${mostLines} lines` };
    if (line === null) return { fault: 'a quoted field with a line that is too long' };
    this.line = line;
    this.from = 0;
    this.size += line.length;
    return this.size > largestLine ? { fault: tooLong, next: this.at + 1 } : undefined;
  }
}
