import { isObject } from '../../../http/json-body.js';
import { badRequest } from '../../../http/problem.js';
import type { MosoState } from '../state.js';
import { dateColumns } from './columns.js';
import type { Cell, FileRow, FileTable } from './file-rows.js';

/** Name to its param with the default, section 8.6 of the page. */
const params: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'file-growing': { ms: 5000 },
  'file-done-marker': {},
  'file-truncated-last-row': {},
  'file-zero-byte': {},
  'file-header-only': {},
  'file-replay': {},
  'file-missing': {},
  'newline-in-field': {},
  'stray-quote': {},
  'zip-zero-lost': {},
  'trailing-space-code': {},
  'duplicate-id': {},
  'unknown-membership-type': {},
  'renamed-status': {},
  'wrong-club-row': {},
  'bad-date': {},
  'bad-rows': { count: 3 },
  'extra-column': {},
  'missing-column': {},
  'utf8-bom': {},
  'null-date-1900': {},
};
const onDelivery = ['file-growing', 'file-done-marker', 'file-missing'];

/** Hazards of one file: name to its params, defaults filled in. */
export type FileHazards = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** @throws {Problem} 400 for an unknown name or param, or a param that is no number from 0 */
export function readFileHazards(value: unknown): FileHazards {
  if (!Array.isArray(value)) throw badRequest('hazards must be a list.');
  return new Map(value.map((one: unknown) => {
    const { name, params: given = {} } = isObject(one) ? one : { name: one };
    if (typeof name !== 'string' || !Object.hasOwn(params, name)) throw badRequest(`There is no file hazard named ${String(name)}.`);
    if (!isObject(given)) throw badRequest('params must be an object.');
    for (const [param, number] of Object.entries(given)) {
      if (!Object.hasOwn(params[name]!, param)) throw badRequest(`${name} has no param ${param}.`);
      if (typeof number !== 'number' || !(number >= 0)) throw badRequest(`The param ${param} of ${name} must be a number.`);
    }
    return [name, { ...params[name], ...(given as Record<string, number>) }];
  }));
}

/** The first hazard that changes rows or columns, if any: they need a file that is made of rows. */
export const hazardOfContent = (hazards: FileHazards): string | undefined => [...hazards.keys()].find((name) => !onDelivery.includes(name));

/** The table with all hazards of rows and columns done to it. */
export function spoiled(table: FileTable, hazards: FileHazards, state: MosoState): FileTable {
  let { columns, rows } = table;
  if (hazards.has('file-header-only')) rows = [];
  if (hazards.has('duplicate-id') && rows[0] !== undefined) rows = [...rows, withCells(rows[0], earlierPhone(rows[0], state))];
  rows = everyRow(rows, hazards);
  if (rows[0] !== undefined) rows = [firstRow(rows[0], hazards), ...rows.slice(1)];
  const { count = 0 } = hazards.get('bad-rows') ?? {};
  if (count > 0) rows = rows.map((row, index) => (index < count ? { ...row, lacksLast: true } : row));
  if (hazards.has('missing-column')) columns = columns.filter((column) => column !== 'Membership_Type');
  if (hazards.has('extra-column')) {
    columns = columns.toSpliced(2, 0, 'SimExtra');
    rows = rows.map((row) => withCells(row, { SimExtra: 'extra' }));
  }
  return { columns, rows };
}

function everyRow(rows: readonly FileRow[], hazards: FileHazards): readonly FileRow[] {
  const changes: ((cells: FileRow['cells']) => Record<string, Cell>)[] = [];
  if (hazards.has('zip-zero-lost')) changes.push(({ Zip }) => ({ Zip: text(Zip).replace(/^0+/, '') }));
  if (hazards.has('trailing-space-code')) changes.push(({ Membership_Type }) => ({ Membership_Type: `${text(Membership_Type)} ` }));
  if (hazards.has('renamed-status')) changes.push(({ MemberStatus = '' }) => ({ MemberStatus: MemberStatus === 'Terminated' ? 'Cancelled' : MemberStatus }));
  if (hazards.has('null-date-1900')) changes.push((cells) => Object.fromEntries(dateColumns.map((column) => [column, text(cells[column]) || '1/1/1900'])));
  return changes.length === 0 ? rows : rows.map((row) => changes.reduce((one, change) => withCells(one, change(one.cells)), row));
}

function firstRow(row: FileRow, hazards: FileHazards): FileRow {
  const cells: Record<string, Cell> = {};
  if (hazards.has('newline-in-field')) cells['Address1'] = { raw: `"${(text(row.cells['Address1']) || '12 Main St').replaceAll('"', '""')}\r\nSuite 2"` };
  if (hazards.has('stray-quote')) cells['Address1'] = { raw: '"12" Oak"' };
  if (hazards.has('unknown-membership-type')) cells['Membership_Type'] = 'ZZZ9';
  if (hazards.has('wrong-club-row')) cells['HomeClub'] = '999';
  if (hazards.has('bad-date')) cells['MSDate'] = '31/31/2024';
  return withCells(row, cells);
}

/** The phone the member had before; one that nobody has where no other is known. */
function earlierPhone(row: FileRow, state: MosoState): Record<string, Cell> {
  const before = state.changedSince.earlierPhones(text(row.cells['ID']).trim());
  if (before === undefined) return { Phone3: '(617) 200-9999' };
  return { Phone1: before.Phone1 ?? '', Phone2: before.Phone2 ?? '', Phone3: before.Phone3 ?? '' };
}

const withCells = (row: FileRow, cells: Record<string, Cell>): FileRow => ({ ...row, cells: { ...row.cells, ...cells } });
const text = (cell: Cell | undefined): string => (cell === undefined ? '' : typeof cell === 'string' ? cell : cell.raw);
