import type { JsonObject } from '../../http/json-body.js';
import { noRecords, refused, success, type Outcome } from './envelope.js';
import { wrongValue, type Place } from './formats.js';
import type { Changes } from './rows.js';

const largest = 5000;

/** A page of a list, of whose rows (already in order of id) only those on the page are rendered. */
export function paged<R>(
  { state, club }: Place,
  request: JsonObject,
  key: string,
  rows: readonly R[],
  changes: Changes,
  render: (row: R) => JsonObject,
): Outcome {
  const page = wholeNumber(request['page'], 1);
  if (page === null) return refused(request, wrongValue('page', 'whole number from 1'));
  const size = wholeNumber(request['size'], largest);
  if (size === null) return refused(request, wrongValue('size', 'whole number from 1'));

  const taken = Math.min(size, largest);
  const from = (page - 1) * taken + state.drifts.shift(`${key} of ${club}`, page, changes.get('page-drift'));
  const before = from + taken;
  return answered(request, key, rows.slice(from, before).map(render), changes, before < rows.length ? page + 1 : undefined);
}

/** Rows as an envelope has them; none at all is spelled out. */
export function answered(request: JsonObject, key: string, rows: readonly JsonObject[], changes: Changes, nextPage?: number): Outcome {
  if (rows.length === 0) return changes.has('empty-array') ? success(request, { [key]: [] }, 0) : noRecords(request);
  const isBare = rows.length === 1 && changes.has('single-as-object');
  return success(request, { [key]: isBare ? rows[0] : rows }, rows.length, nextPage);
}

function wholeNumber(value: unknown, preset: number): number | null {
  if (value === undefined) return preset;
  return /^\d{1,15}$/.test(String(value)) && Number(value) >= 1 ? Number(value) : null;
}
