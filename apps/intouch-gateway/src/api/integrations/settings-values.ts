import { readRules } from '@intouch/assignment';
import { isCalendarDate, type SettingDescription } from '@intouch/contracts';
import { isObject } from '../../problem/read.js';
import { readTable } from './settings-tables.js';
import { range, wrongText } from './settings-texts.js';

/** Something wrong within the value of a setting. */
export interface Flaw {
  /** Where in the value: `[2].code`; empty: all of it. */
  readonly at: string;
  /** A whole sentence. */
  readonly message: string;
}

export interface ReadValue {
  /** What is kept: the default where nothing was given. */
  readonly value: unknown;
  readonly flaws: readonly Flaw[];
}

export const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

/** Reads one setting by itself. */
export function readValue(setting: SettingDescription, value: unknown, allowInsecure: boolean): ReadValue {
  const { name, required, nullable, default: fallback = null } = setting;
  if (value === undefined || (value === null && !nullable)) {
    return { value: fallback, flaws: required && !isGiven(fallback) ? [{ at: '', message: `${name} must be given` }] : [] };
  }
  if (value === null) return { value, flaws: [] };
  if (setting.kind === 'table') return readTable(setting, value);
  if (setting.kind === 'assignment-rules') return readAssignmentRules(setting, value);
  const wrong = whatIsWrong(setting, value, allowInsecure);
  return { value, flaws: wrong ? [{ at: '', message: `${name} ${wrong}` }] : [] };
}

/** Kept as the library answers them, which is what the connector will read again. */
function readAssignmentRules({ name }: SettingDescription, value: unknown): ReadValue {
  const { rules = value, errors = [] } = readRules(value);
  return { value: rules, flaws: errors.map(({ path, message }) => ({ at: path, message: path === '' ? `${name}: ${message}` : message })) };
}

/** Ends the sentence that begins with the setting's name; never quotes the value, which may be a secret. */
function whatIsWrong(setting: SettingDescription, value: unknown, allowInsecure: boolean): string | undefined {
  const { kind, min = -Infinity, max = Infinity } = setting;
  switch (kind) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'integer':
      return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max ? undefined : `must be a whole number${range(min, max)}`;
    case 'date':
      return isCalendarDate(value) ? undefined : 'must be a real date, YYYY-MM-DD';
    case 'text-map':
      return wrongMap(setting, value);
    case 'text':
      return typeof value === 'string' ? wrongText(setting, value, allowInsecure) : 'must be a text';
  }
}

function wrongMap({ keys, oneOf, pattern, patternWords, max = Infinity }: SettingDescription, value: unknown): string | undefined {
  if (!isObject(value) || !Object.values(value).every((entry) => typeof entry === 'string')) return 'must be an object whose values are texts';
  const values = Object.values(value) as string[];
  if (keys && !Object.keys(value).every((key) => keys.includes(key))) return `may only have ${keys.join(', ')}`;
  if (oneOf && !values.every((entry) => oneOf.includes(entry))) return `may only have the values ${oneOf.join(', ')}`;
  if (!values.every((entry) => entry.length <= max)) return `must have values of at most ${max} characters`;
  const form = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, 'u');
  return !form || values.every((entry) => form.test(entry)) ? undefined : `must have values that are ${patternWords ?? 'of the right form'}`;
}
