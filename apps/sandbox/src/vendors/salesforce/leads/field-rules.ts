import { duplicateValue } from '../errors.js';
import type { Lead, SalesforceState } from '../state.js';
import type { ApiError } from '../wire.js';
import type { Field } from './standard-fields.js';

// Printable ASCII without space.
const email = /^[!-?A-~]+@[!-?A-~]+\.[!-\-/-?A-~]+$/;

/** What is wrong with a value that is neither null nor of the wrong type; null: nothing. Texts of section 4 of the page. */
export function complaintAbout(state: SalesforceState, field: Field, value: unknown, current: Lead | undefined): ApiError | null {
  const { name, label, length, type } = field;
  const complain = (errorCode: string, message: string): ApiError => ({ message, errorCode, fields: [name] });
  if (typeof value !== 'string') return null;
  if (length > 0 && value.length > length) return complain('STRING_TOO_LONG', `${label}: data value too large: ${value} (max length=${length})`);
  if (type === 'email' && !email.test(value)) return complain('INVALID_EMAIL_ADDRESS', `${label}: invalid email address: ${value}`);
  if (field.restrictedPicklist && !field.picklistValues.some((one) => one.active && one.value === value)) {
    return complain('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `bad value for restricted picklist field: ${value}`);
  }
  if (name === 'OwnerId') {
    const owner = state.users.get(value);
    if (owner === undefined) return complain('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    if (owner.IsActive !== true) return complain('INACTIVE_OWNER_OR_USER', `operation performed with inactive user [${owner.Id.slice(0, 15)}] as owner of lead`);
  }
  const other = field.unique ? sameValue(state, field, value).find(({ Id }) => Id !== current?.Id) : undefined;
  return other === undefined ? null : duplicateValue(name, other.Id);
}

function sameValue(state: SalesforceState, { name, caseSensitive }: Field, value: string): Lead[] {
  if (caseSensitive) return state.liveWith(name, value);
  const wanted = value.toLowerCase();
  return [...state.leads.values()].filter((lead) => lead.IsDeleted !== true && String(lead[name] ?? '').toLowerCase() === wanted);
}
