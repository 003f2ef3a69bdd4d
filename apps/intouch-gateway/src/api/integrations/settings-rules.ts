import { isCalendarDate, type SettingDescription, type VendorDescribed } from '@intouch/contracts';
import type { FieldError } from '../../problem/problem.js';
import { isObject } from '../../problem/read.js';

export interface ReadSettings {
  /** Every setting the vendor describes, defaults filled in. */
  readonly settings: Record<string, unknown>;
  /** Secrets only: those given, and those stored before that were not given now. */
  readonly credentials: Record<string, unknown>;
  readonly errors: readonly FieldError[];
}

/**
 * Reads `settings` and `credentials` by what the vendor's connector described. Absent credentials keep the stored ones,
 * null removes one.
 */
export function readSettings(
  description: VendorDescribed,
  given: { readonly settings: unknown; readonly credentials: unknown },
  stored: Readonly<Record<string, unknown>>,
  allowInsecure: boolean,
): ReadSettings {
  const errors: FieldError[] = [];
  const open = description.settings.filter(({ secret }) => !secret);
  const secret = description.settings.filter((each) => each.secret);
  const inSettings = object(given.settings, 'settings', errors);
  const inCredentials = object(given.credentials, 'credentials', errors);
  refuseUnknown(inSettings, open, 'settings', secret, 'credentials', errors);
  refuseUnknown(inCredentials, secret, 'credentials', open, 'settings', errors);

  const settings = Object.fromEntries(open.map((setting) => [setting.name, valueOf(setting, inSettings, 'settings', allowInsecure, errors)]));
  const kept = { ...stored, ...Object.fromEntries(Object.entries(inCredentials).filter(([, value]) => value !== undefined)) };
  const credentials = Object.fromEntries(
    secret.map((setting) => [setting.name, valueOf(setting, kept, 'credentials', allowInsecure, errors)] as const).filter(([, value]) => value !== null),
  );
  const all: Record<string, unknown> = { ...settings, ...credentials };
  for (const { name, togetherWith, secret: isSecret } of description.settings) {
    if (togetherWith === undefined || isGiven(all[name]) || !isGiven(all[togetherWith])) continue;
    errors.push({ field: `${isSecret ? 'credentials' : 'settings'}.${name}`, message: `${name} must be given together with ${togetherWith}` });
  }
  for (const { name, requiredWhen, secret: isSecret } of description.settings) {
    if (requiredWhen === undefined || isGiven(all[name]) || all[requiredWhen.setting] !== requiredWhen.is) continue;
    errors.push({ field: `${isSecret ? 'credentials' : 'settings'}.${name}`, message: `${name} must be given where ${requiredWhen.setting} is ${requiredWhen.is}` });
  }
  return { settings, credentials, errors };
}

const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

function object(value: unknown, field: string, errors: FieldError[]): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  errors.push({ field, message: `${field} must be an object` });
  return {};
}

function refuseUnknown(
  given: Record<string, unknown>, known: readonly SettingDescription[], place: string,
  others: readonly SettingDescription[], otherPlace: string, errors: FieldError[],
): void {
  for (const name of Object.keys(given)) {
    if (known.some((setting) => setting.name === name)) continue;
    const message = others.some((setting) => setting.name === name) ? `${name} belongs in ${otherPlace}` : `${name} is not known for this vendor`;
    errors.push({ field: `${place}.${name}`, message });
  }
}

function valueOf(setting: SettingDescription, given: Record<string, unknown>, place: string, allowInsecure: boolean, errors: FieldError[]): unknown {
  const { name, required, nullable } = setting;
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  const fallback = setting.default ?? null;
  if (value === undefined || (value === null && !nullable)) {
    if (required && !isGiven(fallback)) errors.push({ field: `${place}.${name}`, message: `${name} must be given` });
    return fallback;
  }
  if (value === null) return null;
  const wrong = whatIsWrong(setting, value, allowInsecure);
  if (wrong) errors.push({ field: `${place}.${name}`, message: `${name} ${wrong}` });
  return value;
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

function wrongMap({ keys, max = Infinity }: SettingDescription, value: unknown): string | undefined {
  if (!isObject(value) || !Object.values(value).every((entry) => typeof entry === 'string')) return 'must be an object whose values are texts';
  if (keys && !Object.keys(value).every((key) => keys.includes(key))) return `may only have ${keys.join(', ')}`;
  return Object.values(value).every((entry) => (entry as string).length <= max) ? undefined : `must have values of at most ${max} characters`;
}

function wrongText(setting: SettingDescription, value: string, allowInsecure: boolean): string | undefined {
  const { min = 0, max = Infinity, pattern, patternWords, oneOf, insecure } = setting;
  if (oneOf && !oneOf.includes(value)) return `must be one of ${oneOf.join(', ')}`;
  if (!allowInsecure && insecure?.some((it) => value === it || (it.endsWith('://') && value.startsWith(it)))) return `may be ${insecure.join(' or ')} only where the deployment allows insecure vendors`;
  if (value.length < Math.max(min, setting.required ? 1 : 0) || value.length > max) return `must have${range(Math.max(min, 1), max)} ${max === Infinity && min <= 1 ? 'character' : 'characters'}`;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(value)) return patternWords === undefined ? 'does not have the right form' : `must be ${patternWords.replace(/^must be /, '')}`;
  return undefined;
}

function range(min: number, max: number): string {
  if (min === -Infinity && max === Infinity) return '';
  if (max === Infinity) return ` at least ${min}`;
  return min === -Infinity ? ` at most ${max}` : ` from ${min} to ${max}`;
}
