import { text, type Answer } from '../../http/answer.js';
import type { Request } from '../../http/request.js';
import { hazardsOfEveryVendor, retryAfter, withRetryAfter, type HazardCatalogue } from '../../scripting/hazard-catalogue.js';
import { echo, refused, unauthorized, written } from './envelope.js';
import { restOperations, routeOf } from './routes.js';
import { fault } from './soap-call.js';
import { isXmlList, refusedList } from './xml-lists.js';

/** HTTP 401 in the spelling of the protocol that asks. */
export function notAuthorized(message: 'Unauthorized' | 'Not Authorized', request: Request): Answer {
  return routeOf(request).protocol === 'soap' ? text(401, 'text/plain', message) : written(unauthorized(message), request);
}

export const empty = (status: number): Answer => ({ status, headers: {}, body: '' });

function fieldRefused(message: string, request: Request): Answer {
  const { protocol, club, id, operation } = routeOf(request);
  const asked = echo(club, request.search);
  if (protocol === 'rest') return written(refused(operation === 'updateProspect' ? { ...asked, prospectId: id } : asked, message), request);
  return operation !== null && isXmlList(operation) ? refusedList(operation, asked, message) : fault('Client', message);
}

const lists = ['listCampaigns', 'listEmployees', 'listMembers', 'listProspects'];
const peopleLists = ['listMembers', 'listProspects', 'xmlMemberList'];
const updates = ['updateProspect', 'soapUpdateProspect'];

/** Section 8.2 of the page. */
export const hazards: HazardCatalogue = {
  ...hazardsOfEveryVendor,
  'error-500': { kind: 'R', answer: () => empty(500) },
  'throttle-429': { kind: 'R', params: retryAfter, answer: (params) => withRetryAfter(empty(429), params) },
  'auth-revoked': { kind: 'R', answer: (_params, request) => notAuthorized('Unauthorized', request) },
  'club-not-authorized': { kind: 'R', answer: (_params, request) => notAuthorized('Not Authorized', request) },
  'route-not-granted': { kind: 'R', answer: () => empty(405) },
  'field-refused': {
    kind: 'R',
    params: { message: { is: 'text' } },
    answer: (params, request) => fieldRefused(String(params['message']), request),
  },
  'stale-read': { kind: 'M', params: { ms: { is: 'number', default: 10_000 } }, operations: peopleLists },
  'success-without-id': { kind: 'M', operations: ['createProspect', 'soapInsertProspect'] },
  'convert-on-update': { kind: 'M', operations: updates },
  'page-drift': { kind: 'M', params: { mode: { is: 'text', default: 'repeat', oneOf: ['repeat', 'skip'] } }, operations: lists },
  'single-as-object': { kind: 'M', operations: lists },
  'empty-array': { kind: 'M', operations: lists },
  'xml-answer': { kind: 'M', operations: restOperations },
  'unpadded-day': { kind: 'M', operations: [...peopleLists, 'getMember', 'getProspect'] },
  'employee-variants': { kind: 'M', operations: ['listEmployees', 'xmlEmployeeList'] },
  'unknown-field': { kind: 'M' },
};
