import { withHeaders, type Answer } from '../../http/answer.js';
import { isObject } from '../../http/json-body.js';
import type { Request } from '../../http/request.js';
import { hazardsOfEveryVendor, retryAfter, withRetryAfter, type HazardCatalogue, type HazardDefinition, type Params } from '../../scripting/hazard-catalogue.js';
import { parsedBody } from './call.js';
import { apiDisabled, concurrentLimit, dailyLimit, duplicateValue, lockedRow, serverUnavailable, sessionInvalid, unknownException } from './errors.js';
import { numbered } from './ids.js';
import { duplicateOf, duplicatesDetected } from './leads/duplicate-rule.js';
import { severalRecords } from './leads/find-lead.js';
import type { Sessions } from './oauth/sessions.js';
import { wrongSecret } from './oauth/token-error.js';
import { creates, queries, restOperations, routeOf, updates, writes } from './routes.js';
import type { SalesforceState } from './state.js';
import { leadOf, wouldCreate, wouldUpdate } from './subject.js';
import { refused } from './wire.js';

const reads = [...queries, 'queryMore', 'getLead', 'findLead'];
const versioned = ['listVersions', ...restOperations];
const number = (preset: number) => ({ is: 'number', default: preset }) as const;
const matchId = { matchId: { is: 'text', optional: true } } as const;

const isToken = (request: Request) => routeOf(request).operation === 'token';
const versionOf = (request: Request) => routeOf(request).version ?? '62.0';

/**
 * Section 8.2 of the page. What changes the work waits for a call that is let in.
 * @param headers what every answer of the vendor to this request carries
 */
export function hazardsOf(state: SalesforceState, sessions: Sessions, headers: (request: Request) => Answer['headers']): HazardCatalogue {
  const onCall = (operations: readonly string[], concerns: (request: Request) => boolean = () => true) =>
    ({ kind: 'M', operations, concerns: (request: Request) => sessions.of(request) !== null && concerns(request) }) as const;
  const replaced = (operations: readonly string[], answer: (params: Params, request: Request) => Answer) => ({ kind: 'R', operations, answer }) as const;

  const own: HazardCatalogue = {
    ...hazardsOfEveryVendor,
    'outage-503': { kind: 'R', params: retryAfter, answer: (params) => withRetryAfter(serverUnavailable, params) },
    'error-500': { kind: 'R', answer: () => unknownException },
    'throttle-429': { kind: 'R', params: retryAfter, answer: (params) => withRetryAfter({ status: 429, headers: {}, body: '' }, params) },
    'limit-403': {
      ...replaced(versioned, ({ kind }) => (kind === 'concurrent' ? concurrentLimit : dailyLimit)),
      params: { kind: { is: 'text', default: 'daily', oneOf: ['daily', 'concurrent'] } },
    },
    'auth-revoked': { kind: 'R', answer: (_params, request) => (isToken(request) ? wrongSecret().answer() : sessionInvalid) },
    'route-not-granted': replaced(versioned, () => apiDisabled),
    'token-expired': onCall(restOperations),
    'lasting-401': { kind: 'R', operations: versioned, answer: (_params, request) => (isToken(request) ? null : sessionInvalid) },
    'foreign-instance-url': { kind: 'M', operations: ['token'] },
    'field-refused': {
      ...replaced(writes, ({ code, message, fields }) => refused(400, { errorCode: String(code), message: String(message), fields: fields as string[] })),
      params: { code: { is: 'text', default: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' }, message: { is: 'text' }, fields: { is: 'list', default: [] } },
    },
    'lock-row': replaced(writes, () => lockedRow),
    'duplicate-alert': { ...onCall(creates, (request) => wouldCreate(state, request)), params: matchId },
    'duplicate-block': { ...replaced(['upsertLead', 'createLead', 'updateLead'], (params, request) => blocked(state, params, request)), params: matchId },
    'upsert-300': replaced(['upsertLead', 'findLead'], (_params, request) => severalRecords(versionOf(request), twoOf(state))),
    'duplicate-value': replaced(['upsertLead', 'createLead', 'updateLead'], () => refused(400, duplicateValue('InTouch_Id__c', twoOf(state)[0]!))),
    'stale-read': { ...onCall(['listChanges']), params: { ms: number(10_000) } },
    'late-commit': { ...onCall(writes), params: { ms: number(5_000) } },
    'delete-on-update': onCall(updates, (request) => wouldUpdate(state, request)),
    'convert-on-update': onCall(updates, (request) => wouldUpdate(state, request)),
    'same-second': onCall(writes),
    'system-touch': { kind: 'M' },
    'small-batch': { ...onCall(queries), params: { rows: number(200) } },
    'locator-lost': onCall(['queryMore']),
    'old-versions': { kind: 'M', operations: versioned, params: { max: { is: 'text', default: '58.0' } } },
    'usage-high': { kind: 'M', operations: versioned, params: { used: number(14_000) } },
    'unknown-field': onCall(reads),
  };
  return Object.fromEntries(Object.entries(own).map(([name, definition]) => [name, withOwnHeaders(definition, headers)]));
}

/** A replaced answer is the vendor's too: it tells its time and its usage. */
function withOwnHeaders(definition: HazardDefinition, headers: (request: Request) => Answer['headers']): HazardDefinition {
  if (!('answer' in definition)) return definition;
  const answer = (params: Params, request: Request): Answer | null => {
    const plain = definition.answer(params, request);
    return plain === null ? null : withHeaders(plain, { ...headers(request), ...plain.headers });
  };
  return { ...definition, answer };
}

function blocked(state: SalesforceState, { matchId: match }: Params, request: Request): Answer {
  const [body, lead] = [parsedBody(request), leadOf(state, request)];
  const email = isObject(body) && 'Email' in body ? body['Email'] : lead?.Email;
  return duplicatesDetected(state, request, versionOf(request), duplicateOf(state, match, email, lead?.Id), false);
}

/** Two ids of leads, whether they are there or not. */
function twoOf({ leads }: SalesforceState): string[] {
  return [...new Set([...leads.values()].slice(0, 2).map(({ Id }) => Id)).add(numbered('00Q', 1)).add(numbered('00Q', 2))].slice(0, 2);
}
