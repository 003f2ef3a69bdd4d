import { Inject } from '@nestjs/common';
import { newestPer, topics, type LeadArchived, type LeadSendRequested } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { AnyConnector } from '../define-connector.js';
import { Reconciler } from '../delivery/reconciler.js';
import { DeliveryStore } from '../store/delivery.store.js';
import { IntegrationStore } from '../store/integration.store.js';
import { WakingStore } from '../store/waking.store.js';
import { CONNECTOR } from '../tokens.js';

@On(topics.leadArchived, { after: [topics.integrationConfigured, topics.clubConfigured], why: 'what waits for an archived contact is dropped' })
export class ArchiveOnLeadArchived {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(DeliveryStore) private readonly deliveries: DeliveryStore,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
  ) {}

  async handle(messages: readonly Message<LeadArchived>[]): Promise<void> {
    const served = await this.integrations.served(messages.map(({ payload }) => payload.clubId));
    const newest = newestPer(
      messages.filter(({ payload }) => served.has(payload.clubId)).map((message) => ({ message, version: message.payload.version, receivedAt: message.payload.receivedAt })),
      ({ message: { payload } }) => `${payload.clubId}:${payload.contactId}`,
    );
    await this.deliveries.desire(
      newest.map(({ event: { message }, effective }) => ({
        clubId: message.payload.clubId, contactId: message.payload.contactId, contact: null, archived: true,
        effective, requestId: message.requestId, traceparent: message.traceparent,
      })),
    );
    this.database.afterCommit(() => this.reconciler.wake());
  }
}

@On(topics.leadSendRequested, { after: [topics.leadUpserted, topics.memberUpserted, topics.integrationConfigured], why: 'a person wants this contact at the vendor now' })
export class SendOnLeadSendRequested {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(DeliveryStore) private readonly deliveries: DeliveryStore,
    @Inject(WakingStore) private readonly waking: WakingStore,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
  ) {}

  async handle(messages: readonly Message<LeadSendRequested>[]): Promise<void> {
    const served = await this.integrations.served(messages.map(({ payload }) => payload.clubId));
    const own = messages.filter(({ payload }) => served.has(payload.clubId) && (!payload.vendor || payload.vendor === this.connector.vendor));
    await this.desireThoseNeverSeen(own);
    for (const { payload } of own) await this.waking.sendAgain(payload.clubId, payload.contactId);
    this.database.afterCommit(() => this.reconciler.wake());
  }

  /** Saved before this connector served the club: the gateway's copy is all there is of them. */
  private async desireThoseNeverSeen(messages: readonly Message<LeadSendRequested>[]): Promise<void> {
    const known = await this.deliveries.known(messages.map(({ payload }) => payload));
    const unseen = messages.flatMap((message) => {
      const { clubId, contactId, saved } = message.payload;
      return saved && !known.has(`${clubId}:${contactId}`) ? [{ message, version: saved.version, receivedAt: saved.receivedAt, updatedAt: saved.contact.updatedAt, contact: saved.contact }] : [];
    });
    await this.deliveries.desire(
      newestPer(unseen, ({ message: { payload } }) => `${payload.clubId}:${payload.contactId}`).map(({ event: { message, contact }, effective }) => ({
        clubId: message.payload.clubId, contactId: message.payload.contactId, contact, archived: false,
        effective, requestId: message.requestId, traceparent: message.traceparent,
      })),
    );
  }
}
