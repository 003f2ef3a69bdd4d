import { Unavailable } from '@intouch/connector-kit';

/** An answer that is not the CRM's: a login page of a proxy, half a body, somebody else's server. */
export class Garbled extends Unavailable {
  constructor(ambiguous: boolean) {
    super('SugarCRM answered something that is not its JSON', ambiguous);
  }
}

/** @throws {Garbled} */
export function parsed(text: string, ambiguous: boolean): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Garbled(ambiguous);
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
