import { text, type Answer } from '../../http/answer.js';
import type { Request } from '../../http/request.js';
import { hazardsOfEveryVendor, retryAfter, withRetryAfter, type HazardCatalogue } from '../../scripting/hazard-catalogue.js';
import { updatedId } from './save-prospect.js';
import { callOf, part, textOf, type SoapCall } from './soap-call.js';
import { clubNotEnabled, fault, leadSourceNotFound, loginFailed, serverBusy, staffNotFound, written, wrongData, type Refusal } from './wire.js';

type Refuse = (call: SoapCall, params: Readonly<Record<string, unknown>>) => Refusal;

/** A code needs an operation to be the result of: what cannot be read passes, and gets its fault. */
const coded = (refuse: Refuse) => ({
  kind: 'R' as const,
  concerns: (request: Request) => callOf(request) !== null,
  answer: (params: Readonly<Record<string, unknown>>, request: Request): Answer | null => {
    const call = callOf(request);
    return call === null ? null : written(call.operation, refuse(call, params));
  },
});

/** As `coded`, for saves that name something by this element. */
const codedFor = (name: string, refuse: (id: string) => Refusal) => ({
  ...coded((call) => refuse(linkOf(call, name))),
  operations: save,
  concerns: (request: Request) => isCall(request, (call) => linkOf(call, name) !== ''),
});

const linkOf = ({ payload }: SoapCall, name: string): string => textOf(part(payload, 'Prospect'), name)?.trim() ?? '';

function isCall(request: Request, fits: (call: SoapCall) => boolean): boolean {
  const call = callOf(request);
  return call !== null && fits(call);
}

const save = ['SaveProspect'];
/** Not consumed by the save that makes the prospect. */
const onUpdate = { kind: 'M', operations: save, concerns: (request: Request) => isCall(request, (call) => updatedId(call) !== null) } as const;

/** Section 8.2 of the page. */
export const hazards: HazardCatalogue = {
  ...hazardsOfEveryVendor,
  'billing-window-503': { kind: 'R', answer: () => text(503, 'text/plain', 'Nightly billing in progress') },
  'error-500': { kind: 'R', answer: () => fault('Server', 'Internal error') },
  'throttle-429': { kind: 'R', params: retryAfter, answer: (params) => withRetryAfter({ status: 429, headers: {}, body: '' }, params) },
  'throttle-900': coded(() => serverBusy),
  'auth-revoked': coded(() => loginFailed),
  'club-not-enabled': coded(({ clubNumber }) => clubNotEnabled(clubNumber)),
  'field-refused': { ...coded((_call, params) => wrongData(String(params['message']))), params: { message: { is: 'text' } } },
  'unknown-staff': codedFor('MembershipAdvisorId', staffNotFound),
  'unknown-source': codedFor('LeadSourceId', leadSourceNotFound),
  'stale-read': { kind: 'M', params: { ms: { is: 'number', default: 10_000 } }, operations: ['FindProspect', 'GetLeadSources'] },
  'success-without-id': { kind: 'M', operations: save },
  'convert-on-update': onUpdate,
  'delete-on-update': onUpdate,
  'source-race': { kind: 'M', operations: ['AddLeadSource'] },
  'description-variants': { kind: 'M', operations: ['GetLeadSources'] },
  'null-emails': { kind: 'M', operations: ['GetStaff'] },
  'unknown-element': { kind: 'M' },
};
