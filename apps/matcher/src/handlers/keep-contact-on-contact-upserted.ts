import { newestPer, topics, type ContactSnapshot, type ContactUpserted } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { keysOf, type PersonFields } from '@intouch/smart-match';
import { ClubStore } from '../store/club.store.js';
import { ContactStore } from '../store/contact.store.js';

@On([topics.leadUpserted, topics.memberUpserted], {
  after: [topics.clubConfigured],
  why: 'keeps the copy of the contacts that reports are matched against',
})
export class KeepContactOnContactUpserted {
  constructor(
    private readonly clubs: ClubStore,
    private readonly contacts: ContactStore,
  ) {}

  async handle(messages: readonly Message<ContactUpserted>[]): Promise<void> {
    const events = messages.map(({ payload }) => ({ ...payload, updatedAt: payload.contact.updatedAt }));
    const clubIds = events.map(({ clubId }) => clubId);
    await this.clubs.lock(clubIds);
    const countryOf = await this.clubs.countries(clubIds);
    const newest = newestPer(events, ({ clubId, contactId }) => `${clubId}:${contactId}`);
    await this.contacts.keep(newest.map(({ event: { clubId, contactId, contact, receivedAt }, effective }) => ({
      clubId, contactId, receivedAt, ...effective,
      status: contact.status,
      fields: personFields(contact),
      keys: keysOf(contact, { country: countryOf(clubId), asOf: contact.updatedAt ?? receivedAt }),
    })));
  }
}

/** Notes and owners have no part in matching or updating: what is not needed is not kept. */
function personFields(contact: ContactSnapshot): PersonFields {
  const { firstName, lastName, email, mobile, homePhone, workPhone, street, city, state, zip, country, birthDate, gender, attributes } = contact;
  return { firstName, lastName, email, mobile, homePhone, workPhone, street, city, state, zip, country, birthDate, gender, attributes };
}
