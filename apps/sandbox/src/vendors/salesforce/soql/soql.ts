import { secondsOf } from '../stamps.js';
import { Reader } from './reader.js';

/** One of the two queries the twin knows. `limit`: 1 to 2000. */
export type Query = LeadQuery | UserQuery;

export interface LeadQuery {
  readonly from: 'Lead';
  readonly fields: readonly string[];
  /** Rows after this stamp (seconds since 1970), and of this stamp those after this id. */
  readonly after: { readonly stamp: number; readonly id: string };
  readonly limit: number;
}

export interface UserQuery {
  readonly from: 'User';
  readonly fields: readonly string[];
  readonly afterId: string | null;
  readonly limit: number;
}

const userFields = ['Id', 'FirstName', 'LastName', 'Email', 'IsActive'];
/** A list: what of it is there. */
const leadFields: readonly (string | readonly string[])[] = [
  'Id', 'IsDeleted', 'MasterRecordId', 'IsConverted', 'FirstName', 'LastName', 'Company', 'Email', 'MobilePhone', 'Phone', 'Street', 'City',
  ['State', 'StateCode'], 'PostalCode', ['Country', 'CountryCode'], 'LeadSource', 'Status', 'Description', 'OwnerId', 'InTouch_Id__c',
];
const lastLeadFields = ['CreatedDate', 'LastModifiedById', 'SystemModstamp'];
const customField = /^[A-Za-z][A-Za-z0-9_]*__c$/;
const longest = 2_000;

/**
 * Reads the two queries of section 3.7 of the page and nothing else: white space, custom fields and the limit are free.
 * A query for a feature the page does not use is a mistake of ours, and shall show.
 * @throws {SoqlError}
 */
export function parseQuery(text: string): Query {
  const reader = new Reader(text);
  reader.expect('SELECT');
  const first = reader.value('word');
  if (first !== 'Id') reader.refuse(`unexpected token: '${first}'`);
  reader.expect(',');
  return reader.take('IsDeleted') ? leadQuery(reader) : userQuery(reader);
}

function leadQuery(reader: Reader): LeadQuery {
  const fields = [...leadFieldList(reader)];
  reader.expect('FROM', 'Lead', 'WHERE', '(', 'SystemModstamp', '>');
  const stamp = reader.value('instant');
  reader.expect('OR', '(', 'SystemModstamp', '=');
  if (reader.value('instant') !== stamp) reader.refuse('the two stamps must be the same');
  reader.expect('AND', 'Id', '>');
  const id = reader.value('text');
  reader.expect(')', ')', 'ORDER', 'BY', 'SystemModstamp', 'ASC', ',', 'Id', 'ASC');
  return { from: 'Lead', fields, after: { stamp: secondsOf(stamp), id }, limit: limitAtTheEnd(reader) };
}

function* leadFieldList(reader: Reader): Iterable<string> {
  yield* ['Id', 'IsDeleted'];
  for (const expected of leadFields.slice(2)) {
    reader.expect(',');
    const name = reader.value('word');
    if (![expected].flat().includes(name)) reader.refuse(`unexpected token: '${name}'`);
    yield name;
  }
  const seen = new Set(['InTouch_Id__c']);
  reader.expect(',');
  while (!reader.take(lastLeadFields[0]!)) {
    const name = reader.word(customField);
    if (seen.has(name)) reader.refuse(`duplicate field selected: ${name}`);
    seen.add(name);
    yield name;
    reader.expect(',');
  }
  reader.expect(...lastLeadFields.slice(1).flatMap((name) => [',', name]));
  yield* lastLeadFields;
}

function userQuery(reader: Reader): UserQuery {
  reader.expect(...userFields.slice(1).join(' , ').split(' '), 'FROM', 'User', 'WHERE', 'UserType', '=');
  if (reader.value('text') !== 'Standard') reader.refuse('unexpected user type');
  let afterId: string | null = null;
  if (reader.take('AND')) {
    reader.expect('Id', '>');
    afterId = reader.value('text');
  }
  reader.expect('ORDER', 'BY', 'Id', 'ASC');
  return { from: 'User', fields: userFields, afterId, limit: limitAtTheEnd(reader) };
}

function limitAtTheEnd(reader: Reader): number {
  reader.expect('LIMIT');
  const limit = Number(reader.value('number'));
  if (limit < 1 || limit > longest) reader.refuse(`LIMIT must be 1 to ${longest}`);
  reader.value('end');
  return limit;
}
