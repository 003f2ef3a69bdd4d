import type { SettingColumn, SettingDescription } from '@intouch/contracts';
import { isObject } from '../../problem/read.js';
import { wrongForm } from './settings-texts.js';
import type { Flaw, ReadValue } from './settings-values.js';

/** No club has so many; a list of another kind, sent by mistake, would be answered with a flaw per row. */
const maxRows = 1_000;

/** How the texts of tables are compared and kept: `gold ` and `GOLD` are one code. */
export const asCode = (text: string): string => text.trim().toUpperCase();

/** Reads a table row by row. Its texts are kept as they were checked. */
export function readTable({ name, columns = [], required }: SettingDescription, value: unknown): ReadValue {
  const whole = (wrong: string): ReadValue => ({ value, flaws: [{ at: '', message: `${name} ${wrong}` }] });
  if (!Array.isArray(value)) return whole('must be a list of rows');
  if (required && value.length === 0) return whole('must have at least one row');
  if (value.length > maxRows) return whole(`must have at most ${maxRows} rows`);
  const rows = value.map((row: unknown, n) => (isObject(row) ? readRow(name, columns, row, n) : { value: row, flaws: [{ at: `[${n}]`, message: `${name}[${n}] must be an object` }] }));
  return { value: rows.map((row) => row.value), flaws: [...rows.flatMap(({ flaws }) => flaws), ...columns.filter(({ unique }) => unique).flatMap((column) => repeated(name, column, rows))] };
}

function readRow(table: string, columns: readonly SettingColumn[], row: Record<string, unknown>, n: number): ReadValue {
  const unknown = Object.keys(row).filter((key) => !columns.some(({ name }) => name === key));
  const cells = columns.map((column) => ({ ...readCell(column, row[column.name]), name: column.name }));
  return {
    value: Object.fromEntries(cells.map(({ name, value }) => [name, value])),
    flaws: [
      ...cells.flatMap(({ name, wrong }): Flaw[] => (wrong === undefined ? [] : [{ at: `[${n}].${name}`, message: `${name} ${wrong}` }])),
      ...unknown.map((key) => ({ at: `[${n}].${key}`, message: `${key} is not a column of ${table}` })),
    ],
  };
}

/** @returns as `value` the text as it is kept; as `wrong` the end of the sentence that begins with the column's name */
function readCell(column: SettingColumn, given: unknown): { readonly value: unknown; readonly wrong?: string | undefined } {
  if (given === undefined || given === null) return { value: given, wrong: 'must be given' };
  if (typeof given !== 'string') return { value: given, wrong: 'must be a text' };
  const code = asCode(given);
  if (code === '') return { value: given, wrong: 'must be given' };
  if (!column.oneOf) return { value: code, wrong: wrongForm(column, code) };
  // A word of the list is kept as the list spells it.
  const word = column.oneOf.find((each) => asCode(each) === code);
  return { value: word ?? code, wrong: word === undefined ? `must be one of ${column.oneOf.join(', ')}` : wrongForm(column, code) };
}

/** Names every row whose value an earlier row has. */
function repeated(table: string, { name }: SettingColumn, rows: readonly ReadValue[]): Flaw[] {
  const seen = new Set<string>();
  return rows.flatMap(({ value, flaws }, n) => {
    const at = `[${n}].${name}`;
    const text = isObject(value) ? value[name] : undefined;
    if (typeof text !== 'string' || flaws.some((flaw) => flaw.at === at)) return [];
    const before = seen.has(text);
    seen.add(text);
    return before ? [{ at, message: `${name} must differ in every row of ${table}` }] : [];
  });
}
