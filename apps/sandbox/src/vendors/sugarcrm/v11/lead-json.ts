import type { JsonObject } from '../../../http/json-body.js';
import { isSet, textOf, type Lead, type LinkedEmail } from '../lead.js';
import { plain, type Look } from '../look.js';
import { isoStamp, tableStamp } from '../stamps.js';
import type { User } from '../state.js';

const stamps: ReadonlySet<string> = new Set(['date_entered', 'date_modified']);
const flags: ReadonlySet<string> = new Set(['deleted', 'converted', 'is_group', 'portal_only']);

/** What comes whether it was asked for or not; of a deleted lead nothing else comes in a list. */
const always = ['id', 'date_modified'];

/** `asked`: names of fields; empty: all. Unknown ones are passed over. */
export function leadJson(lead: Lead, columns: ReadonlySet<string>, asked: readonly string[], look: Look): JsonObject {
  const known = [...columns].map(apiName);
  const fields = asked.length === 0 ? known : [...always, ...asked.filter((field) => known.includes(field) && !always.includes(field))];
  return recordOf(fields, lead, lead.emails, look);
}

export const deletedLeadJson = ({ id, date_modified }: Lead, look: Look): JsonObject =>
  withExtra({ id, date_modified: isoStamp(date_modified), deleted: true }, look);

const userFields = ['id', 'user_name', 'first_name', 'last_name', 'email', 'status', 'is_group', 'portal_only', 'deleted', 'date_modified'];

export function userJson(user: User, asked: readonly string[], look: Look): JsonObject {
  const fields = asked.length === 0 ? userFields : [...new Set([...always, ...asked.filter((field) => userFields.includes(field))])];
  const addresses = user.email1 ? [{ id: '', email_address: user.email1 }] : [];
  return recordOf(fields, { ...user, date_modified: tableStamp(user.modifiedAt) }, addresses, look);
}

function recordOf(fields: readonly string[], row: Readonly<Record<string, unknown>>, addresses: readonly LinkedEmail[], look: Look): JsonObject {
  const values = fields.map((field) => [field, field === 'email' ? emails(addresses, look) : valueOf(row, field, look)]);
  return withExtra(Object.fromEntries(values), look);
}

/** The tables' `email1` is the list `email` here. */
export const apiName = (column: string): string => (column === 'email1' ? 'email' : column);

function valueOf(row: Readonly<Record<string, unknown>>, field: string, look: Look): unknown {
  if (flags.has(field)) return isSet(row[field]);
  return stamps.has(field) ? isoStamp(textOf(row[field])) : plain(row[field], look);
}

const emails = (list: readonly LinkedEmail[], look: Look) =>
  list.map(({ email_address }, index) => ({
    email_address: plain(email_address, look),
    primary_address: index === 0 ? '1' : '0',
    invalid_email: '0',
    opt_out: '0',
  }));

const withExtra = (record: JsonObject, { extraField }: Look): JsonObject => (extraField ? { ...record, sim_extra: 'extra' } : record);
