import type { ServiceDefinition } from '@intouch/service';
import type { MatcherConfig } from './config.js';
import { ClubSizes } from './deciding/club-sizes.js';
import { Decider } from './deciding/decider.js';
import { FirstTime } from './deciding/first-time.js';
import { ActOnMatchResolved } from './handlers/act-on-match-resolved.js';
import { ArchiveContactOnLeadArchived } from './handlers/archive-contact-on-lead-archived.js';
import { DecideOnContactReported } from './handlers/decide-on-contact-reported.js';
import { DropLinkOnContactLinkRefused } from './handlers/drop-link-on-contact-link-refused.js';
import { DropLinkOnContactUnlinked } from './handlers/drop-link-on-contact-unlinked.js';
import { KeepClubOnClubConfigured } from './handlers/keep-club-on-club-configured.js';
import { KeepContactOnContactUpserted } from './handlers/keep-contact-on-contact-upserted.js';
import { KeepLinkOnContactLinked } from './handlers/keep-link-on-contact-linked.js';
import { KeepOptionsOnIntegrationConfigured } from './handlers/keep-options-on-integration-configured.js';
import { KeepTitleOnVendorDescribed } from './handlers/keep-title-on-vendor-described.js';
import { AdoptionStore } from './store/adoption.store.js';
import { ClubStore } from './store/club.store.js';
import { ContactStore } from './store/contact.store.js';
import { HeldStore } from './store/held.store.js';
import { IntegrationStore } from './store/integration.store.js';
import { LinkAnswerStore } from './store/link-answer.store.js';
import { LinkStore } from './store/link.store.js';
import { MatcherTables1700000001000 } from './store/migrations/0001-matcher-tables.js';
import { WarnedHash1700000002000 } from './store/migrations/0002-warned-hash.js';
import { RunPosition1700000003000 } from './store/migrations/0003-run-position.js';
import { ReviewStore } from './store/review.store.js';
import { RunPositionStore } from './store/run-position.store.js';
import { VendorStore } from './store/vendor.store.js';

/** Smart Match as a service: keeps a copy of the contacts, decides what vendors report, and tells. */
export function defineMatcher(config: MatcherConfig): ServiceDefinition {
  return {
    name: 'matcher',
    config,
    migrations: [MatcherTables1700000001000, WarnedHash1700000002000, RunPosition1700000003000],
    handlers: [
      KeepClubOnClubConfigured, KeepOptionsOnIntegrationConfigured, KeepTitleOnVendorDescribed,
      KeepContactOnContactUpserted, ArchiveContactOnLeadArchived,
      KeepLinkOnContactLinked, DropLinkOnContactLinkRefused, DropLinkOnContactUnlinked,
      DecideOnContactReported, ActOnMatchResolved,
    ],
    providers: [
      ClubStore, IntegrationStore, VendorStore, ContactStore, LinkStore, LinkAnswerStore, AdoptionStore, ReviewStore, HeldStore, RunPositionStore, ClubSizes, FirstTime, Decider,
    ],
  };
}
