import type { JsonObject } from '../../http/json-body.js';
import { asPhone, isBirthday, isEmail, isGender, isPhone, isState } from './formats.js';
import type { MosoState } from './state.js';

interface TextRule {
  readonly isNumber?: false;
  /** Characters at most; absent: `fits` alone says. */
  readonly max?: number;
  readonly fits?: (value: string) => boolean;
  readonly exists?: (value: string, state: MosoState) => boolean;
  readonly store?: (value: string) => string;
  /** Must be given with a create, and cannot be cleared. */
  readonly required?: true;
  readonly createOnly?: true;
}

interface NumberRule {
  readonly isNumber: true;
  readonly exists: (value: number, state: MosoState, sent: ReadonlyMap<string, unknown>) => boolean;
}

const phone = { fits: isPhone, store: asPhone };

/** What may be sent, in the order of the page's table: the first complaint in this order is the answer. */
const rules: Readonly<Record<string, TextRule | NumberRule>> = {
  FirstName: { max: 20, required: true },
  LastName: { max: 30, required: true },
  Address1: { max: 40 },
  City: { max: 25 },
  State: { max: 2, fits: isState },
  Zip: { max: 10 },
  Phone1: phone,
  Phone2: phone,
  Phone3: phone,
  Email: { max: 50, fits: isEmail },
  Gender: { fits: isGender },
  Birthday: { fits: isBirthday },
  HomeClub: { max: 3, required: true, createOnly: true, exists: (value, { clubs }) => clubs.get(value) !== undefined },
  Membership_Type: { max: 6, required: true, createOnly: true, exists: (value, { membershipTypes }) => membershipTypes.get(value) !== undefined },
  RefAgreementID: { isNumber: true, exists: (value, { agreements }) => [...agreements.values()].some(({ RefAgreementID }) => RefAgreementID === value) },
  RefAgreementPriceID: {
    isNumber: true,
    exists: (value, { agreements }, sent) =>
      [...agreements.values()].some((one) => one.RefAgreementPriceID === value && one.RefAgreementID === sent.get('refagreementid')),
  },
  Source: { max: 20 },
  Salesperson: { max: 20 },
  Salesperson3: { max: 40 },
  Memo: { max: 1000, createOnly: true },
};

/** Either what is to be stored, null to clear, or the complaint. */
export type Read = { readonly fields: JsonObject } | { readonly complaint: string };

/** The member of an `addMember`. Names not of the table, and those the vendor sets itself, are passed over. */
export const readNew = (sent: ReadonlyMap<string, unknown>, state: MosoState): Read => read(sent, state, true);

/** The changes of an `updateMember`, without its `ID`. What only a create may say is passed over. */
export const readChanges = (sent: ReadonlyMap<string, unknown>, state: MosoState): Read => read(sent, state, false);

function read(sent: ReadonlyMap<string, unknown>, state: MosoState, isNew: boolean): Read {
  const fields: JsonObject = {};
  for (const [field, rule] of Object.entries(rules)) {
    if (!isNew && (rule.isNumber || rule.createOnly)) continue;
    // Null is as good as not sent.
    const value = sent.get(field.toLowerCase()) ?? undefined;
    if (value === undefined && !isNew) continue;
    const complaint = rule.isNumber ? takeNumber(fields, field, value, rule, state, sent) : takeText(fields, field, value, rule, state);
    if (complaint !== null) return { complaint };
  }
  return { fields };
}

function takeText(fields: JsonObject, field: string, value: unknown, rule: TextRule, state: MosoState): string | null {
  if (value !== undefined && typeof value !== 'string') return invalid(field);
  const text = value?.trim() ?? '';
  if (text === '') {
    if (rule.required) return required(field);
    if (value !== undefined) fields[field] = null;
    return null;
  }
  if (rule.max !== undefined && [...text].length > rule.max) return tooLong(field, rule.max);
  if (rule.fits?.(text) === false) return invalid(field);
  if (rule.exists?.(text, state) === false) return `${field} '${text}' does not exist.`;
  fields[field] = rule.store?.(text) ?? text;
  return null;
}

function takeNumber(fields: JsonObject, field: string, value: unknown, rule: NumberRule, state: MosoState, sent: ReadonlyMap<string, unknown>): string | null {
  if (value === undefined || value === '') return required(field);
  if (!Number.isSafeInteger(value)) return invalid(field);
  if (!rule.exists(value as number, state, sent)) return `${field} ${String(value)} does not exist.`;
  fields[field] = value;
  return null;
}

/** The complaint about the `ID` of an update; null when it may be one. */
export function complaintAboutId(id: unknown): string | null {
  if (id === undefined || id === null || (typeof id === 'string' && id.trim() === '')) return required('ID');
  if (typeof id !== 'string') return invalid('ID');
  if (id.trim().length > 10) return tooLong('ID', 10);
  return /^\d+$/.test(id.trim()) ? null : invalid('ID');
}

const required = (field: string) => `${field} is required.`;
const tooLong = (field: string, max: number) => `${field} exceeds ${max} characters.`;
const invalid = (field: string) => `${field} is invalid.`;
