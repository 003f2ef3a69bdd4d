import { Injectable } from '@nestjs/common';
import { topics, type SavedContact } from '@intouch/contracts';
import { Barrier, StillBehind } from '@intouch/messaging';
import { notFound } from '../../problem/problem.js';
import { ContactStore, type KeptContact } from '../../store/contact.store.js';
import { DeliveryStore } from '../../store/delivery.store.js';
import { IntegrationStore } from '../../store/integration.store.js';
import { LinkStore } from '../../store/link.store.js';
import { LogStore } from '../../store/log.store.js';
import { deliveryAsSeen } from './delivery-as-seen.js';

const caughtUpWithinMs = 3_000;
const logEntries = 50;
const ofContacts = [topics.leadUpserted, topics.memberUpserted, topics.leadArchived].map(({ name }) => name);
const aboutContacts = [topics.contactLinked, topics.contactUnlinked, topics.activityLogged].map(({ name }) => name);

/** A contact as people see it, from the gateway's own copy. */
@Injectable()
export class ContactView {
  constructor(
    private readonly barrier: Barrier,
    private readonly contacts: ContactStore,
    private readonly links: LinkStore,
    private readonly deliveries: DeliveryStore,
    private readonly integrations: IntegrationStore,
    private readonly log: LogStore,
  ) {}

  /** @throws {Problem} 404 */
  async of(clubId: string, contactId: string): Promise<object> {
    const kept = await this.known(clubId, contactId, [...ofContacts, ...aboutContacts]);
    const [links, told, integrations, log] = await Promise.all([
      this.links.live(clubId, contactId),
      this.deliveries.of(clubId, contactId),
      this.integrations.ofClub(clubId),
      this.log.newestOf(clubId, contactId, logEntries),
    ]);
    return {
      contact: { contactId, ...kept.contact, ...(kept.archived ? { archived: true } : {}) },
      links,
      deliveries: integrations
        .filter(({ enabled }) => enabled)
        .map((integration) => deliveryAsSeen(kept, integration, told.find(({ vendor }) => vendor === integration.vendor))),
      log,
    };
  }

  /** As it was saved last; undefined: archived. @throws {Problem} 404 */
  async saved(clubId: string, contactId: string): Promise<SavedContact | undefined> {
    const { contact, archived, version, receivedAt } = await this.known(clubId, contactId, ofContacts);
    return archived || !contact ? undefined : { contact, version, receivedAt: receivedAt.toISOString() };
  }

  /** @throws {Problem} 404 */
  async mustBeKnown(clubId: string, contactId: string): Promise<void> {
    await this.known(clubId, contactId, ofContacts);
  }

  async caughtUp(topicNames: readonly string[] = ofContacts): Promise<void> {
    await this.barrier.caughtUpWith(topicNames, caughtUpWithinMs).catch((error: unknown) => {
      if (!(error instanceof StillBehind)) throw error;
    });
  }

  /** What was accepted before this call is seen by it, unless the gateway is far behind. */
  private async known(clubId: string, contactId: string, topicNames: readonly string[]): Promise<KeptContact> {
    await this.caughtUp(topicNames);
    const kept = await this.contacts.find(clubId, contactId);
    if (!kept?.contact) throw notFound('contact');
    return kept;
  }
}
