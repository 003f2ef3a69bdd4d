import { isObject } from '../../http/json-body.js';
import type { Row } from '../../scripting/records.js';

/** A value of a picklist, in the words of a describe. */
export interface PicklistValue {
  readonly active: boolean;
  readonly defaultValue: boolean;
  readonly label: string;
  readonly validFor: null;
  readonly value: string;
}

/** The one org there is. Lists may hold names alone, or objects in the words of a describe. */
export interface Org extends Row {
  customFields?: unknown;
  stateCountryPicklists?: boolean;
  /** Names of fields without which nothing is saved, besides `LastName` and `Company`. */
  requiredFields?: unknown;
  leadSources?: unknown;
  statuses?: unknown;
  /** Whom the org's own lead assignment rules choose; null or absent: there are none. */
  autoAssignTo?: string;
  /** Not on the page: another daily limit than 15000 calls. */
  dailyApiRequests?: number;
}

export const callsADay = 15_000;
export const convertedStatus = 'Closed - Converted';
const firstStatus = 'Open - Not Contacted';

export function picklist(list: unknown): PicklistValue[] {
  if (!Array.isArray(list)) return [];
  return list.map((given: unknown) => {
    const { value, label = value, active = true, defaultValue = false } = isObject(given) ? given : { value: given };
    return { active: active !== false, defaultValue: defaultValue === true, label: String(label), validFor: null, value: String(value) };
  });
}

/** The `Status` of a lead saved without one. */
export const defaultStatus = (org: Org | undefined): string =>
  picklist(org?.statuses).find(({ active, defaultValue }) => active && defaultValue)?.value ?? firstStatus;

export const names = (list: unknown): string[] => (Array.isArray(list) ? list.filter((name): name is string => typeof name === 'string') : []);
