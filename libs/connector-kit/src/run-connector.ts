import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type Type } from '@nestjs/common';
import { topics, type IntegrationOptions, type VendorDescribed } from '@intouch/contracts';
import { encode, outgoing, Publisher } from '@intouch/messaging';
import { platformSettings, readConfig, runService, type BackgroundWork, type PlatformConfig, type ServiceDefinition } from '@intouch/service';
import { Desk } from './background/desk.js';
import { ClubAccess } from './club-access.js';
import type { AnyConnector } from './define-connector.js';
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
import { DesireOnContactUpserted } from './handlers/desire-on-contact-upserted.js';
import { ArchiveOnLeadArchived, SendOnLeadSendRequested } from './handlers/follow-contacts.js';
import { KeepClubOnClubConfigured, KeepIntegrationOnIntegrationConfigured } from './handlers/keep-configuration.js';
import { KeepLeadSourceOnLeadSourceUpserted, KeepStaffOnStaffUpserted } from './handlers/keep-lookups.js';
import { LinkOnContactLinkRequested } from './handlers/link-on-contact-link-requested.js';
import {
  NoteCheckOnIntegrationCheckRequested, NoteLookupsOnLookupsRequested, NoteReviewOnMatchUndecided, QueueRunOnSyncDue, ReleaseOnMatchResolved, UnparkOnDeliveryRetryRequested,
} from './handlers/note-requests.js';
import { Puller } from './inbound/puller.js';
import { LeadSourceCreation } from './lookups/lead-source-creation.js';
import { LinksByHand } from './lookups/links-by-hand.js';
import { LookupMatching } from './lookups/lookup-matching.js';
import { LookupRecorder } from './lookups/lookup-recorder.js';
import { AccountStore } from './store/account.store.js';
import { DeliveryStore } from './store/delivery.store.js';
import { IntegrationStore } from './store/integration.store.js';
import { KitTables1700000010000 } from './store/kit-tables.js';
import { LeadSourceCreationStore } from './store/lead-source-creation.store.js';
import { LinkStore } from './store/link.store.js';
import { LinkingTables1700000020000 } from './store/linking-tables.js';
import { LookupStore } from './store/lookup.store.js';
import { RequestStore } from './store/request.store.js';
import { RunStore } from './store/run.store.js';
import { SeenStore } from './store/seen.store.js';
import { CLOCK, CONNECTOR, type Clock } from './tokens.js';
import { CreateTurns } from './wire/create-turn.js';

/** Every handler of every connector. */
export const connectorHandlers: readonly Type[] = [
  KeepClubOnClubConfigured, KeepIntegrationOnIntegrationConfigured, KeepStaffOnStaffUpserted, KeepLeadSourceOnLeadSourceUpserted,
  DesireOnContactUpserted, ArchiveOnLeadArchived, SendOnLeadSendRequested, LinkOnContactLinkRequested, QueueRunOnSyncDue,
  NoteCheckOnIntegrationCheckRequested, NoteLookupsOnLookupsRequested, UnparkOnDeliveryRetryRequested, NoteReviewOnMatchUndecided, ReleaseOnMatchResolved,
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
    defaults: { ...plainOptions, ...defaults }, schedule, staff: lookupWords.staff, leadSources: lookupWords.leadSources,
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

export function connectorService(connector: AnyConnector, config: PlatformConfig, clock: Clock = () => new Date()): ServiceDefinition {
  const name = `connector-${connector.vendor}`;
  return {
    name,
    config,
    migrations: [KitTables1700000010000, LinkingTables1700000020000],
    handlers: connectorHandlers,
    publishes: [
      topics.vendorDescribed, topics.contactReported, topics.contactLinked, topics.contactUnlinked, topics.activityLogged, topics.runProgressed,
      topics.integrationStateChanged, topics.integrationChecked, topics.lookupsReported,
    ],
    providers: [
      { provide: CONNECTOR, useValue: connector },
      { provide: CLOCK, useValue: clock },
      { provide: CreateTurns, useFactory: (accounts: AccountStore) => new CreateTurns(accounts, `${name}/${randomUUID()}`), inject: [AccountStore] },
      AccountStore, DeliveryStore, IntegrationStore, LeadSourceCreationStore, LinkStore, LookupStore, RequestStore, RunStore, SeenStore,
      ClubAccess, LeadSourceCreation, LookupRecorder, LookupMatching, LinksByHand, Recorder, Leases, Lookalikes, Creation, Delivering, JobBatches, Breakers, SlowingDown, Suspensions, Reconciler, Puller, Desk, Introduction,
    ],
    background: [Introduction, Reconciler, Puller, Desk],
  };
}

/** The whole of a connector's `main.ts`. */
export function runConnector(connector: AnyConnector): void {
  runService(() => connectorService(connector, readConfig(process.env, platformSettings)));
}
