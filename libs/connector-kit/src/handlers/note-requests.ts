import { Inject } from '@nestjs/common';
import { topics, type DeliveryRetryRequested, type IntegrationCheckRequested, type LookupsRequested, type MatchResolved, type MatchUndecided, type RunProgressed, type SyncDue } from '@intouch/contracts';
import { On, outgoing, type Message, type Outgoing } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { Desk } from '../background/desk.js';
import type { AnyConnector } from '../define-connector.js';
import { Reconciler } from '../delivery/reconciler.js';
import { Puller } from '../inbound/puller.js';
import { WakingStore } from '../store/waking.store.js';
import { IntegrationStore } from '../store/integration.store.js';
import { RequestStore } from '../store/request.store.js';
import { RunStore } from '../store/run.store.js';
import { SeenStore } from '../store/seen.store.js';
import { CONNECTOR } from '../tokens.js';

const answerableForMs = 60_000;
const resyncableForMs = 86_400_000;

@On(topics.integrationCheckRequested, { after: [topics.integrationConfigured, topics.clubConfigured], why: 'a person wants to know whether access works' })
export class NoteCheckOnIntegrationCheckRequested {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(RequestStore) private readonly requests: RequestStore,
    @Inject(Desk) private readonly desk: Desk,
  ) {}

  async handle(messages: readonly Message<IntegrationCheckRequested>[]): Promise<void> {
    const own = messages.filter(({ payload }) => payload.vendor === this.connector.vendor);
    await this.requests.note(own.map(({ payload }) => ({ requestId: payload.requestId, clubId: payload.clubId, kind: 'check', body: { ...payload }, expiresAt: payload.expiresAt })));
    this.database.afterCommit(() => this.desk.wake());
  }
}

@On(topics.lookupsRequested, { after: [topics.integrationConfigured, topics.staffUpserted, topics.leadSourceUpserted], why: 'match all again, link or unlink by hand' })
export class NoteLookupsOnLookupsRequested {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(RequestStore) private readonly requests: RequestStore,
    @Inject(Desk) private readonly desk: Desk,
  ) {}

  async handle(messages: readonly Message<LookupsRequested>[]): Promise<void> {
    const own = messages.filter(({ payload }) => payload.vendor === this.connector.vendor);
    // Nobody waits at the door for a resync: it is done when the connector is back, however late.
    const expiresAt = (resync: boolean): string => new Date(Date.now() + (resync ? resyncableForMs : answerableForMs)).toISOString();
    await this.requests.note(
      own.map(({ payload }) => ({ requestId: payload.requestId, clubId: payload.clubId, kind: 'lookups', body: { ...payload }, expiresAt: expiresAt(payload.action === 'resync') })),
    );
    this.database.afterCommit(() => this.desk.wake());
  }
}

@On(topics.deliveryRetryRequested, { why: 'a person wants parked deliveries tried again' })
export class UnparkOnDeliveryRetryRequested {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(WakingStore) private readonly deliveries: WakingStore,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
  ) {}

  async handle(messages: readonly Message<DeliveryRetryRequested>[]): Promise<void> {
    for (const { payload } of messages) {
      if (payload.vendor === this.connector.vendor) await this.deliveries.unpark(payload.clubId, payload.reason ?? null, payload.contactId ?? null);
    }
    this.database.afterCommit(() => this.reconciler.wake());
  }
}

@On(topics.syncDue, {
  // Ids that snapshots vouch for are links before anything is reported: else a run right after a save would not find whom it is about.
  after: [topics.integrationConfigured, topics.clubConfigured, topics.leadUpserted, topics.memberUpserted],
  emits: [topics.runProgressed],
  why: 'the clock or a person wants the vendor read',
})
export class QueueRunOnSyncDue {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(Puller) private readonly puller: Puller,
  ) {}

  async handle(messages: readonly Message<SyncDue>[]): Promise<Outgoing<RunProgressed>[]> {
    const own = messages.filter(({ payload }) => payload.vendor === this.connector.vendor);
    const served = await this.integrations.served(own.map(({ payload }) => payload.clubId));
    await this.runs.queue(own.filter(({ payload }) => served.has(payload.clubId)).map(({ payload }) => payload));
    this.database.afterCommit(() => this.puller.wake());
    return own
      .filter(({ payload }) => !served.has(payload.clubId))
      .map((message) => {
        const { runId, clubId, vendor, dryRun, slot } = message.payload;
        const kind = dryRun ? ('dry-run' as const) : slot ? ('scheduled' as const) : ('by-hand' as const);
        return outgoing(topics.runProgressed, { runId, clubId, vendor, kind, at: new Date().toISOString(), counts: {}, items: [], phase: 'failed' as const, failure: 'The connector does not serve this club.' }, message);
      });
  }
}

@On(topics.matchUndecided, { why: 'a create that resembles a record under review waits for the review' })
export class NoteReviewOnMatchUndecided {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(SeenStore) private readonly seen: SeenStore,
  ) {}

  async handle(messages: readonly Message<MatchUndecided>[]): Promise<void> {
    for (const { payload } of messages) {
      if (payload.vendor === this.connector.vendor) await this.seen.reviewOpened(payload.clubId, payload.vendorContactId);
    }
  }
}

@On(topics.matchResolved, { why: 'a review that is over lets the creates go on that waited for it' })
export class ReleaseOnMatchResolved {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(SeenStore) private readonly seen: SeenStore,
    @Inject(WakingStore) private readonly deliveries: WakingStore,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
  ) {}

  async handle(messages: readonly Message<MatchResolved>[]): Promise<void> {
    const own = messages.filter(({ payload }) => payload.vendor === this.connector.vendor);
    for (const { payload } of own) {
      // "Insert" and "ignore" both say that it is none of the contacts InTouch has.
      const nobody = payload.decision === 'insert' || payload.decision === 'ignore';
      await this.seen.reviewClosed(payload.clubId, payload.vendorContactId, nobody);
    }
    await this.deliveries.wakeReviewed([...new Set(own.map(({ payload }) => payload.clubId))]);
    this.database.afterCommit(() => this.reconciler.wake());
  }
}
