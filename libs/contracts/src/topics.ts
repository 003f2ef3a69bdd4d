import { ActivityLogged } from './activity.js';
import { ClubConfigured, LeadSourceUpserted, StaffUpserted } from './club.js';
import { ContactUpserted, LeadArchived, LeadSendRequested } from './contact.js';
import { ContactUpheld, Decision } from './decision.js';
import { FilesReported } from './file.js';
import { DeliveryRetryRequested, IntegrationChecked, IntegrationCheckRequested, IntegrationConfigured, IntegrationStateChanged } from './integration.js';
import { ContactLinked, ContactLinkRefused, ContactLinkRequested, ContactUnlinked, LookupsReported, LookupsRequested } from './link.js';
import { ContactReported } from './report.js';
import { MatchResolved, MatchUndecided } from './review.js';
import { RunDecided, RunProgressed, RunRehearsed, SyncDue } from './run.js';
import { VendorDescribed } from './vendor.js';

/** A Kafka topic, its payload and its key. The key decides what keeps its order. */
export interface Topic<P extends object = object> {
  readonly name: string;
  readonly payload: new () => P;
  /** In words, for the documents. */
  readonly keyedBy: string;
  /** A method, so that a topic of some payload is also a topic of objects. */
  key(payload: P): string;
  /** Only the newest message per key is kept, for ever. */
  readonly compacted: boolean;
}
export type PayloadOf<T> = T extends Topic<infer P> ? P : never;

function topic<P extends object>(name: string, payload: new () => P, keyedBy: string, key: (payload: P) => string, compacted = false): Topic<P> {
  return { name, payload, keyedBy, key, compacted };
}

const byContact = (it: { clubId: string; contactId: string }): string => `${it.clubId}:${it.contactId}`;
const byVendor = (it: { clubId: string; vendor: string }): string => `${it.clubId}:${it.vendor}`;
const byClub = (it: { clubId: string }): string => it.clubId;
const byContactOrVendorId = (it: Decision): string => `${it.clubId}:${it.contactId ?? `${it.vendor}:${it.vendorContactId}`}`;
const decision = (name: Decision['type']): Topic<Decision> => topic(name, Decision, 'club:contact, or club:vendor:id while InTouch has none', byContactOrVendorId);

/** The page: every topic of the ring. Services share nothing but these. */
export const topics = {
  leadUpserted: topic('lead.upserted', ContactUpserted, 'club:contact', byContact),
  memberUpserted: topic('member.upserted', ContactUpserted, 'club:contact', byContact),
  leadArchived: topic('lead.archived', LeadArchived, 'club:contact', byContact),
  leadSendRequested: topic('lead.send-requested', LeadSendRequested, 'club:contact', byContact),
  staffUpserted: topic('staff.upserted', StaffUpserted, 'club:staff', (it) => `${it.clubId}:${it.staffId}`),
  leadSourceUpserted: topic('lead-source.upserted', LeadSourceUpserted, 'club:source', (it) => `${it.clubId}:${it.leadSourceId}`),

  clubConfigured: topic('club.configured', ClubConfigured, 'club', byClub, true),
  integrationConfigured: topic('integration.configured', IntegrationConfigured, 'club:vendor', byVendor, true),
  vendorDescribed: topic('vendor.described', VendorDescribed, 'vendor', (it) => it.vendor, true),
  integrationStateChanged: topic('integration.state-changed', IntegrationStateChanged, 'club:vendor', byVendor),
  integrationCheckRequested: topic('integration.check-requested', IntegrationCheckRequested, 'club:vendor', byVendor),
  integrationChecked: topic('integration.checked', IntegrationChecked, 'club:vendor', byVendor),
  deliveryRetryRequested: topic('delivery.retry-requested', DeliveryRetryRequested, 'club:vendor', byVendor),

  syncDue: topic('sync.due', SyncDue, 'club:vendor', byVendor),
  contactReported: topic('contact.reported', ContactReported, 'club', byClub),
  runProgressed: topic('run.progressed', RunProgressed, 'club:vendor', byVendor),
  runRehearsed: topic('run.rehearsed', RunRehearsed, 'club:vendor', byVendor),
  runDecided: topic('run.decided', RunDecided, 'club:vendor', byVendor),
  filesReported: topic('files.reported', FilesReported, 'club:vendor', byVendor),

  memberConverted: decision('member.converted'),
  memberInserted: decision('member.inserted'),
  leadInserted: decision('lead.inserted'),
  contactUpdated: decision('contact.updated'),
  memberLapsed: decision('member.lapsed'),
  leadDeleted: decision('lead.deleted'),
  contactUpheld: topic('contact.upheld', ContactUpheld, 'club:contact', byContact),

  matchUndecided: topic('match.undecided', MatchUndecided, 'club', byClub),
  matchResolved: topic('match.resolved', MatchResolved, 'club', byClub),

  contactLinkRequested: topic('contact.link-requested', ContactLinkRequested, 'club:contact', byContact),
  contactLinked: topic('contact.linked', ContactLinked, 'club:contact', byContact),
  contactLinkRefused: topic('contact.link-refused', ContactLinkRefused, 'club:contact', byContact),
  contactUnlinked: topic('contact.unlinked', ContactUnlinked, 'club:contact', byContact),
  lookupsRequested: topic('lookups.requested', LookupsRequested, 'club:vendor', byVendor),
  lookupsReported: topic('lookups.reported', LookupsReported, 'club:vendor', byVendor),

  activityLogged: topic('activity.logged', ActivityLogged, 'club', byClub),
} as const;

/** The topic of a decision, by its type. */
export const decisionTopics = {
  'member.converted': topics.memberConverted,
  'member.inserted': topics.memberInserted,
  'lead.inserted': topics.leadInserted,
  'contact.updated': topics.contactUpdated,
  'member.lapsed': topics.memberLapsed,
  'lead.deleted': topics.leadDeleted,
} as const satisfies Record<Decision['type'], Topic<Decision>>;
