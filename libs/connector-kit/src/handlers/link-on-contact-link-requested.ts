import { Inject } from '@nestjs/common';
import { topics, type ActivityLogged, type ContactLinked, type ContactLinkRefused, type ContactLinkRequested } from '@intouch/contracts';
import { On, outgoing, type Message, type Outgoing } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { AnyConnector } from '../define-connector.js';
import { activity, warning } from '../delivery/activity.js';
import { Reconciler } from '../delivery/reconciler.js';
import { WakingStore } from '../store/waking.store.js';
import { keyOfLink, LinkStore, type Linking } from '../store/link.store.js';
import { CONNECTOR } from '../tokens.js';

/** InTouch applies a conversion and saves the contact as a member in less than this; a member may not be sent any more. */
const conversionTakesMs = 30_000;
const plainly: Linking = { outcome: 'linked', role: 'live', replaced: null, known: false };
const isMembership = (state: ContactLinkRequested['reportedState']): boolean => state === 'MEMBER' || state === 'FORMER_MEMBER';

@On(topics.contactLinkRequested, {
  after: [topics.integrationConfigured],
  emits: [topics.contactLinked, topics.contactLinkRefused, topics.activityLogged],
  why: 'links have one owner: the connector of that vendor',
})
export class LinkOnContactLinkRequested {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(LinkStore) private readonly links: LinkStore,
    @Inject(WakingStore) private readonly deliveries: WakingStore,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
  ) {}

  async handle(messages: readonly Message<ContactLinkRequested>[]): Promise<Outgoing<ContactLinked | ContactLinkRefused | ActivityLogged>[]> {
    const own = messages.filter(({ payload }) => payload.vendor === this.connector.vendor);
    await this.links.lock(own.map(({ payload }) => payload));
    const fresh = new Set(await this.links.linkFresh(own.map(({ payload }) => payload)));
    const events: Outgoing<ContactLinked | ContactLinkRefused | ActivityLogged>[] = [];
    // The same request once more is not fresh any more.
    for (const message of own) events.push(...(await this.told(message, fresh.delete(keyOfLink(message.payload)) ? plainly : await this.link(message.payload))));
    // What was delivered already stays delivered: a record that was sold under a new id is the vendor's own word, and sending
    // it all we have would overwrite that. Only deliveries that wait for these links go on.
    const { converting = [], others = [] } = Object.groupBy(own.map(({ payload }) => payload), ({ reportedState }) => (isMembership(reportedState) ? 'converting' : 'others'));
    await this.deliveries.wakeWaiting(converting, conversionTakesMs);
    await this.deliveries.wakeWaiting(others, 0);
    this.database.afterCommit(() => this.reconciler.wake());
    return events;
  }

  private async link({ clubId, contactId, vendorContactId, how, reportedState }: ContactLinkRequested): Promise<Linking> {
    // A member's id outranks that of a prospect; so does what a person or InTouch's own ack says.
    const outranks = how === 'by-hand' || how === 'ack' || isMembership(reportedState);
    return this.links.link({ clubId, contactId, vendorContactId, how, outranks });
  }

  private async told(message: Message<ContactLinkRequested>, linking: Linking): Promise<Outgoing<ContactLinked | ContactLinkRefused | ActivityLogged>[]> {
    const { clubId, contactId, vendorContactId, how, requestId, vendor } = message.payload;
    if (linking.outcome === 'refused') {
      return [outgoing(topics.contactLinkRefused, { clubId, contactId, vendor, vendorContactId, how, requestId, holder: linking.holder }, message)];
    }
    return [
      outgoing(topics.contactLinked, { clubId, contactId, vendor, vendorContactId, how, role: linking.role, replaced: linking.replaced, linkedAt: new Date().toISOString() }, message),
      ...this.duplicate(message, linking),
    ];
  }

  private duplicate(message: Message<ContactLinkRequested>, linking: Extract<Linking, { outcome: 'linked' }>): Outgoing<ActivityLogged>[] {
    if (linking.known || (linking.role === 'live' && linking.replaced === null)) return [];
    const { clubId, contactId, vendorContactId, vendor } = message.payload;
    const { title } = this.connector;
    const other = linking.role === 'live' ? `${vendorContactId} replaces ${linking.replaced}` : `${vendorContactId} is a second record of the same person`;
    const entry = warning(`Two records of one person at ${title}`, {
      code: 'duplicate-at-vendor',
      detail: `${other}. Both are known for matching; changes go to the ${linking.role === 'live' ? 'new' : 'old'} one.`,
      howToFix: `Merge the two records at ${title}.`,
    });
    return [activity({ clubId, vendor, contactId, vendorContactId }, message, entry)];
  }
}
