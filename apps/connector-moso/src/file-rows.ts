import type { BadRow, FileRow, Settings } from '@intouch/connector-kit';
import { columnsOf, type Column, type FileColumns } from './file-columns.js';
import { readDate } from './file-date.js';
import { linesOf } from './file-lines.js';
import { recordsOf, type FileProfile, type FileRecord } from './file-records.js';
import type { FileEncoding } from './file-text.js';

/** A row by the page's column names: only what is not empty, trimmed and in one line; dates as `YYYY-MM-DD`. */
export type MosoRow = { readonly ID: string } & { readonly [name in Column]?: string };

const batchSize = 500;

/**
 * The rows of a file, good and bad, in the order of their lines. Streams: what is held is a chunk, a batch and one record.
 * @throws {UnusableFile} `file-no-header`: there is none, or it lacks a required column
 */
export async function* rows(bytes: AsyncIterable<Uint8Array>, settings: Settings): AsyncGenerator<readonly (FileRow<MosoRow> | BadRow)[], void, void> {
  const lines = linesOf(bytes, (settings['fileEncoding'] ?? 'windows-1252') as FileEncoding);
  let reader: RowReader | undefined;
  let batch: (FileRow<MosoRow> | BadRow)[] = [];
  for await (const records of recordsOf(lines, (settings['fileProfile'] ?? 'comma') as FileProfile)) {
    for (const record of records) {
      if (reader === undefined) {
        reader = new RowReader(columnsOf(record), settings);
        continue;
      }
      batch.push('fields' in record ? reader.read(record) : record);
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
  }
  if (reader === undefined) columnsOf(undefined);
  if (batch.length > 0) yield batch;
}

class RowReader {
  private readonly homeClub: string;

  constructor(
    private readonly columns: FileColumns,
    settings: Settings,
  ) {
    this.homeClub = clubCode(String(settings['homeClub'] ?? ''));
  }

  read({ line, fields }: FileRecord): FileRow<MosoRow> | BadRow {
    const { width, known } = this.columns;
    if (fields.length !== width) return { line, code: 'row-field-count', message: `${fields.length} fields where the header has ${width}` };
    const raw: { [name in Column]?: string } = {};
    let badDate: Column | undefined;
    for (const { name, at, isDate } of known) {
      const text = oneLine(fields[at]!);
      if (text === '') continue;
      if (!isDate) raw[name] = text;
      else {
        const date = readDate(text);
        if (date === undefined) badDate = badDate ?? name;
        else if (date !== null) raw[name] = date;
      }
    }
    const { ID } = raw;
    if (ID === undefined || !/^\d{1,10}$/.test(ID)) return { line, code: 'row-no-id', message: 'ID is not 1 to 10 digits' };
    if (raw.FirstName === undefined && raw.LastName === undefined) return { line, code: 'row-no-name', message: 'FirstName and LastName are empty' };
    if (badDate !== undefined) return { line, code: 'row-bad-date', message: `${badDate} is no date of the form M/d/yyyy` };
    if (clubCode(raw.HomeClub ?? '') !== this.homeClub) return { line, code: 'row-wrong-club', message: 'HomeClub is another club than that of the file' };
    return { line, vendorContactId: ID, raw: { ...raw, ID } };
  }
}

/** Leading zeros do not count: spreadsheets lose them. */
function clubCode(text: string): string {
  return text.trim().toUpperCase().replace(/^0+(?=.)/, '');
}

// eslint-disable-next-line no-control-regex -- control characters are just what is meant; the database takes no NUL
const breaks = /\r\n|[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** Trimmed; line breaks, tabs and other control characters are a space each. */
function oneLine(text: string): string {
  return text.replace(breaks, ' ').trim();
}
