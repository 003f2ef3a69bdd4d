import type { Answer } from '../../../http/answer.js';
import { header } from '../../../http/request.js';
import { Refusal, type Call } from '../call.js';
import { invalidLocator, noSuchColumn } from '../errors.js';
import { shownRecord } from '../leads/lead-values.js';
import { secondsOf } from '../stamps.js';
import type { Lead, User } from '../state.js';
import { answered, refused } from '../wire.js';
import type { Cursors, Result } from './cursors.js';
import { parseQuery, type LeadQuery, type Query, type UserQuery } from './soql.js';
import { SoqlError } from './tokens.js';

const [least, most] = [200, 2_000];

/**
 * `GET query?q=` and `GET queryAll?q=`, which shows the deleted too:
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm
 */
export function query(call: Call, cursors: Cursors, withDeleted: boolean): Answer {
  const asked = parsed(new URLSearchParams(call.request.search).get('q') ?? '');
  const rows = asked.from === 'Lead' ? leadRows(call, asked, withDeleted) : userRows(call, asked);
  const result: Result = { type: asked.from, fields: asked.fields, rows: rows.slice(0, asked.limit), batch: batchOf(call) };
  return page(call, result, 0, () => cursors.open(call.user, result));
}

/** `GET query/{locator}`: on where the last answer ended. */
export function queryMore(call: Call, cursors: Cursors, locator: string): Answer {
  const found = call.changes.has('locator-lost') ? null : cursors.find(call.user, locator);
  if (found === null) throw new Refusal(invalidLocator);
  return page(call, found.result, found.from, () => found.id);
}

function parsed(text: string): Query {
  try {
    return parseQuery(text);
  } catch (error) {
    if (!(error instanceof SoqlError)) throw error;
    const { message, at } = error;
    throw new Refusal(refused(400, { message: `\n${text}\n${' '.repeat(at)}^\nERROR at Row:1:Column:${at + 1}\n${message}`, errorCode: 'MALFORMED_QUERY' }));
  }
}

function leadRows({ state, changes }: Call, { fields, after }: LeadQuery, withDeleted: boolean): Lead[] {
  for (const name of fields) if (!state.fields.has(name)) throw new Refusal(noSuchColumn(name));
  const stale = Number(changes.get('stale-read')?.['ms'] ?? 0);
  const rows: { lead: Lead; stamp: number; key: string }[] = [];
  for (const stored of state.leads.values()) {
    const lead = state.lateCommits.seen(stored);
    if (lead === undefined || (lead.IsDeleted === true && !withDeleted) || (stale > 0 && state.leads.isYoungerThan(lead.Id, stale))) continue;
    const [stamp, key] = [secondsOf(lead.modifiedAt), comparable(lead.Id)];
    if (stamp > after.stamp || (stamp === after.stamp && key > comparable(after.id))) rows.push({ lead, stamp, key });
  }
  return rows.sort((a, b) => a.stamp - b.stamp || (a.key < b.key ? -1 : 1)).map(({ lead }) => lead);
}

function userRows({ state }: Call, { afterId }: UserQuery): User[] {
  const users = [...state.users.values()].filter(({ Id, UserType }) => UserType === 'Standard' && (afterId === null || comparable(Id) > comparable(afterId)));
  return users.sort((a, b) => (comparable(a.Id) < comparable(b.Id) ? -1 : 1));
}

/** An id and the same one with its suffix are equal. */
const comparable = (id: string): string => id.slice(0, 15);

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_queryoptions.htm; the hazard `small-batch` has the last word. */
function batchOf({ request, changes }: Call): number {
  const hazard = changes.get('small-batch');
  if (hazard !== undefined) return Math.max(1, Math.floor(Number(hazard['rows'])));
  const asked = /\bbatchSize\s*=\s*(\d+)/i.exec(header(request, 'sforce-query-options') ?? '')?.[1];
  return asked === undefined ? most : Math.min(most, Math.max(least, Number(asked)));
}

function page({ version, changes }: Call, { type, fields, rows, batch }: Result, from: number, cursor: () => string): Answer {
  const next = from + batch;
  const done = next >= rows.length;
  const records = rows.slice(from, next).map((row) => shownRecord(version, type, row, fields, changes.has('unknown-field')));
  return answered(200, { totalSize: rows.length, done, ...(done ? {} : { nextRecordsUrl: `/services/data/v${version}/query/${cursor()}-${next}` }), records });
}
