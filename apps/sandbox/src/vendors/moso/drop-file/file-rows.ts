import { isObject } from '../../../http/json-body.js';
import { badRequest } from '../../../http/problem.js';
import type { Member } from '../state.js';
import { dateColumns } from './columns.js';
import { fileDate } from './file-date.js';

/** A value, or what is to stand in the file letter by letter. */
export type Cell = string | { readonly raw: string };

export interface FileRow {
  readonly cells: Readonly<Record<string, Cell>>;
  /** The record ends before its last field. */
  readonly lacksLast?: true;
}

/** A table to be written: column names in order, and rows by these names. */
export interface FileTable {
  readonly columns: readonly string[];
  readonly rows: readonly FileRow[];
}

export const memberTable = (columns: readonly string[], members: readonly Member[]): FileTable => ({
  columns,
  rows: members.map((member) => ({
    cells: Object.fromEntries(columns.map((column) => [column, dateColumns.includes(column) ? fileDate(member[column]) : asText(member[column])])),
  })),
});

/**
 * Rows of a script, as they are; columns the version does not have are added at the end, names match in any case.
 * @throws {Problem} 400 for a row that is no object
 */
export function scriptedTable(versionColumns: readonly string[], rows: readonly unknown[]): FileTable {
  const names = new Map(versionColumns.map((column) => [column.toLowerCase(), column]));
  const read = rows.map((row): FileRow => {
    if (!isObject(row)) throw badRequest('rows must be objects by column name.');
    const cells: Record<string, Cell> = {};
    for (const [name, value] of Object.entries(row)) {
      const key = name.toLowerCase();
      if (!names.has(key)) names.set(key, name);
      cells[names.get(key)!] = asText(value);
    }
    return { cells };
  });
  return { columns: [...names.values()], rows: read };
}

const asText = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
