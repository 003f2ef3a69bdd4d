import type { SettingDescription, VendorDescribed } from '@intouch/contracts';
import type { FieldError } from '../../problem/problem.js';
import { isObject } from '../../problem/read.js';
import { brokenBetween, fieldOf } from './settings-relations.js';
import { isGiven, readValue, type ReadValue } from './settings-values.js';

export interface ReadSettings {
  /** Every setting the vendor describes, defaults filled in. */
  readonly settings: Record<string, unknown>;
  /** Secrets only: those given, and those stored before that were not given now. */
  readonly credentials: Record<string, unknown>;
  readonly errors: readonly FieldError[];
}

export interface Circumstances {
  /** The deployment allows insecure vendors. */
  readonly allowInsecure: boolean;
  /** An option is on that lets something in. */
  readonly inbound: boolean;
}

/**
 * Reads `settings` and `credentials` by what the vendor's connector described. Absent credentials keep the stored ones,
 * null removes one.
 */
export function readSettings(
  { settings: described }: VendorDescribed,
  given: { readonly settings: unknown; readonly credentials: unknown },
  stored: Readonly<Record<string, unknown>>,
  { allowInsecure, inbound }: Circumstances,
): ReadSettings {
  const errors: FieldError[] = [];
  const open = described.filter(({ secret }) => !secret);
  const secret = described.filter((each) => each.secret);
  const inSettings = object(given.settings, 'settings', errors);
  const inCredentials = object(given.credentials, 'credentials', errors);
  refuseUnknown(inSettings, open, 'settings', secret, 'credentials', errors);
  refuseUnknown(inCredentials, secret, 'credentials', open, 'settings', errors);

  const kept = { ...stored, ...Object.fromEntries(Object.entries(inCredentials).filter(([, value]) => value !== undefined)) };
  const read = readEach(described, (setting) => ownOf(setting.secret ? kept : inSettings, setting.name), allowInsecure);
  for (const setting of [...open, ...secret]) {
    errors.push(...read.get(setting.name)!.flaws.map(({ at, message }) => ({ field: `${fieldOf(setting)}${at}`, message })));
  }
  const valuesOf = (settings: readonly SettingDescription[]): [string, unknown][] => settings.map(({ name }) => [name, read.get(name)!.value]);
  const wrong = new Set([...read].filter(([, { flaws }]) => flaws.length > 0).map(([name]) => name));
  errors.push(...brokenBetween(described, { values: Object.fromEntries(valuesOf(described)), wrong, inbound }));
  return {
    settings: Object.fromEntries(valuesOf(open)),
    credentials: Object.fromEntries(valuesOf(secret).filter(([, value]) => value !== null)),
    errors,
  };
}

/** Each setting by itself; those that take the value of another one when they are absent come after it. */
function readEach(described: readonly SettingDescription[], given: (setting: SettingDescription) => unknown, allowInsecure: boolean): Map<string, ReadValue> {
  const read = new Map<string, ReadValue>();
  for (const setting of described.filter(({ defaultFrom }) => defaultFrom === undefined)) read.set(setting.name, readValue(setting, given(setting), allowInsecure));
  for (const setting of described.filter(({ defaultFrom }) => defaultFrom !== undefined)) {
    const own = given(setting);
    const other = isGiven(own) ? undefined : read.get(setting.defaultFrom!);
    // Of two that are wrong for one reason, only the one that was given is named.
    if (other && other.flaws.length > 0) read.set(setting.name, { value: null, flaws: [] });
    else read.set(setting.name, readValue(setting, other?.value ?? own, allowInsecure));
  }
  return read;
}

function ownOf(values: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

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
