import { readXml, type XmlElement } from '../http/xml.js';
import type { Played, Reply } from './played-sandbox.js';

export const namespace = 'http://paramount.example/prospect/';

/** What a call is sent with, where it differs from good credentials of club 1001. */
export interface Circumstances {
  club?: string;
  userName?: string;
  password?: string;
  /** The `SOAPAction`; null: none. */
  action?: string | null;
  /** The whole header of the envelope. */
  header?: string;
}

/** The result of a call, read: nil as null, lists as arrays. */
export interface Result {
  status: number;
  Success: string;
  ErrorCode: string;
  ErrorMessage: string | null;
  [data: string]: any;
}

/** A prospect as the page's sample of `SaveProspect` has it. */
export const jane = {
  ProspectId: '0', ExternalRef: '7f0c2f5e-4b9a-4f5b-9a57-0d5d0a2f1c11', FirstName: 'Jane', LastName: 'Doe', Email: 'jane@example.com',
  HomePhone: '6175550100', MobilePhone: '6175550101', Address1: '12 Main St', City: 'Boston', State: 'MA', Zip: '02134',
  LeadSourceId: '21', MembershipAdvisorId: '11', Notes: 'Asked about yoga',
};

/** A good result with this data, or a bad one with these words. */
export const good = (data: object = {}) => ({ status: 200, Success: 'true', ErrorCode: '0', ErrorMessage: null, ...data });
export const bad = (code: number, message: string, data: object = {}) => ({ status: 200, Success: 'false', ErrorCode: String(code), ErrorMessage: message, ...data });

export const headerOf = ({ club = '1001', userName = 'sim-user', password = 'not-a-real-password' }: Circumstances = {}) =>
  `<soap:Header><AuthHeader xmlns="${namespace}"><UserName>${userName}</UserName><Password>${password}</Password><ClubNumber>${club}</ClubNumber></AuthHeader></soap:Header>`;

/** An envelope around the content of `soap:Body`. */
export const envelope = (body: string, circumstances: Circumstances = {}) =>
  '<?xml version="1.0" encoding="utf-8"?>\n<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
  `${circumstances.header ?? headerOf(circumstances)}<soap:Body>${body}</soap:Body></soap:Envelope>`;

/** Elements with text; null becomes nil, undefined nothing. */
export const elements = (values: Record<string, string | null | undefined>) =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : value === null ? `<${name} xsi:nil="true"/>` : `<${name}>${escaped(value)}</${name}>`))
    .join('');

/** The calls the specs of Paramount's wire share. */
export function paramountCalls(played: Played) {
  const post = (body: string, action: string | null, method = 'POST'): Promise<Reply> =>
    played.call(method, '/ProspectService.asmx', method === 'GET' ? undefined : body, {
      'content-type': 'text/xml; charset=utf-8',
      ...(action === null ? {} : { soapaction: action }),
    });
  const ask = (operation: string, content = '', circumstances: Circumstances = {}): Promise<Reply> =>
    post(
      envelope(`<${operation} xmlns="${namespace}">${content}</${operation}>`, circumstances),
      circumstances.action === undefined ? `"${namespace}${operation}"` : circumstances.action,
    );
  const call = async (operation: string, content = '', circumstances: Circumstances = {}): Promise<Result> =>
    resultOf(operation, await ask(operation, content, circumstances));
  const script = (method: string, path: string, body?: unknown) => played.call(method, `/__sandbox/paramount${path}`, body);
  return {
    post,
    ask,
    call,
    script,
    save: (prospect: Record<string, string | null | undefined>, circumstances?: Circumstances) =>
      call('SaveProspect', `<Prospect>${elements(prospect)}</Prospect>`, circumstances),
    find: (ref: string, circumstances?: Circumstances) => call('FindProspect', elements({ ExternalRef: ref }), circumstances),
    staff: (circumstances?: Circumstances) => call('GetStaff', '<ActiveOnly>true</ActiveOnly>', circumstances),
    sources: (circumstances?: Circumstances) => call('GetLeadSources', '', circumstances),
    addSource: (description: string, circumstances?: Circumstances) => call('AddLeadSource', elements({ Description: description }), circumstances),
    prospect: async (id: number) => (await script('GET', `/records/prospects/${id}`)).body,
    hazard: (name: string, params = {}, more = {}) => script('POST', '/hazards', { name, params, ...more }),
    requests: async () => (await script('GET', '/requests')).body.requests as any[],
  };
}

/** Reads a result, as strictly as a client of the page would. @throws when it is none of this operation */
export function resultOf(operation: string, reply: Reply): Result {
  const root = typeof reply.body === 'string' ? readXml(reply.body) : null;
  const response = root?.children[0]?.children[0];
  const result = response?.children[0];
  if (response?.name !== `${operation}Response` || response.uri !== namespace || result?.name !== `${operation}Result`) {
    throw new Error(`No result of ${operation}: ${String(reply.status)} ${String(reply.body)}`);
  }
  return { ...(valueOf(result) as Result), status: reply.status };
}

function valueOf(element: XmlElement): unknown {
  if (element.attributes.some(({ name }) => name === 'nil')) return null;
  if (['Staff', 'LeadSources', 'ProspectIds'].includes(element.name)) return element.children.map(valueOf);
  if (element.children.length === 0) return element.text;
  return Object.fromEntries(element.children.map((child) => [child.name, valueOf(child)]));
}

const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
