import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type Type } from '@nestjs/common';
import { topics, type IntegrationOptions, type VendorDescribed } from '@intouch/contracts';
import { encode, outgoing, Publisher } from '@intouch/messaging';
import { readConfig, runService, type BackgroundWork, type ServiceDefinition } from '@intouch/service';
import { Desk } from './background/desk.js';
import { ClubAccess } from './club-access.js';
import { connectorSettings, type ConnectorConfig } from './config.js';
import type { AnyConnector } from './define-connector.js';
import { Assignment } from './delivery/assignment.js';
import { Breakers } from './delivery/breakers.js';
import { Creation } from './delivery/creation.js';
import { Delivering } from './delivery/deliver.js';
import { JobBatches } from './delivery/job-batches.js';
import { Leases } from './delivery/leases.js';
import { Lookalikes } from './delivery/lookalikes.js';
import { Reconciler } from './delivery/reconciler.js';
import { Recorder } from './delivery/recorder.js';
import { SlowingDown } from './delivery/slowing-down.js';
import { Suspensions } from './delivery/suspensions.js';
import { Archiving } from './files/archiving.js';
import { Astray } from './files/astray.js';
import { DropTroubles } from './files/drop-troubles.js';
import { FeedSilence } from './files/feed-silence.js';
import { FileFates } from './files/file-fates.js';
import { FileReading } from './files/file-reading.js';
import { FileReporting } from './files/file-reporting.js';
import { FileWatcher } from './files/file-watcher.js';
import { DesireOnContactUpserted } from './handlers/desire-on-contact-upserted.js';
import { ArchiveOnLeadArchived, SendOnLeadSendRequested } from './handlers/follow-contacts.js';
import { KeepClubOnClubConfigured, KeepIntegrationOnIntegrationConfigured } from './handlers/keep-configuration.js';
import { KeepLeadSourceOnLeadSourceUpserted, KeepStaffOnStaffUpserted } from './handlers/keep-lookups.js';
import { LinkOnContactLinkRequested } from './handlers/link-on-contact-link-requested.js';
import {
  NoteCheckOnIntegrationCheckRequested, NoteLookupsOnLookupsRequested, NoteReviewOnMatchUndecided, QueueRunOnSyncDue, ReleaseOnMatchResolved, UnparkOnDeliveryRetryRequested,
} from './handlers/note-requests.js';
import { BrakeOnRunRehearsed, DecideOnRunDecided } from './handlers/follow-runs.js';
import { UpholdOnContactUpheld } from './handlers/uphold-on-contact-upheld.js';
import type { BrakeLimits } from './inbound/brake.js';
import { Holding } from './inbound/holding.js';
import { KnownRecords } from './inbound/known-records.js';
import { Merging } from './inbound/merging.js';
import { Puller } from './inbound/puller.js';
import { Reading } from './inbound/reading.js';
import { Rehearsing } from './inbound/rehearsing.js';
import { Reporting } from './inbound/reporting.js';
import { RunEvents } from './inbound/run-events.js';
import { LeadSourceCreation } from './lookups/lead-source-creation.js';
import { LinksByHand } from './lookups/links-by-hand.js';
import { LookupMatching } from './lookups/lookup-matching.js';
import { LookupRecorder } from './lookups/lookup-recorder.js';
import { AccountStore } from './store/account.store.js';
import { CrmTables1700000040000 } from './store/crm-tables.js';
import { DeliveredStore } from './store/delivered.store.js';
import { DeliveryStore } from './store/delivery.store.js';
import { DropStore } from './store/drop.store.js';
import { FeedStore } from './store/feed.store.js';
import { FileStore } from './store/file.store.js';
import { FileTables1700000030000 } from './store/file-tables.js';
import { IntegrationStore } from './store/integration.store.js';
import { KitTables1700000010000 } from './store/kit-tables.js';
import { LeadSourceCreationStore } from './store/lead-source-creation.store.js';
import { LinkStore } from './store/link.store.js';
import { LinkingTables1700000020000 } from './store/linking-tables.js';
import { LookupStore } from './store/lookup.store.js';
import { RehearsalStore } from './store/rehearsal.store.js';
import { RequestStore } from './store/request.store.js';
import { RunStore } from './store/run.store.js';
import { SeenStore } from './store/seen.store.js';
import { UpheldTables1700000050000 } from './store/upheld-tables.js';
import { VendorUserStore } from './store/vendor-user.store.js';
import { WakingStore } from './store/waking.store.js';
import { BRAKE, CLOCK, CONNECTOR, type Clock } from './tokens.js';
import { CreateTurns } from './wire/create-turn.js';

/** Every handler of every connector. */
export const connectorHandlers: readonly Type[] = [
  KeepClubOnClubConfigured, KeepIntegrationOnIntegrationConfigured, KeepStaffOnStaffUpserted, KeepLeadSourceOnLeadSourceUpserted,
  DesireOnContactUpserted, ArchiveOnLeadArchived, SendOnLeadSendRequested, LinkOnContactLinkRequested, QueueRunOnSyncDue,
  NoteCheckOnIntegrationCheckRequested, NoteLookupsOnLookupsRequested, UnparkOnDeliveryRetryRequested, NoteReviewOnMatchUndecided, ReleaseOnMatchResolved,
  BrakeOnRunRehearsed, DecideOnRunDecided, UpholdOnContactUpheld,
];

/** Nothing inbound, the matching rules at their defaults: what a vendor's definition adds to. */
const plainOptions: IntegrationOptions = {
  createUpdateLead: true, archiveLead: false, insertLead: false, convertLeadToMember: false, insertMember: false, convertMemberToFormerMember: false,
  updateContact: false, deleteLead: false, primaryOnly: false, autoMatchThroughTier: 6, tiePolicy: 'review', birthDateVeto: true, contactMethod: 'Import', leadSource: 'Import',
};

/** What the definition says of itself, for the gateway and the documents. */
export function describe(connector: AnyConnector): VendorDescribed {
  const { vendor, title, settings, account, switches, alwaysSends, schedule, defaults, inbound, lookupWords } = connector;
  return {
    vendor, title, settings: [...settings], account: [...account], switches: [...switches], alwaysSends, inbound: inbound !== undefined,
    defaults: { ...plainOptions, ...defaults }, schedule, ...(inbound?.files ? { files: true } : {}), staff: lookupWords.staff, leadSources: lookupWords.leadSources,
  };
}

/** The gateway knows vendors only by what their connectors tell at their start. */
@Injectable()
class Introduction implements BackgroundWork {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Publisher) private readonly publisher: Publisher,
    @Inject(ClubAccess) private readonly access: ClubAccess,
  ) {}

  async start(): Promise<void> {
    await this.publisher.publish([encode(outgoing(topics.vendorDescribed, describe(this.connector)), `connector-${this.connector.vendor}`)]);
  }

  async stop(): Promise<void> {
    await this.access.close();
  }
}

export function connectorService(connector: AnyConnector, config: ConnectorConfig, clock: Clock = () => new Date()): ServiceDefinition {
  const name = `connector-${connector.vendor}`;
  return {
    name,
    config,
    migrations: [KitTables1700000010000, LinkingTables1700000020000, FileTables1700000030000, CrmTables1700000040000, UpheldTables1700000050000],
    handlers: connectorHandlers,
    publishes: [
      topics.vendorDescribed, topics.contactReported, topics.contactLinked, topics.contactUnlinked, topics.activityLogged, topics.runProgressed,
      topics.integrationStateChanged, topics.integrationChecked, topics.lookupsReported, topics.filesReported,
    ],
    providers: [
      { provide: CONNECTOR, useValue: connector },
      { provide: CLOCK, useValue: clock },
      { provide: BRAKE, useValue: { percent: config.BRAKE_PERCENT, atLeast: config.BRAKE_AT_LEAST } satisfies BrakeLimits },
      { provide: CreateTurns, useFactory: (accounts: AccountStore) => new CreateTurns(accounts, `${name}/${randomUUID()}`), inject: [AccountStore] },
      AccountStore, DeliveredStore, DeliveryStore, IntegrationStore, LeadSourceCreationStore, LinkStore, LookupStore, RequestStore, RunStore, SeenStore, RehearsalStore, DropStore, FileStore, FeedStore, VendorUserStore, WakingStore,
      ClubAccess, LeadSourceCreation, LookupRecorder, LookupMatching, LinksByHand, Recorder, Leases, Lookalikes, Creation, Assignment, Delivering, JobBatches, Breakers, SlowingDown, Suspensions, Reconciler,
      RunEvents, KnownRecords, Merging, Reading, Rehearsing, Holding, Reporting, Puller, FileFates, FileReading, FileReporting, Archiving, Astray, FeedSilence, DropTroubles, FileWatcher, Desk, Introduction,
    ],
    background: [Introduction, Reconciler, Puller, FileWatcher, Desk],
  };
}

/** The whole of a connector's `main.ts`. */
export function runConnector(connector: AnyConnector): void {
  runService(() => connectorService(connector, readConfig(process.env, connectorSettings)));
}
