import { text } from '../../http/answer.js';
import type { Request } from '../../http/request.js';
import { hazardsOfEveryVendor, retryAfter, withRetryAfter, type HazardCatalogue } from '../../scripting/hazard-catalogue.js';
import type { Logins } from './logins.js';
import { askedFor, isPastTheEnd, updatedId } from './members.js';
import { operationOf, operationsBehindLogin } from './routes.js';
import type { MosoState } from './state.js';
import { empty, notLoggedIn, refused, wrongLogin } from './wire.js';

/** Section 8.5 of the page. A change of what is done waits for a call that is done: one without a live login is not. */
export function hazardsOf(state: MosoState, logins: Logins): HazardCatalogue {
  const isAdmitted = (request: Request) => logins.isLive(request);
  const onCall = (operations: readonly string[], isMeant: (request: Request) => boolean = () => true) =>
    ({ kind: 'M', operations, concerns: (request: Request) => isAdmitted(request) && isMeant(request) }) as const;
  const asks = (fits: (asked: { status: string; page: number }) => boolean) => (request: Request) => {
    const asked = askedFor(request.search);
    return asked !== null && fits(asked);
  };
  return {
    ...hazardsOfEveryVendor,
    'error-500': { kind: 'R', answer: () => empty(500) },
    'throttle-503': { kind: 'R', answer: () => text(503, 'text/plain', 'Server Too Busy') },
    'throttle-429': { kind: 'R', params: retryAfter, answer: (params) => withRetryAfter(empty(429), params) },
    'auth-revoked': {
      kind: 'R',
      answer: (_params, request) => {
        if (operationOf(request) === 'authenticate') return wrongLogin;
        logins.endOf(request);
        return notLoggedIn;
      },
    },
    'field-refused': {
      kind: 'R',
      params: { message: { is: 'text' } },
      // There are no fields in a login.
      operations: operationsBehindLogin,
      answer: (params) => refused(String(params['message'])),
    },
    'login-displaced': onCall(operationsBehindLogin),
    'stale-read': { ...onCall(['findMembers']), params: { ms: { is: 'number', default: 10_000 } } },
    'success-without-id': onCall(['addMember']),
    'missing-results-key': onCall(['findMembers'], asks((asked) => isPastTheEnd(state, asked))),
    'endless-page-one': onCall(['findMembers'], asks(({ page }) => page > 1)),
    'blank-strings': onCall(['findMembers', 'getMember']),
    'convert-on-update': {
      ...onCall(['updateMember'], ({ body }) => updatedId(state, body) !== null),
      params: { type: { is: 'text' } },
    },
  };
}
