import type { Answer } from '../../http/answer.js';
import { element, nil, xml, type XmlNode } from '../../http/xml.js';
import { paramountNamespace, soapNamespace, type Operation } from './soap-call.js';

/** A call refused with a code over 0 and a text. */
export interface Refusal {
  readonly code: number;
  readonly message: string;
}

/** What an operation came to: the elements of its data, or a refusal. */
export type Outcome = { readonly data: readonly XmlNode[] } | Refusal;

const refusal = (code: number, message: string): Refusal => ({ code, message });

export const loginFailed = refusal(100, 'Login failed');
export const clubNotEnabled = (clubNumber: string | null) => refusal(110, `Club ${clubNumber ?? ''} is not enabled for this login`);
export const wrongData = (message: string) => refusal(200, message);
/** An element that is wrong, in the words of the table of `SaveProspect`. */
export const wrong = (name: string, complaint: string) => wrongData(`${name}: ${complaint}`);
export const staffNotFound = (id: string) => refusal(210, `Staff ${id} not found`);
export const leadSourceNotFound = (id: string) => refusal(211, `Lead source ${id} not found`);
export const prospectNotFound = (id: string) => refusal(300, `Prospect ${id} not found`);
export const prospectIsMember = (id: string) => refusal(310, `Prospect ${id} is a member and read only`);
export const serverBusy = refusal(900, 'Server busy, try again later');

/** The data next to a refusal: the page shows it for `SaveProspect`, the others follow suit. */
const noData: Readonly<Record<Operation, XmlNode>> = {
  GetStaff: element('Staff', null),
  GetLeadSources: element('LeadSources', null),
  AddLeadSource: element('LeadSourceId', '0'),
  SaveProspect: element('ProspectId', '0'),
  FindProspect: element('ProspectIds', null),
};

/** Writes a result. @param withExtra hazard `unknown-element`: one more element in every object */
export function written(operation: Operation, outcome: Outcome, withExtra = false): Answer {
  const isGood = 'data' in outcome;
  const result = element(`${operation}Result`, [
    element('Success', String(isGood)),
    element('ErrorCode', String(isGood ? 0 : outcome.code)),
    element('ErrorMessage', isGood ? nil : outcome.message),
    ...(isGood ? outcome.data : [noData[operation]]),
  ]);
  const content = withExtra ? extended(result) : result;
  const response = element(`${operation}Response`, [content], { xmlns: paramountNamespace });
  return envelope(200, response, { 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance' });
}

/** A SOAP fault, HTTP 500. */
export const fault = (blame: 'Client' | 'Server', text: string): Answer =>
  envelope(500, element('soap:Fault', [element('faultcode', `soap:${blame}`), element('faultstring', text)]));

/** Whatever is wrong with an envelope or its operation: the page has one text for it. */
export const unreadableRequest = fault('Client', 'Request could not be read');

function envelope(status: number, content: XmlNode, namespaces: Readonly<Record<string, string>> = {}): Answer {
  const root = element('soap:Envelope', [element('soap:Body', [content])], { 'xmlns:soap': soapNamespace, ...namespaces });
  return xml(status, 'text/xml; charset=utf-8', root);
}

// A list is no object: an extra element in it would be a row.
const objects = /^(StaffMember|LeadSource|\w+Result)$/;

function extended(node: XmlNode): XmlNode {
  if (!Array.isArray(node.content)) return node;
  const children = (node.content as readonly XmlNode[]).map(extended);
  return { ...node, content: objects.test(node.name) ? [...children, element('SimExtra', 'extra')] : children };
}
