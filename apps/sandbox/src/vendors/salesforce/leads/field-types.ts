import { isDate } from '../../../scripting/local-date.js';
import type { Field } from './standard-fields.js';

const numberTypes = new Set(['int', 'double', 'currency', 'percent']);

/** True when a JSON value can be read into a field of this type; a number is no text here. */
export function hasType({ type }: Field, value: unknown): boolean {
  if (type === 'boolean') return typeof value === 'boolean';
  if (numberTypes.has(type)) return typeof value === 'number' && (type !== 'int' || Number.isInteger(value));
  if (typeof value !== 'string') return false;
  const isBlank = value.trim() === '';
  if (type === 'date') return isBlank || isDate(value);
  return type !== 'datetime' || isBlank || !Number.isNaN(Date.parse(value));
}

/** The word that the vendor's parser has for a value. */
export function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'START_ARRAY';
  switch (typeof value) {
    case 'string': return 'VALUE_STRING';
    case 'number': return Number.isInteger(value) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT';
    case 'boolean': return value ? 'VALUE_TRUE' : 'VALUE_FALSE';
    default: return 'START_OBJECT';
  }
}
