import { isDeepStrictEqual } from 'node:util';
import { Inject } from '@nestjs/common';
import { newestPer, topics, type ActivityLogged, type ContactLinked, type ContactSnapshot, type ContactUpserted } from '@intouch/contracts';
import { On, outgoing, type Message, type Outgoing } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { AnyConnector } from '../define-connector.js';
import { activity, warning } from '../delivery/activity.js';
import { Reconciler } from '../delivery/reconciler.js';
import { DeliveryStore } from '../store/delivery.store.js';
import { IntegrationStore } from '../store/integration.store.js';
import { keyOfLink, LinkStore, type WantedLink } from '../store/link.store.js';
import { WakingStore } from '../store/waking.store.js';
import { CONNECTOR } from '../tokens.js';

interface Vouched {
  readonly message: Message<ContactUpserted>;
  readonly vendorContactId: string;
}

/** Records what the vendor should have; the calls are the reconciler's. */
@On([topics.leadUpserted, topics.memberUpserted], {
  after: [topics.integrationConfigured, topics.clubConfigured, topics.staffUpserted, topics.leadSourceUpserted],
  emits: [topics.contactLinked, topics.activityLogged],
  why: 'a lead saved in InTouch is to be at the vendor at once',
})
export class DesireOnContactUpserted {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(DeliveryStore) private readonly deliveries: DeliveryStore,
    @Inject(WakingStore) private readonly waking: WakingStore,
    @Inject(LinkStore) private readonly links: LinkStore,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
  ) {}

  async handle(messages: readonly Message<ContactUpserted>[]): Promise<Outgoing<ContactLinked | ActivityLogged>[]> {
    const served = await this.integrations.served(messages.map(({ payload }) => payload.clubId));
    const own = messages.filter(({ payload }) => served.has(payload.clubId));
    if (own.length === 0) return [];
    const newest = newestPer(
      own.map((message) => ({ message, version: message.payload.version, receivedAt: message.payload.receivedAt, updatedAt: message.payload.contact.updatedAt })),
      ({ message: { payload } }) => `${payload.clubId}:${payload.contactId}`,
    );
    const versions = Map.groupBy(own, ({ payload }) => `${payload.clubId}:${payload.contactId}`);
    // Before the deliveries, as whoever links by another topic does.
    await this.links.lock(this.vouchedIn(newest.map(({ event }) => event.message)).map(wantedOf));
    const kept = await this.deliveries.desire(
      newest.map(({ event: { message }, effective }) => ({
        clubId: message.payload.clubId, contactId: message.payload.contactId, contact: message.payload.contact, archived: false,
        touched: differing(versions.get(`${message.payload.clubId}:${message.payload.contactId}`)!.map(({ payload }) => payload.contact)),
        effective, requestId: message.requestId, traceparent: message.traceparent,
      })),
    );
    // What an older snapshot says of its ids may have been undone since.
    const current = newest.map(({ event }) => event.message).filter(({ payload }) => kept.has(`${payload.clubId}:${payload.contactId}`));
    const linked = await this.linkVouched(current);
    this.database.afterCommit(() => this.reconciler.wake());
    return linked;
  }

  /** `vendorIds` in a snapshot are trusted as links, in the same transaction, so that no create can overtake them. */
  private async linkVouched(messages: readonly Message<ContactUpserted>[]): Promise<Outgoing<ContactLinked | ActivityLogged>[]> {
    const vouched = this.vouchedIn(messages);
    if (vouched.length === 0) return [];
    const live = await this.links.liveOfMany(vouched.map(({ message }) => message.payload));
    const news = vouched.filter(({ message: { payload }, vendorContactId }) => live.get(`${payload.clubId}:${payload.contactId}`)?.vendorContactId !== vendorContactId);
    const fresh = await this.links.linkFresh(news.map(wantedOf));
    await this.waking.forgetDelivered(news.map(wantedOf).filter((wanted) => fresh.has(keyOfLink(wanted))));
    const events: Outgoing<ContactLinked | ActivityLogged>[] = [];
    for (const entry of news) events.push(...(fresh.has(keyOfLink(wantedOf(entry))) ? [this.linked(entry, 'live', null)] : await this.link(entry)));
    return events;
  }

  private vouchedIn(messages: readonly Message<ContactUpserted>[]): Vouched[] {
    return messages.flatMap((message) => {
      const vendorContactId = message.payload.contact.vendorIds?.[this.connector.vendor];
      return vendorContactId ? [{ message, vendorContactId }] : [];
    });
  }

  /** Where the id or the contact is linked already. */
  private async link(entry: Vouched): Promise<Outgoing<ContactLinked | ActivityLogged>[]> {
    const { message, vendorContactId } = entry;
    const { clubId, contactId, contact } = message.payload;
    const { vendor, title } = this.connector;
    const holder = (await this.links.holders(clubId, [vendorContactId])).get(vendorContactId);
    // An id that was replaced meanwhile (InTouch has not heard of it yet) must not come back to life by an old snapshot.
    if (holder?.contactId === contactId) return [];
    const linking = await this.links.link({ ...wantedOf(entry), outranks: true });
    if (linking.outcome === 'refused') {
      const entry = warning(`${contact.firstName} ${contact.lastName} was not linked to ${vendorContactId} at ${title}`, {
        code: 'link-refused',
        detail: `InTouch names ${vendorContactId} in vendorIds, but that record is linked to contact ${linking.holder}.`,
        howToFix: 'Find out which of the two contacts it is, and unlink the other by hand.',
      });
      return [activity({ clubId, vendor, contactId, vendorContactId }, message, entry)];
    }
    await this.waking.forgetDelivered([{ clubId, contactId }]);
    return [this.linked(entry, linking.role, linking.replaced)];
  }

  private linked({ message, vendorContactId }: Vouched, role: ContactLinked['role'], replaced: string | null): Outgoing<ContactLinked> {
    const { clubId, contactId } = message.payload;
    return outgoing(topics.contactLinked, { clubId, contactId, vendor: this.connector.vendor, vendorContactId, how: 'vendor-ids', role, replaced, linkedAt: new Date().toISOString() }, message);
  }
}

/** Fields that are not the same in all of these. */
function differing([first, ...others]: readonly ContactSnapshot[]): string[] {
  const fields = (contact: ContactSnapshot): Record<string, unknown> => ({ ...contact });
  const names = others.length === 0 ? [] : new Set([first!, ...others].flatMap((contact) => Object.keys(contact)));
  return [...names].filter((name) => others.some((other) => !isDeepStrictEqual(fields(first!)[name] ?? null, fields(other)[name] ?? null)));
}

function wantedOf({ message: { payload: { clubId, contactId } }, vendorContactId }: Vouched): Omit<WantedLink, 'outranks'> {
  return { clubId, contactId, vendorContactId, how: 'vendor-ids' };
}
