import type { Answer } from '../../http/answer.js';
import type { Request } from '../../http/request.js';
import { hazardsOfEveryVendor, retryAfter, withRetryAfter, type HazardCatalogue, type HazardDefinition } from '../../scripting/hazard-catalogue.js';
import { dated } from './date-header.js';
import { crashed, databaseFailure } from './failures.js';
import type { Logins } from './logins.js';
import type { SugarState } from './state.js';
import { accessDenied, invalidSession, nothing, wrongLogin } from './v4_1/answers.js';
import { invalidGrant, invalidParameter, maintenance, needLogin, notAuthorized } from './v11/answers.js';
import { aboutOf, isV11 } from './wires.js';

const leadWrites = ['createLead', 'updateLead', 'deleteLead', 'set_entry'];
const writes = [...leadWrites, 'unlinkEmail', 'set_relationship'];
const leadLists = ['listChanges', 'get_entry_list'];

/** An answer for each of the two protocols. */
const inEach = (v4_1: Answer, v11: Answer) => (request: Request) => (isV11(request) ? v11 : v4_1);

/** Section 8.2 of the page. A change of what is done waits for a call that is done: one without a live login is not. */
export function hazardsOf(state: SugarState, logins: Logins): HazardCatalogue {
  const onCall = (operations?: readonly string[], isMeant: (request: Request) => boolean = () => true) =>
    ({ kind: 'M', ...(operations === undefined ? {} : { operations }), concerns: (request: Request) => logins.isLive(request) && isMeant(request) }) as const;
  const isOfLiveLead = (request: Request) => state.leads.get(aboutOf(state, request).lead ?? '')?.deleted === 0;
  const revoked = (request: Request) =>
    (aboutOf(state, request).operation === 'login' ? inEach(wrongLogin, invalidGrant) : inEach(invalidSession, needLogin))(request);
  const number = (preset: number) => ({ is: 'number', default: preset }) as const;

  const catalogue: HazardCatalogue = {
    ...hazardsOfEveryVendor,
    'error-500': { kind: 'R', answer: () => crashed },
    'throttle-429': { kind: 'R', params: retryAfter, answer: (params) => withRetryAfter({ status: 429, headers: {}, body: '' }, params) },
    'auth-revoked': { kind: 'R', answer: (_params, request) => revoked(request) },
    'route-not-granted': { kind: 'R', answer: (_params, request) => inEach(accessDenied, notAuthorized)(request) },
    'field-refused': {
      kind: 'R',
      params: { message: { is: 'text' } },
      // Nothing else has fields that could be refused.
      operations: writes,
      answer: (params, request) => inEach(databaseFailure, invalidParameter(String(params['message'])))(request),
    },
    'maintenance-503': { kind: 'R', answer: (_params, request) => inEach(databaseFailure, maintenance)(request) },
    'null-body': { kind: 'R', answer: () => nothing },
    'stale-read': { ...onCall([...leadLists, 'getLead']), params: { ms: number(10_000) } },
    'late-commit': { ...onCall(leadWrites), params: { ms: number(5_000) } },
    'session-lost': onCall(),
    'login-displaced': { kind: 'M', concerns: (request) => isV11(request) && logins.isDisplaceable(request) },
    'false-success': onCall(writes),
    'database-failure-after-commit': onCall(writes),
    'delete-on-update': onCall(['updateLead'], isOfLiveLead),
    'convert-on-update': onCall(['updateLead'], isOfLiveLead),
    'same-second': onCall(leadWrites),
    'future-stamp': { ...onCall(leadWrites), params: { seconds: number(86_400) } },
    'page-cap': { ...onCall([...leadLists, 'listUsers']), params: { rows: number(20) } },
    'stray-html': onCall(),
    'unknown-field': onCall(),
  };
  return Object.fromEntries(Object.entries(catalogue).map(([name, definition]) => [name, timed(state, definition)]));
}

/** The clock of the sandbox shows in what hazards answer, too. */
const timed = ({ clock }: SugarState, definition: HazardDefinition): HazardDefinition =>
  'answer' in definition ? { ...definition, answer: (params, request) => dated(definition.answer(params, request)!, clock) } : definition;
