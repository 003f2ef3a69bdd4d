import { header, type Request } from '../../http/request.js';
import { isNil, readXml, type XmlElement } from '../../http/xml.js';

export const paramountNamespace = 'http://paramount.example/prospect/';
export const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';

/** All operations there are. */
export const operations = ['GetStaff', 'GetLeadSources', 'AddLeadSource', 'SaveProspect', 'FindProspect'] as const;
export type Operation = (typeof operations)[number];

/** A call as its envelope has it; what is missing of the `AuthHeader` is null. */
export interface SoapCall {
  readonly operation: Operation;
  /** The element of the operation. */
  readonly payload: XmlElement;
  readonly userName: string | null;
  readonly password: string | null;
  readonly clubNumber: string | null;
}

/** An envelope that could be read, with or without an operation that we know. */
interface Reading {
  readonly clubNumber: string | null;
  readonly call: SoapCall | null;
}

const unreadable: Reading = { clubNumber: null, call: null };
// Log, hazards and work ask for the same request one after the other; it is read once. The log keeps requests for long,
// so that a reading tied to each would fill the memory: only the latest is kept.
let latest: { readonly request: Request; readonly reading: Reading } | null = null;

/** The `ClubNumber` of a request, null when there is none to be read. */
export const clubNumberOf = (request: Request): string | null => reading(request).clubNumber;

/** The call in a request, whatever its `SOAPAction` says; null when there is no envelope or no operation that we know. */
export const callOf = (request: Request): SoapCall | null => reading(request).call;

/** True when the `SOAPAction`, quotes included, names the operation of the body. */
export const namesItsAction = (request: Request, { operation }: SoapCall): boolean =>
  header(request, 'soapaction') === `"${paramountNamespace}${operation}"`;

/** A child by its name, in Paramount's namespace: whatever is in another one is an unknown element. */
export const part = (parent: XmlElement | undefined, name: string): XmlElement | undefined => partIn(parent, name, paramountNamespace);

/** The text of a child as sent; null when it is left out or nil. */
export function textOf(parent: XmlElement | undefined, name: string): string | null {
  const found = part(parent, name);
  return found === undefined || isNil(found) ? null : found.text;
}

/** A whole number in decimal without leading zeros; null when the text is none. As text: an id may have any number of digits. */
export function wholeNumber(text: string | null): string | null {
  const digits = text?.trim() ?? '';
  return /^\d+$/.test(digits) ? digits.replace(/^0+(?=\d)/, '') : null;
}

function reading(request: Request): Reading {
  if (latest?.request !== request) latest = { request, reading: read(request) };
  return latest.reading;
}

function read(request: Request): Reading {
  const envelope = request.method === 'POST' ? readXml(request.body) : null;
  if (envelope === null || envelope.name !== 'Envelope' || envelope.uri !== soapNamespace) return unreadable;
  const credentials = part(partIn(envelope, 'Header', soapNamespace), 'AuthHeader');
  const clubNumber = textOf(credentials, 'ClubNumber')?.trim() || null;
  const [payload, ...more] = partIn(envelope, 'Body', soapNamespace)?.children ?? [];
  if (payload === undefined || more.length > 0 || payload.uri !== paramountNamespace || !isOperation(payload.name)) return { clubNumber, call: null };
  return {
    clubNumber,
    call: { operation: payload.name, payload, userName: textOf(credentials, 'UserName'), password: textOf(credentials, 'Password'), clubNumber },
  };
}

const partIn = (parent: XmlElement | undefined, name: string, uri: string): XmlElement | undefined =>
  parent?.children.find((child) => child.name === name && child.uri === uri);

const isOperation = (name: string): name is Operation => (operations as readonly string[]).includes(name);
