import { UnusableFile, type BadRow } from '@intouch/connector-kit';
import type { FileRecord } from './file-records.js';

const required = ['ID', 'FirstName', 'LastName', 'HomeClub', 'Membership_Type', 'MemberStatus'] as const;
const dateColumns = ['EnteredDate', 'MSDate', 'TermDate'] as const;
const optional = ['Address1', 'City', 'State', 'Zip', 'Phone1', 'Phone2', 'Phone3', 'Email', ...dateColumns] as const;

/** The columns that are read, in any order (vendors/moso.md, 8.2); `Source`, `Salesperson` and the agreement's say nothing to InTouch. */
export type Column = (typeof required)[number] | (typeof optional)[number];

export interface FileColumn {
  readonly name: Column;
  /** Index of its field in a record. */
  readonly at: number;
  readonly isDate: boolean;
}

export interface FileColumns {
  /** Fields of a record. */
  readonly width: number;
  readonly known: readonly FileColumn[];
}

/**
 * Where the columns are, by their names in any case; of a name that is there twice the first counts.
 * @throws {UnusableFile} `file-no-header`
 */
export function columnsOf(header: FileRecord | BadRow | undefined): FileColumns {
  if (header === undefined) throw new UnusableFile('file-no-header', 'The file is empty: it has no header.');
  if (!('fields' in header)) throw new UnusableFile('file-no-header', `The header cannot be read: ${header.message}.`);
  const names = header.fields.map((name) => name.trim().toUpperCase());
  const known = [...required, ...optional]
    .map((name) => ({ name, at: names.indexOf(name.toUpperCase()), isDate: (dateColumns as readonly string[]).includes(name) }))
    .filter(({ at }) => at !== -1);
  const missing = required.filter((name) => !known.some((column) => column.name === name));
  if (missing.length > 0) throw new UnusableFile('file-no-header', `The header lacks ${missing.join(', ')}.`);
  return { width: names.length, known };
}
