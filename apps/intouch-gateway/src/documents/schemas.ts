import {
  changeTypes, contactStatuses, deliveryStates, directions, fileStates, linkedHows, logLevels, lookupStatuses, reviewDecisions, runCounters, runKinds, runOutcomes, tiePolicies, vendors,
} from '@intouch/contracts';
import { runStates } from '../store/run.store.js';

/** JSON Schema, as far as OpenAPI needs it here. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}

const text = { type: 'string' };
const flag = { type: 'boolean' };
const count = { type: 'integer', minimum: 0 };
const instant = { type: 'string', format: 'date-time' };
const date = { type: 'string', format: 'date' };
const id = { type: 'string', pattern: '^[A-Za-z0-9._-]{1,36}$' };
const anything = { type: 'object', additionalProperties: true };
const maybe = (schema: Schema): Schema => ({ ...schema, nullable: true });
const oneOf = (values: readonly string[]): Schema => ({ type: 'string', enum: [...values] });
const list = (items: Schema): Schema => ({ type: 'array', items });
const object = (properties: Record<string, Schema>, required: readonly string[] = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  ...(required.length > 0 ? { required: [...required] } : {}),
});

const short = maybe({ type: 'string', maxLength: 500 });
const vendor = oneOf(vendors);
const fieldErrors = list(object({ field: text, message: text }));
const snapshot = {
  status: oneOf(contactStatuses), firstName: { type: 'string', minLength: 1, maxLength: 500 }, lastName: { type: 'string', minLength: 1, maxLength: 500 },
  email: short, mobile: short, homePhone: short, workPhone: short, street: short, city: short, state: short, zip: short,
  country: maybe({ type: 'string', pattern: '^[A-Z]{2}$' }), birthDate: maybe(date), gender: maybe(oneOf(['M', 'F'])),
  ownerStaffId: maybe(id), leadSourceId: maybe(id), contactMethod: short, notes: maybe({ type: 'string', maxLength: 10_000 }),
  attributes: maybe(anything), vendorIds: maybe({ type: 'object', additionalProperties: { type: 'string', nullable: true } }), updatedAt: maybe(instant),
};
const snapshotRequired = ['status', 'firstName', 'lastName'];
const option = {
  createUpdateLead: flag, archiveLead: flag, insertLead: flag, convertLeadToMember: flag, insertMember: flag, convertMemberToFormerMember: flag,
  updateContact: flag, deleteLead: flag, primaryOnly: flag, autoMatchThroughTier: { type: 'integer', minimum: 1, maximum: 6 },
  tiePolicy: oneOf(tiePolicies), birthDateVeto: flag, contactMethod: text, leadSource: text,
};
const file = object({ name: text, state: oneOf(fileStates), rows: maybe(count), bad: maybe(count), reason: maybe(text), at: instant });
const run = {
  runId: text, clubId: id, vendor, state: oneOf(runStates), kind: oneOf(runKinds), startedAt: instant, finishedAt: maybe(instant), failure: maybe(text),
  counts: object(Object.fromEntries(runCounters.map((counter) => [counter, count]))),
};
const integration = {
  clubId: id, vendor, enabled: flag, settings: anything, credentialsSet: flag, schedule: maybe(text), options: object(option),
  state: oneOf(['active', 'paused', 'suspended', 'disabled']), suspendedReason: maybe(text), lastRun: maybe(object(run)), nextRunAt: maybe(instant),
};
const runItem = object({ vendorContactId: text, outcome: oneOf(runOutcomes), by: oneOf(['vendor-id', 'tier', 'none']), tier: maybe(count), contactId: maybe(id), reason: maybe(text) });
const entry = object({
  id: text, at: instant, level: oneOf(logLevels), direction: oneOf(directions), clubId: id, vendor: maybe(vendor), contactId: maybe(id), vendorContactId: maybe(text),
  requestId: maybe(text), summary: text, reason: maybe(text), detail: maybe(text), howToFix: maybe(text),
});
const lookup = object({ id, name: text, vendorId: maybe(text), status: oneOf(lookupStatuses), detail: maybe(text) });
const club = object({ clubId: id, clientId: id, name: text, timeZone: text, country: text });
const toSet = {
  ...anything,
  description: 'The fields InTouch should set, no others. Of `attributes` too: only those that it names are set, the others stay as they are.',
};
const change = object({
  changeId: text, type: oneOf(changeTypes), occurredAt: instant, clubId: id, contactId: maybe(id), vendor, vendorContactId: text,
  match: object({ by: oneOf(['vendor-id', 'tier', 'none']), tier: maybe(count) }), joinDate: maybe(date), endDate: maybe(date), contact: toSet,
});
const delivery = object({
  vendor, state: oneOf(deliveryStates), desiredVersion: maybe(text), deliveredVersion: maybe(text), attempts: count, nextAttemptAt: maybe(instant), lastError: maybe(text),
});
const review = object({
  reviewId: text, clubId: id, vendor, vendorContact: anything, reason: text,
  candidates: list(object({ contactId: id, tier: count, agrees: list(text), differs: list(text) })),
});

/** The shapes of the API's bodies and answers. */
export const schemas = {
  problem: object({ type: text, title: text, status: count, detail: text, requestId: text, errors: fieldErrors, holder: text }, ['type', 'title', 'status', 'detail', 'requestId']),
  clubBody: object({ clientId: id, name: text, timeZone: text, country: text }, ['clientId', 'name', 'timeZone']),
  club,
  clubs: object({ clubs: list(club) }),
  contactBody: object(snapshot, snapshotRequired),
  accepted: object({ eventId: text, contactId: id, version: text }),
  batchBody: object({ contacts: { ...list(object({ contactId: id, ...snapshot }, ['contactId', ...snapshotRequired])), maxItems: 1_000 } }),
  batch: object({ accepted: count, rejected: list(object({ index: count, contactId: maybe(text), errors: fieldErrors })) }),
  sendBody: object({ vendor: maybe(vendor) }, []),
  contact: object({
    contact: object({ contactId: id, ...snapshot, archived: flag }, snapshotRequired),
    links: list(object({ vendor, vendorContactId: text, linkedAt: instant, how: oneOf(linkedHows) })),
    deliveries: list(delivery),
    log: list(entry),
  }),
  staffBody: object({ firstName: text, lastName: text, email: maybe(text), active: flag }, ['firstName', 'lastName']),
  leadSourceBody: object({ name: text, active: flag }, ['name']),
  acceptedStaff: object({ eventId: text, staffId: id, version: text }),
  acceptedLeadSource: object({ eventId: text, leadSourceId: id, version: text }),
  lookups: object({ staff: list(lookup), leadSources: list(lookup) }),
  runId: object({ runId: text }),
  linkBody: object({ vendorId: { type: 'string', minLength: 1, maxLength: 200 } }),
  link: object({ vendor, id, vendorId: text }),
  integrationBody: object({ enabled: flag, settings: anything, credentials: anything, schedule: maybe(text), options: object(option, []) }, []),
  // Codes are told only where what comes in comes in files.
  integration: object({ ...integration, unmappedCodes: list(text) }, Object.keys(integration)),
  check: object({ ok: flag, problems: list(object({ code: text, detail: text, howToFix: text })) }),
  syncBody: object({ full: { type: 'boolean', default: false }, dryRun: { type: 'boolean', default: false } }, []),
  files: object({ files: list(file) }),
  processBody: object({ dryRun: { type: 'boolean', default: false } }, []),
  run: object({ ...run, items: list(runItem) }),
  changes: object({ changes: list(change), next: text }),
  ackBody: object({ contactId: maybe(id) }, []),
  webhookBody: object({ url: maybe(text), secret: text }, ['url']),
  webhook: object({ url: maybe(text) }),
  log: object({ entries: list(entry), next: text }),
  parked: object({ parked: list(object({ clubId: id, contactId: id, vendor, reason: maybe(text), detail: maybe(text), since: instant })), next: maybe(text) }),
  retryBody: object({ clubId: id, vendor, reason: text, contactId: id }, []),
  retried: object({ retried: count }),
  reviews: object({ reviews: list(review), next: text }),
  reviewBody: object({ decision: oneOf(reviewDecisions), contactId: maybe(id) }, ['decision']),
  reviewed: object({ reviewId: text, decision: oneOf(reviewDecisions), contactId: maybe(id) }),
} as const;
