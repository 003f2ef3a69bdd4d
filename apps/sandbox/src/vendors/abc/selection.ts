import type { JsonObject } from '../../http/json-body.js';
import type { Records, Row } from '../../scripting/records.js';
import { wrongValue } from './formats.js';
import { readStamp } from './local-stamp.js';
import type { Member } from './member-records.js';
import { idOf, joinStatusOf, type Changes } from './rows.js';
import { isActive, type AbcState, type Prospect } from './state.js';

const stampFormat = 'YYYY-MM-DD hh:mm:ss.nnnnnn';

/** Which people a list is asked for. */
export interface Wanted {
  readonly joinStatus?: string;
  readonly memberStatus?: string;
  /** Milliseconds since 1970, both included. */
  readonly from?: number;
  readonly to?: number;
}

type Read<T> = T | { readonly complaint: string };

/** `joinStatus` and `memberStatus` of a query, in any case. */
export function readStatuses(query: JsonObject): Read<Wanted> {
  const joinStatus = lower(query['joinStatus']);
  if (joinStatus !== undefined && !['member', 'prospect'].includes(joinStatus)) return { complaint: wrongValue('joinStatus', 'Member or Prospect') };
  const memberStatus = lower(query['memberStatus']);
  if (memberStatus !== undefined && !['active', 'inactive', 'all', 'prospect'].includes(memberStatus)) {
    return { complaint: wrongValue('memberStatus', 'active, inactive, all or prospect') };
  }
  return { ...(joinStatus === undefined ? {} : { joinStatus }), ...(memberStatus === undefined ? {} : { memberStatus }) };
}

/** `lastModifiedTimestampRange=from,to`, in the club's zone. */
export function readRange(query: JsonObject, timeZone: string): Read<Wanted> {
  const range = query['lastModifiedTimestampRange'];
  if (range === undefined) return {};
  const ends = String(range).split(',').map((end) => readStamp(end.trim(), timeZone));
  const [from, to] = ends;
  if (ends.length !== 2 || from === null || from === undefined || to === null || to === undefined) {
    return { complaint: wrongValue('lastModifiedTimestampRange', `${stampFormat},${stampFormat}`) };
  }
  return { from, to };
}

/** `updateStartTime`, `updateEndTime`, each on its own, in the club's zone. */
export function readTimes(query: JsonObject, timeZone: string): Read<Wanted> {
  const times: { from?: number; to?: number } = {};
  for (const [name, end] of [['updateStartTime', 'from'], ['updateEndTime', 'to']] as const) {
    if (query[name] === undefined) continue;
    const instant = readStamp(String(query[name]), timeZone);
    if (instant === null) return { complaint: wrongValue(name, stampFormat) };
    times[end] = instant;
  }
  return times;
}

/** Members and prospects that are wanted, in order of id. */
export function selected<R extends Member | Prospect>(state: AbcState, rows: Iterable<R>, wanted: Wanted): R[] {
  const found: R[] = [];
  for (const row of rows) if (isWanted(state, row, wanted)) found.push(row);
  return inOrderOf(found, idOf);
}

function isWanted(state: AbcState, row: Member | Prospect, { joinStatus, memberStatus = 'all', from, to }: Wanted): boolean {
  if (from !== undefined || to !== undefined) {
    const modified = Date.parse(row.modifiedAt);
    if (modified < (from ?? modified) || modified > (to ?? modified)) return false;
  }
  if (joinStatus !== undefined && joinStatusOf(row).toLowerCase() !== joinStatus) return false;
  if (memberStatus === 'all') return true;
  if (memberStatus === 'prospect') return joinStatusOf(row).toLowerCase() === 'prospect';
  return isActive(state, row) === (memberStatus === 'active');
}

/** The club's records of a kind but those the hazard `stale-read` hides. */
export function* visible<R extends Row>(records: Records<R>, club: string, idOfRow: (row: R) => string, changes: Changes): Iterable<R> {
  const hidden = changes.get('stale-read');
  for (const row of records.values()) {
    if (row.club === club && (hidden === undefined || !records.isYoungerThan(idOfRow(row), Number(hidden['ms'])))) yield row;
  }
}

export function inOrderOf<R>(rows: readonly R[], idOfRow: (row: R) => string): R[] {
  return rows.toSorted((one, other) => (idOfRow(one) < idOfRow(other) ? -1 : 1));
}

const lower = (value: unknown): string | undefined => (value === undefined ? undefined : String(value).toLowerCase());
