import { getMetadataStorage, validateSync } from 'class-validator';
import { idPattern } from '@intouch/contracts';
import { brokenRules } from '@intouch/messaging';
import { invalid, type FieldError } from './problem.js';

export type Read<T> = { readonly value: T; readonly errors: readonly FieldError[] };

const fieldsOf = new Map<Function, readonly string[]>();

/**
 * Reads the fields a class knows from a JSON value; unknown ones are left out, the hub is forgiving. Values are taken as
 * they are: a number is never made a text. Flat classes only (nested objects are validated by their own rules).
 */
export function tryRead<T extends object>(target: new () => T, body: unknown, under = ''): Read<T> {
  const value = new target();
  if (!isObject(body)) return { value, errors: [{ field: under || 'body', message: 'must be a JSON object' }] };
  for (const field of knownFields(target)) {
    if (body[field] !== undefined) (value as Record<string, unknown>)[field] = body[field];
  }
  const broken = brokenRules(validateSync(value, { forbidUnknownValues: false }), under);
  // Several rules broken by one field read better as one line.
  const errors = [...Map.groupBy(broken, ({ field }) => field)].map(([field, all]) => ({ field, message: all.map(({ message }) => message).join('; ') }));
  return { value, errors };
}

/** @throws {Problem} 422 naming every bad field */
export function read<T extends object>(target: new () => T, body: unknown): T {
  const { value, errors } = tryRead(target, body);
  if (errors.length > 0) throw invalid(errors);
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws {Problem} 422 */
export function checkIds(parameters: Readonly<Record<string, string | undefined>>): void {
  const errors = Object.entries(parameters)
    .filter(([, value]) => value !== undefined && !idPattern.test(value))
    .map(([field]) => ({ field, message: `${field} must be 1 to 36 characters of A-Z a-z 0-9 . _ -` }));
  if (errors.length > 0) throw invalid(errors);
}

function knownFields(target: Function): readonly string[] {
  let fields = fieldsOf.get(target);
  if (!fields) {
    const rules = getMetadataStorage().getTargetValidationMetadatas(target, '', false, false);
    fields = [...new Set(rules.map(({ propertyName }) => propertyName))];
    fieldsOf.set(target, fields);
  }
  return fields;
}
