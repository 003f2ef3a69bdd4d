import { AnswerCallerOnContactLinkRefused } from './answer-caller-on-contact-link-refused.js';
import { AnswerCallerOnIntegrationChecked } from './answer-caller-on-integration-checked.js';
import { ArchiveContactOnLeadArchived } from './archive-contact-on-lead-archived.js';
import { CloseReviewOnMatchResolved } from './close-review-on-match-resolved.js';
import { DropLinkOnContactUnlinked } from './drop-link-on-contact-unlinked.js';
import { FollowStateOnIntegrationStateChanged } from './follow-state-on-integration-state-changed.js';
import { KeepChangeOnDecision } from './keep-change-on-decision.js';
import { KeepContactOnUpsert } from './keep-contact-on-upsert.js';
import { KeepDescriptionOnVendorDescribed } from './keep-description-on-vendor-described.js';
import { KeepFilesOnFilesReported } from './keep-files-on-files-reported.js';
import { KeepLinkOnContactLinked } from './keep-link-on-contact-linked.js';
import { KeepLogOnActivityLogged } from './keep-log-on-activity-logged.js';
import { KeepLookupsOnLookupsReported } from './keep-lookups-on-lookups-reported.js';
import { KeepReviewOnMatchUndecided } from './keep-review-on-match-undecided.js';
import { KeepRunOnRunProgressed } from './keep-run-on-run-progressed.js';

/** What the gateway takes from the ring. */
export const handlers = [
  AnswerCallerOnContactLinkRefused,
  AnswerCallerOnIntegrationChecked,
  ArchiveContactOnLeadArchived,
  CloseReviewOnMatchResolved,
  DropLinkOnContactUnlinked,
  FollowStateOnIntegrationStateChanged,
  KeepChangeOnDecision,
  KeepContactOnUpsert,
  KeepDescriptionOnVendorDescribed,
  KeepFilesOnFilesReported,
  KeepLinkOnContactLinked,
  KeepLogOnActivityLogged,
  KeepLookupsOnLookupsReported,
  KeepReviewOnMatchUndecided,
  KeepRunOnRunProgressed,
];
