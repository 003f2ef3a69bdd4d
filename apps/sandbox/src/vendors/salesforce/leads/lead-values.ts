import type { JsonObject } from '../../../http/json-body.js';
import { shownStamp } from '../stamps.js';
import type { Lead, User } from '../state.js';

/** The value of a field as a REST answer writes it; absent is null. */
export function leadValue(lead: Lead, name: string): unknown {
  switch (name) {
    case 'CreatedDate': return shownStamp(lead.createdAt);
    case 'SystemModstamp': return shownStamp(lead.modifiedAt);
    case 'Name': return [lead.FirstName, lead.LastName].filter(Boolean).join(' ') || null;
    case 'IsDeleted':
    case 'IsConverted': return lead[name] === true;
    default: return lead[name] ?? null;
  }
}

export const recordUrl = (version: string, type: string, id: string): string => `/services/data/v${version}/sobjects/${type}/${id}`;

/** A record with its `attributes`. `withExtra`: hazard `unknown-field`. */
export function shownRecord(version: string, type: 'Lead' | 'User', row: Lead | User, names: readonly string[], withExtra: boolean): JsonObject {
  const record: JsonObject = { attributes: { type, url: recordUrl(version, type, row.Id) } };
  for (const name of names) record[name] = type === 'Lead' ? leadValue(row as Lead, name) : (row[name] ?? null);
  return withExtra ? { ...record, SimExtra__c: 'extra' } : record;
}
