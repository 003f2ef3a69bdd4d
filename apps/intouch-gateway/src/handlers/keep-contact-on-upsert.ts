import { newestPer, topics, type ContactUpserted } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { ContactStore } from '../store/contact.store.js';

@On([topics.leadUpserted, topics.memberUpserted], { why: 'people look a contact up where they sent it' })
export class KeepContactOnUpsert {
  constructor(private readonly contacts: ContactStore) {}

  async handle(messages: readonly Message<ContactUpserted>[]): Promise<void> {
    const snapshots = messages.map(({ payload }) => ({ ...payload, updatedAt: payload.contact.updatedAt }));
    const newest = newestPer(snapshots, ({ clubId, contactId }) => `${clubId}:${contactId}`);
    await this.contacts.keep(
      newest.map(({ event: { clubId, contactId, contact, receivedAt }, effective }) => ({ clubId, contactId, contact, receivedAt, effective })),
    );
  }
}
