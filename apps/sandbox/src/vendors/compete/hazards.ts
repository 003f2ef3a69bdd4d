import type { Answer } from '../../http/answer.js';
import { hazardsOfEveryVendor, retryAfter, withRetryAfter, type HazardCatalogue } from '../../scripting/hazard-catalogue.js';
import { tooManyRequests } from './access.js';
import { bare, failure, result, serverError, written, type Outcome } from './wire.js';

export const notAuthorized = failure(
  405,
  'Caller is requesting a service that either does not exist or to which caller does not have authority to execute',
);

const always = (outcome: Outcome) => (): Answer => written(outcome);
const message = { message: { is: 'text' } } as const;
const change = ['updatePersonalInformation'];
const lists = ['getCustomers', 'searchMembers'];

/** Section 8.2 of the page. */
export const hazards: HazardCatalogue = {
  ...hazardsOfEveryVendor,
  'error-500': { kind: 'R', answer: always(serverError) },
  'throttle-429': { kind: 'R', params: retryAfter, answer: (params) => withRetryAfter(written(tooManyRequests), params) },
  'auth-revoked': { kind: 'R', answer: always(failure(401, 'Invalid authorization credentials')) },
  'club-inactive': { kind: 'R', answer: always(failure(401, 'Invalid authorization credentials (Inactive Club)')) },
  'route-not-granted': { kind: 'R', answer: always(notAuthorized) },
  'unsuccessful-200': {
    kind: 'R',
    params: message,
    operations: ['createMember'],
    answer: (params) => written(bare({ Successful: false, CustomerId: null, MemberId: null, Message: params['message'] })),
  },
  'change-error': {
    kind: 'R',
    params: message,
    operations: change,
    answer: (params) =>
      written(result({ AutoApprovedConfirmationNumber: null, PendingConfirmationNumber: null, ErrorMessages: params['message'] })),
  },
  'field-refused': { kind: 'R', params: message, answer: (params) => written(failure(400, String(params['message']))) },
  'stale-read': { kind: 'M', params: { ms: { is: 'number', default: 10_000 } }, operations: lists },
  'empty-is-200': { kind: 'M', operations: ['getCustomers'] },
  'filter-ignored': { kind: 'M', operations: ['getCustomers'] },
  'filter-misses': { kind: 'M', operations: ['getCustomers'] },
  'page-drift': {
    kind: 'M',
    params: { mode: { is: 'text', default: 'repeat', oneOf: ['repeat', 'skip'] } },
    operations: ['getCustomers'],
  },
  'barcode-race': { kind: 'M', operations: ['createMember'] },
  'change-pending': { kind: 'M', operations: change },
  'change-partial': { kind: 'M', operations: change },
  'year-0001': { kind: 'M', operations: [...lists, 'getMember'] },
  'unknown-field': { kind: 'M' },
};
