import { readXml, type XmlElement } from '../http/xml.js';
import type { Played, Reply } from './played-sandbox.js';

/** The instant the specs of ABC freeze its clock at: eight days into July, noon in Chicago. */
export const frozenAt = '2024-07-08T17:00:00Z';

export const pair = { app_id: 'sim-app', app_key: 'not-a-real-key' };
export const basic = { authorization: `Basic ${Buffer.from('sim-app:not-a-real-key').toString('base64')}` };

/** Ids of the fixture: a letter, zeros, a digit. */
export const id = (name: string) => `${name[0]}${name.slice(1).padStart(31, '0')}`;

/** What every prospect must have. */
export const least = { firstName: 'Jane', lastName: 'Doe', gender: 'Unknown' };

/** The page's own sample of `createProspect`. */
export const jane = {
  personal: {
    firstName: 'Jane', lastName: 'Doe', addressLine1: '12 Main St', city: 'Sherwood', state: 'AR', countryCode: 'US', postalCode: '72120',
    email: 'jane@example.com', primaryPhone: '5015550100', mobilePhone: '5015550101', workPhone: '5015550102', workPhoneExt: '1234',
    birthDate: '1990-04-02', gender: 'Unknown', misc1: '7f0c2f5e-4b9a-4f5b-9a57-0d5d0a2f1c11',
  },
  agreement: { salesPersonId: id('e1'), campaignId: id('c1') },
  note: { text: 'Asked about yoga' },
};

/** A message of ProspectManagerService; `inner` stands in the operation element. */
export const soapMessage = (operation: string, inner: string, space = 'urn:abc-sim:ProspectManagerService') =>
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:p="' + space + '"><soapenv:Body>' +
  `<p:${operation}>${inner}</p:${operation}></soapenv:Body></soapenv:Envelope>`;

export const leastXml = '<firstName>Jane</firstName><lastName>Doe</lastName><gender>Unknown</gender>';

/** An element as an object: leaves are texts, what comes more than once is a list. */
export function tree(element: XmlElement): any {
  if (element.children.length === 0) return element.text;
  const object: Record<string, any> = {};
  for (const one of element.children) {
    const before = object[one.name];
    object[one.name] = before === undefined ? tree(one) : [...(Array.isArray(before) ? before : [before]), tree(one)];
  }
  return object;
}

/** A body of XML as name of its root and tree. */
export function xmlOf({ body }: Reply): any {
  const root = readXml(String(body));
  if (root === null) throw new Error(`This is no XML: ${String(body)}`);
  return { [root.name]: tree(root) };
}

/** The calls the specs of ABC share. */
export const abcCalls = ({ call }: Played) => {
  const script: Played['script'] = (method, path, body) => call(method, `/__sandbox/abc${path}`, body);
  /** REST with good credentials, `path` begins after `/rest/`. */
  const rest = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call(method, `/rest/${path}`, body, { accept: 'application/json', ...pair, ...headers });
  const soap = (operation: string, inner: string, { club = '9003', headers = {} }: { club?: string; headers?: Record<string, string> } = {}) =>
    call('POST', `/ws/ProspectManagerService/${club}`, soapMessage(operation, inner), {
      'content-type': 'text/xml; charset=utf-8', soapaction: `"${operation}"`, ...basic, ...headers,
    });
  return {
    script,
    rest,
    soap,
    xmlList: (path: string) => call('GET', `/ws/${path}`, undefined, basic),
    create: (prospect: unknown, club = '9003') => rest('POST', `${club}/prospects`, { prospects: [{ prospect }] }),
    update: (prospectId: string, prospect: unknown, club = '9003') => rest('PUT', `${club}/prospects/${prospectId}`, { prospect }),
    record: async (kind: string, recordId: string) => (await script('GET', `/records/${kind}/${recordId}`)).body,
    hazard: (name: string, params = {}, more = {}) => script('POST', '/hazards', { name, params, ...more }),
  };
};

/** A field error of the REST wire. */
export const refusal = (message: string) => ({ status: 200, body: { status: { message, count: '0', messageCode: 'API-SIM-0400' } } });

/** A Client fault, as `xmlOf` shows it. */
export const clientFault = (faultstring: string) => ({ Envelope: { Body: { Fault: { faultcode: 'soapenv:Client', faultstring } } } });
