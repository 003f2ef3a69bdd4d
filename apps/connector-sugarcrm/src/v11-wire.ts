import { Rejected } from '@intouch/connector-kit';
import type { Lead, LeadValues } from './crm-access.js';
import { isObject } from './garbled.js';
import { momentOf, stampOf } from './stamps.js';

/** Shapes of rest-v11 (vendors/sugarcrm.md, 3.6): JSON, text not escaped, flags as `"0"`/`"1"` or booleans, e-mail addresses as a list. */
export type Row = Readonly<Record<string, unknown>>;

export function leadOf(row: Row): Lead {
  const values = textsOf(row);
  return { id: values['id'] ?? '', deleted: values['deleted'] === '1', converted: values['converted'] === '1', modified: tableStamp(values['date_modified'] ?? ''), values };
}

/** No key for what is empty, the e-mail address as `email1`. */
export function textsOf({ email, ...row }: Row): Readonly<Record<string, string>> {
  const pairs = [...Object.entries(row), ['email1', emailIn(email)] as const];
  return Object.fromEntries(pairs.map(([name, value]) => [name, textOf(value)]).filter(([, value]) => value !== ''));
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The primary one, else the first. */
function emailIn(list: unknown): unknown {
  const addresses = Array.isArray(list) ? list.filter(isObject) : [];
  return (addresses.find(({ primary_address }) => textOf(primary_address) === '1') ?? addresses[0])?.['email_address'];
}

export function bodyOf({ email1, ...values }: LeadValues): Row {
  return { ...values, ...(email1 === undefined ? {} : { email: email1 === '' ? [] : [{ email_address: email1, primary_address: true }] }) };
}

export const fieldName = (field: string): string => (field === 'email1' ? 'email' : field);

/** A path's part. @throws {Rejected} */
export function pathOf(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,36}$/.test(id)) throw new Rejected('vendor-refused', 'This cannot be the id of a lead at SugarCRM.');
  return `/Leads/${id}`;
}

/** ISO 8601 with an offset, to the second. */
export function isoStamp(stamp: string): string {
  return `${stamp.replace(' ', 'T')}+00:00`;
}

function tableStamp(iso: string): string {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? '' : stampOf(moment);
}

/** Of the header `Date`; null: none that can be read. */
export function headerStamp(header: string | string[] | undefined): string | null {
  const stamp = tableStamp(String(header ?? ''));
  return momentOf(stamp) === null ? null : stamp;
}
