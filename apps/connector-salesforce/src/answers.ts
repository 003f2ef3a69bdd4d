import { Gone, isCutOff, LinkRefused, Rejected, retryAfterSeconds, Throttled, Unauthorized, Unavailable, type VendorAnswer } from '@intouch/connector-kit';
import { wholeId } from './record-id.js';
import { rowsIn, textIn, isObject, type Row } from './wire.js';

/** What a call is about: the same code means other things there. `key`: a lead by InTouch's id. */
export type Target = 'record' | 'key' | 'query' | 'other';

/** What the vendor will not take, with its own code: some of these are mended by trying otherwise. */
export class Refusal extends Rejected {
  override readonly name = 'Refusal';
  constructor(
    readonly errorCode: string,
    code: string,
    message: string,
    /** As the vendor names them. */
    readonly fields: readonly string[] = [],
    /** The one lead a duplicate rule points at; null: none, several, or something else than a lead. */
    readonly duplicateOf: string | null = null,
  ) {
    super(code, message, fields[0]);
  }
}

export function isRefusal(error: unknown, errorCode: string): error is Refusal {
  return error instanceof Refusal && error.errorCode === errorCode;
}

/** No limit names its end: a day's calls come back hour by hour, places within seconds (vendors/salesforce.md, section 4). */
const daySeconds = 3_600;
const placeSeconds = 30;
const otherLimitSeconds = 300;
const throttleSeconds = 60;

/** Anything but a good answer, in the kit's words. `writing`: a lost answer leaves open what was stored. */
export function errorIn(answer: VendorAnswer, target: Target, writing: boolean): Error {
  const { status, headers } = answer;
  if (status === 429 || status === 420) return new Throttled(retryAfterSeconds(headers['retry-after'], throttleSeconds));
  if (status >= 500) return new Unavailable(`Salesforce answered HTTP ${status}`, writing);
  if (status < 400) return new Unavailable(`Salesforce answered HTTP ${status} where that says nothing`, writing);
  if (isCutOff(answer.text)) return new Unavailable(`Salesforce's answer was cut off (HTTP ${status})`, writing);
  const all = rowsIn(parsed(answer.text)).map((error) => errorOf(error, status, target));
  return all.find((error) => !(error instanceof Rejected)) ?? all[0] ?? withoutWords(status);
}

export function codeIn({ text }: VendorAnswer): string | null {
  const [first] = rowsIn(parsed(text));
  return first ? textIn(first, 'errorCode') : null;
}

/** undefined: not JSON, or cut off. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Only Salesforce's own words close a link: an address that leads nowhere must not. */
function withoutWords(status: number): Error {
  if (status === 401 || status === 403 || status === 404) return new Unauthorized('integration', `HTTP ${status}: the address is wrong or the right is not granted`, 'access-refused');
  return new Rejected('vendor-refused', `HTTP ${status}`);
}

function errorOf(error: Row, status: number, target: Target): Error {
  const code = textIn(error, 'errorCode') ?? '';
  const message = textIn(error, 'message') ?? (code === '' ? `HTTP ${status}` : code);
  const fields = Array.isArray(error['fields']) ? error['fields'].filter((it): it is string => typeof it === 'string') : [];
  switch (code) {
    case 'REQUEST_LIMIT_EXCEEDED':
      return new Throttled(message.startsWith('TotalRequests') ? daySeconds : message.startsWith('ConcurrentRequests') ? placeSeconds : otherLimitSeconds);
    case 'API_DISABLED_FOR_ORG':
    case 'API_CURRENTLY_DISABLED':
      return new Unauthorized('integration', `${code}: ${message}`, 'access-refused');
    case 'INSUFFICIENT_ACCESS':
      return target === 'record' || target === 'key' ? new Refusal(code, 'vendor-refused', message, fields) : new Unauthorized('integration', `${code}: ${message}`, 'access-refused');
    case 'UNABLE_TO_LOCK_ROW':
      return new Unavailable('the lead is being saved by somebody else', false);
    case 'CANNOT_UPDATE_CONVERTED_LEAD':
      return new Gone('converted');
    case 'ENTITY_IS_DELETED':
      return target === 'record' ? new Gone('deleted') : new Refusal(code, 'vendor-refused', message, fields);
    case 'NOT_FOUND':
      if (target === 'record') return new Gone('deleted');
      return target === 'key' ? new Unauthorized('integration', `InTouch_Id__c cannot be used: ${message}`, 'external-id-missing') : new Unauthorized('integration', `${code}: ${message}`, 'access-refused');
    case 'REQUIRED_FIELD_MISSING':
      return new Refusal(code, 'missing-required', message, fields);
    case 'DUPLICATE_VALUE':
      return new Refusal(code, 'duplicate-at-vendor', message, fields);
    case 'DUPLICATES_DETECTED':
      return duplicates(error, message);
    case 'INVALID_CROSS_REFERENCE_KEY':
    case 'INACTIVE_OWNER_OR_USER':
      return new LinkRefused('staff', message);
    case 'MALFORMED_QUERY':
      return new Refusal(code, 'vendor-fault', message);
  }
  if (namesValues.has(code) && fields.includes('OwnerId')) return new LinkRefused('staff', message);
  if (namesValues.has(code) && fields.includes('LeadSource')) return new LinkRefused('lead-sources', message);
  return new Refusal(code, status === 405 || status === 412 || status === 415 ? 'vendor-fault' : 'vendor-refused', message, fields);
}

/** Refusals of a field's value. */
const namesValues = new Set([
  'STRING_TOO_LONG', 'INVALID_EMAIL_ADDRESS', 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'INVALID_FIELD', 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'FIELD_INTEGRITY_EXCEPTION',
]);

/** A rule that blocks; where it points at one lead alone, that may be ours (vendors/salesforce.md, 3.6). */
function duplicates(error: Row, message: string): Refusal {
  const { duplicateResult } = error;
  const results = isObject(duplicateResult) ? rowsIn(duplicateResult['matchResults']) : [];
  const matches = results.flatMap((result) => rowsIn(result['matchRecords'])).map(({ record }) => (isObject(record) ? record : {}));
  const ids = [...new Set(matches.flatMap((record) => textIn(record, 'Id') ?? []).map(wholeId))];
  const [only] = matches;
  const isLead = only !== undefined && isObject(only['attributes']) && textIn(only['attributes'], 'type') === 'Lead';
  const rule = isObject(duplicateResult) ? textIn(duplicateResult, 'duplicateRule') : null;
  const words = `${message} (${rule === null ? 'a duplicate rule' : `rule ${rule}`}${ids.length > 0 ? `: ${ids.join(', ')}` : ''})`;
  return new Refusal('DUPLICATES_DETECTED', 'duplicate-at-vendor', words, [], matches.length === 1 && isLead ? (ids[0] ?? null) : null);
}

/** `api-usage=18/15000`, on every answer of the REST API. */
export function usageIn({ headers }: VendorAnswer): { readonly used: number; readonly allowed: number } | null {
  const [, used, allowed] = /\bapi-usage=(\d+)\/(\d+)/.exec(String(headers['sforce-limit-info'] ?? '')) ?? [];
  return used === undefined || Number(allowed) === 0 ? null : { used: Number(used), allowed: Number(allowed) };
}

export function dateIn({ headers }: VendorAnswer): Date | null {
  const at = new Date(String(headers['date'] ?? ''));
  return Number.isNaN(at.getTime()) ? null : at;
}
