import { Rejected, Unavailable } from '@intouch/connector-kit';
import type { Lead } from './crm-access.js';
import { Garbled, isObject } from './garbled.js';
import { unescapeHtml } from './html-text.js';
import { isStamp } from './stamps.js';

/** Shapes of rest-v4_1 (vendors/sugarcrm.md, 3.3): every value is text, HTML-escaped. */
export type Answered = Readonly<Record<string, unknown>>;
export type Texts = Readonly<Record<string, string>>;

export interface NameValue {
  readonly name: string;
  readonly value: string | number | boolean;
}

/** The rows of a list, which must be there even when it is empty. */
export function rowsOf({ entry_list }: Answered): readonly Texts[] {
  if (!Array.isArray(entry_list)) throw new Garbled(false);
  return entry_list.filter(isObject).map((row) => {
    const id = textOf(row['id']);
    return { ...textsOf(row['name_value_list']), ...(id === '' ? {} : { id }) };
  });
}

/** A list of `{name, value}`, or an object of them by name. No key for what is empty. */
function textsOf(list: unknown): Texts {
  const pairs = typeof list === 'object' && list !== null ? Object.values(list).filter(isObject) : [];
  return Object.fromEntries(pairs.map(({ name, value }) => [textOf(name), unescapeHtml(textOf(value))]).filter(([, value]) => value !== ''));
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function leadOf(values: Texts): Lead {
  return { id: values['id'] ?? '', deleted: values['deleted'] === '1', converted: values['converted'] === '1', modified: values['date_modified'] ?? '', values };
}

export function nameValues(values: Readonly<Record<string, NameValue['value']>>): NameValue[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

const order = 'leads.date_modified ASC, leads.id ASC';

/** A query is SQL as it is: nothing goes into one but a checked stamp and a checked id. */
export function feedQuery({ modified, id }: Pick<Lead, 'modified' | 'id'>): { query: string; order_by: string } {
  if (!isStamp(modified) || !/^[A-Za-z0-9_-]{0,36}$/.test(id)) throw new Unavailable('SugarCRM\'s list of changes cannot be continued after a lead of this id and stamp', false);
  return { query: `(leads.date_modified > '${modified}' OR (leads.date_modified = '${modified}' AND leads.id > '${id}'))`, order_by: order };
}

/** @throws {Rejected} */
export function checkedId(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,36}$/.test(id)) throw new Rejected('vendor-refused', 'This cannot be the id of a lead at SugarCRM.');
  return id;
}

export function leadQuery(id: string): { query: string; order_by: string } {
  return { query: `leads.id = '${checkedId(id)}'`, order_by: order };
}
