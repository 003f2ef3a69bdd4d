import { json, type Answer } from '../../../http/answer.js';
import { isObject, type JsonObject } from '../../../http/json-body.js';
import { theBeginning } from '../feed-order.js';
import { listedAfter, offsetOf, pageLength, type Changes } from '../listed-leads.js';
import { lookOf } from '../look.js';
import { tableStamp } from '../stamps.js';
import type { SugarState } from '../state.js';
import { invalidParameter } from './answers.js';
import { deletedLeadJson, leadJson, userJson } from './lead-json.js';
import { fieldNames } from './leads.js';

/** `POST /Leads/filter`. The twin knows the feed's filter and the empty one, and the feed's order. */
export function filterLeads(state: SugarState, body: JsonObject, changes: Changes): Answer {
  const since = readSince(body['filter'] ?? []);
  if (since === null) return invalidParameter('The sandbox does not know this filter.');
  if (body['order_by'] !== 'date_modified:ASC,id:ASC') return invalidParameter('The sandbox does not know this order_by.');
  const [columns, fields, look] = [state.leadColumns, fieldNames(body['fields']), lookOf(changes)];
  const found = listedAfter(state, { ...theBeginning, date_modified: since }, changes).filter(({ deleted }) => body['deleted'] === true || deleted === 0);
  return page(found, body, changes, (lead) => (lead.deleted === 1 ? deletedLeadJson(lead, look) : leadJson(lead, columns, fields, look)));
}

/** `POST /Users/filter` */
export function filterUsers(state: SugarState, body: JsonObject, changes: Changes): Answer {
  if (readSince(body['filter'] ?? []) !== '') return invalidParameter('The sandbox does not know this filter.');
  if ((body['order_by'] ?? 'id:ASC') !== 'id:ASC') return invalidParameter('The sandbox does not know this order_by.');
  return page(state.presentUsers, body, changes, (user) => userJson(user, fieldNames(body['fields']), lookOf(changes)));
}

function page<R>(found: readonly R[], body: JsonObject, changes: Changes, show: (row: R) => JsonObject): Answer {
  const [offset, length] = [offsetOf(body['offset']), pageLength(body['max_num'], changes)];
  const end = offset + length;
  return json(200, { next_offset: end < found.length ? end : -1, records: found.slice(offset, end).map(show) });
}

/** The stamp of `{"date_modified":{"$gte":…}}`, empty for no filter at all; null: another filter. */
function readSince(filter: unknown): string | null {
  if (!Array.isArray(filter) || filter.length > 1) return null;
  if (filter.length === 0) return '';
  const { date_modified: condition, ...others } = isObject(filter[0]) ? filter[0] : {};
  if (!isObject(condition) || Object.keys(others).length > 0 || Object.keys(condition).join() !== '$gte') return null;
  const since = condition['$gte'];
  const isStamp = typeof since === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(since) && !Number.isNaN(Date.parse(since));
  return isStamp ? tableStamp(since) : null;
}
