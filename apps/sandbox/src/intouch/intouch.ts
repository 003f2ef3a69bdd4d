import type { JsonObject } from '../http/json-body.js';
import type { Contact } from './contact.js';
import { ContactBook } from './contact-book.js';
import { ChangeFollower } from './follow-changes.js';
import { Gateway } from './gateway.js';
import { Publisher, type Publication } from './publish.js';

/** What a save came to; `contact` is the record as it stands. */
export interface Saved {
  readonly contact: Contact;
  readonly publication: Publication;
}

const notConnected: Publication = { state: 'accepted' };

/** The imitated InTouch: keeps contacts, publishes every save, applies what the gateway decided. */
export class InTouch {
  readonly book = new ContactBook();
  private readonly gateway: Gateway | null;
  private readonly publisher: Publisher | null;
  private readonly follower: ChangeFollower | null;

  /** @param gatewayUrl origin of the gateway; null: nothing is published or followed */
  constructor(gatewayUrl: string | null, gatewayKey: string) {
    this.gateway = gatewayUrl === null ? null : new Gateway(gatewayUrl, gatewayKey);
    this.publisher = this.gateway && new Publisher(this.gateway, this.book);
    this.follower = this.gateway && this.publisher && new ChangeFollower(this.gateway, this.book, this.publisher);
  }

  save(clubId: string, contactId: string, body: JsonObject): Promise<Saved> {
    const before = this.book.get(clubId, contactId);
    // Stored before it is published: the change it leads to may be here before the answer.
    return this.publish(this.book.save(clubId, contactId, body), before);
  }

  archive(contact: Contact): Promise<Saved> {
    return this.publish(this.book.archive(contact), contact);
  }

  /** Stops following changes; resolves once nothing is applied any more. */
  async pause(): Promise<void> {
    await this.follower?.stop();
  }

  resume(): void {
    this.follower?.start();
  }

  /** Holds no contact afterwards, and follows on from where it was. */
  reset(): void {
    this.book.clear();
    this.publisher?.clear();
    this.resume();
  }

  async close(): Promise<void> {
    const stopped = Promise.all([this.follower?.stop(), this.publisher?.close()]);
    await this.gateway?.close();
    await stopped;
  }

  private async publish(contact: Contact, before: Contact | undefined): Promise<Saved> {
    const publication = (await this.publisher?.publishNow(contact)) ?? notConnected;
    if (publication.state === 'refused') this.book.takeBack(contact, before);
    return { contact: this.book.get(contact.clubId, contact.contactId) ?? contact, publication };
  }
}
