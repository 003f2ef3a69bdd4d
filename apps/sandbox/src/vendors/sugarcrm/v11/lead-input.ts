import { isObject, type JsonObject } from '../../../http/json-body.js';
import { isDate } from '../../../scripting/local-date.js';
import { isSet, textOf } from '../lead.js';
import { lengthOf, setByServer } from '../lead-columns.js';
import type { SugarState } from '../state.js';

/**
 * What a `POST` or `PUT` sets, null to clear; or the complaint about it. Fields that do not exist, and those the server
 * sets, are passed over. Nothing is cleaned here, only cut to the column.
 */
export function readLead(state: SugarState, body: JsonObject): { readonly values: JsonObject } | { readonly complaint: string } {
  const values: JsonObject = {};
  const columns = state.leadColumns;
  for (const [field, value] of Object.entries(body)) {
    if (field === 'email') {
      if (!Array.isArray(value) || !value.every(isAddress)) return { complaint: 'Invalid value for the field email' };
      values['emails'] = inOrder(value).map(({ email_address }) => state.addresses.row(email_address));
    } else if (columns.has(field) && !setByServer.has(field) && field !== 'email1' && field !== 'deleted') {
      if (typeof value === 'object' && value !== null) return { complaint: `Invalid value for the field ${field}` };
      if (field === 'birthdate' && textOf(value) !== '' && !isDate(value)) return { complaint: `Invalid value for the field ${field}` };
      values[field] = textOf(value).slice(0, lengthOf(field)) || null;
    }
  }
  return { values };
}

interface Address {
  readonly email_address: string;
  readonly primary_address?: unknown;
}

const isAddress = (one: unknown): one is Address => isObject(one) && typeof one['email_address'] === 'string' && one['email_address'] !== '';

/** The primary address first. */
const inOrder = (list: readonly Address[]): Address[] => [...list].sort((one, other) => Number(isPrimary(other)) - Number(isPrimary(one)));

const isPrimary = ({ primary_address }: Address): boolean => isSet(primary_address);
