import type { Cell, FileRow, FileTable } from './file-rows.js';
import { inWindows1252 } from './windows-1252.js';

export interface FileForm {
  readonly profile: 'comma' | 'pipe';
  readonly encoding: 'windows-1252' | 'utf-8';
  readonly byteOrderMark: boolean;
  /** The last record is cut in its middle. */
  readonly truncated: boolean;
}

const lineEnd = '\r\n';
const recordsAtATime = 5_000;

/** The bytes of a file. Records are encoded in batches: a file may have hundreds of thousands. */
export function fileContent({ columns, rows }: FileTable, { profile, encoding, byteOrderMark, truncated }: FileForm): Buffer {
  const written = profile === 'comma' ? commaCell : plainCell;
  const delimiter = profile === 'comma' ? ',' : '|';
  const record = ({ cells, lacksLast }: FileRow): string => {
    const fields = columns.map((column) => written(cells[column] ?? ''));
    return (lacksLast ? fields.slice(0, -1) : fields).join(delimiter);
  };
  const encoded = encoding === 'utf-8' ? (text: string) => Buffer.from(text, 'utf8') : inWindows1252;
  const whole = truncated ? rows.slice(0, -1) : rows;
  const pieces = [encoded(`${byteOrderMark ? '\ufeff' : ''}${columns.map(written).join(delimiter)}${lineEnd}`)];
  for (let start = 0; start < whole.length; start += recordsAtATime) {
    pieces.push(encoded(whole.slice(start, start + recordsAtATime).map((row) => record(row) + lineEnd).join('')));
  }
  const cut = truncated ? rows.at(-1) : undefined;
  if (cut !== undefined) {
    const text = record(cut);
    pieces.push(encoded(text.slice(0, text.length >> 1)));
  }
  return Buffer.concat(pieces);
}

function commaCell(cell: Cell): string {
  if (typeof cell !== 'string') return cell.raw;
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const plainCell = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.raw);
