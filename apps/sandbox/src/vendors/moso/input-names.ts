import { isObject } from '../../http/json-body.js';

/** The parameters of a query by their names in lower case: the vendor takes them in any. */
export const queryOf = (search: string): Map<string, string> => new Map([...new URLSearchParams(search)].map(([name, value]) => [name.toLowerCase(), value]));

/** The keys of a JSON body in lower case; null when it is no JSON object. */
export function bodyOf(body: string): Map<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? new Map(Object.entries(value).map(([name, one]) => [name.toLowerCase(), one])) : null;
  } catch {
    return null;
  }
}
