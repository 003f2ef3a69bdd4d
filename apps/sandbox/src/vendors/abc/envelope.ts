import { header, type Request } from '../../http/request.js';
import { text, type Answer } from '../../http/answer.js';
import { isObject, type JsonObject } from '../../http/json-body.js';
import { element, xml, type XmlNode } from '../../http/xml.js';
import { withExtraKeys } from './rows.js';

/** What a REST call came to, before it is written as JSON or XML; `tree` null: an empty body. */
export interface Outcome {
  readonly status: number;
  readonly tree: JsonObject | null;
}

export const bare = (status: number): Outcome => ({ status, tree: null });

const nothingFound = 'No records found.';

/** `request` of an envelope: the club as sent and every query parameter as sent. */
export const echo = (club: string, search: string): JsonObject => ({ clubNumber: club, ...Object.fromEntries(new URLSearchParams(search)) });

export const success = (request: JsonObject, data: JsonObject, count: number, nextPage?: number): Outcome => ({
  status: 200,
  tree: {
    status: { message: 'success', count: String(count), ...(nextPage === undefined ? {} : { nextPage: String(nextPage) }), messageCode: 'API-SIM-0000' },
    request,
    ...data,
  },
});

export const noRecords = (request: JsonObject): Outcome => ({
  status: 200,
  tree: { status: { message: nothingFound, count: '0', messageCode: 'API-SIM-0204' }, request },
});

/** A field error, HTTP 200 all the same. */
export const refused = (request: JsonObject, message: string): Outcome => ({
  status: 200,
  tree: { status: { message, count: '0', messageCode: 'API-SIM-0400' }, request },
});

export const unauthorized = (message: 'Unauthorized' | 'Not Authorized'): Outcome => ({
  status: 401,
  tree: { status: { message, count: '0', messageCode: 'API-SIM-0401' } },
});

/** JSON for those who accept it, else the same tree in XML. */
export function written({ status, tree }: Outcome, request: Request, changes: { has(hazard: string): boolean } = new Set<string>()): Answer {
  if (tree === null) return { status, headers: {}, body: '' };
  const whole = changes.has('unknown-field') ? (withExtraKeys(tree) as JsonObject) : tree;
  const takesJson = (header(request, 'accept') ?? '').toLowerCase().includes('application/json');
  if (takesJson && !changes.has('xml-answer')) return text(status, 'application/json;charset=UTF-8', JSON.stringify(whole));
  return xml(status, 'application/xml', element('response', nodes(whole)));
}

/** A tree of texts as elements; a list is the same element again and again. */
export function nodes(tree: JsonObject): XmlNode[] {
  return Object.entries(tree)
    .filter(([key]) => /^[A-Za-z_][\w.-]*$/.test(key))
    .flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one: unknown) => element(key, isObject(one) ? nodes(one) : String(one))));
}

/** The status of an XML list: without the code, which only JSON has. */
export const xmlStatus = (count: number, complaint?: string): JsonObject => ({
  message: complaint ?? (count === 0 ? nothingFound : 'success'),
  count: String(count),
});
