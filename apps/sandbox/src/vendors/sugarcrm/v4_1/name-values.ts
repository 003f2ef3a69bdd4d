import { isObject } from '../../../http/json-body.js';
import { textOf } from '../lead.js';
import { escaped, type Look } from '../look.js';

/** A `name_value_list` that came in: a list of pairs, an object of pairs, or an object of plain values. */
export function readNameValues(list: unknown): Map<string, unknown> {
  const entries = typeof list === 'object' && list !== null ? Object.entries(list) : [];
  return new Map(entries.map(([key, one]) => (isObject(one) ? [textOf(one['name'] ?? key), one['value']] : [key, one])));
}

const pair = (name: string, value: string) => [name, { name, value }] as const;

/** Values on their way out. */
export const written = (values: Iterable<readonly [string, unknown]>, look: Look) =>
  Object.fromEntries([...values].map(([name, value]) => pair(name, escaped(value, look))));

/** The `name_value_list` of a record: the fields asked for, or all of them; what there is none of is left out. */
export function nameValues(record: Readonly<Record<string, unknown>>, fields: ReadonlySet<string>, asked: unknown, look: Look) {
  const selected = Array.isArray(asked) && asked.length > 0 ? asked.map(textOf).filter((field) => fields.has(field)) : [...fields];
  const extra = look.extraField ? ([['sim_extra', 'extra']] as const) : [];
  return written([...selected.map((field) => [field, record[field]] as const), ...extra], look);
}
