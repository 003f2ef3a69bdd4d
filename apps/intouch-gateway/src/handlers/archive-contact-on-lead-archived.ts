import { newestPer, topics, type LeadArchived } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { ContactStore } from '../store/contact.store.js';

@On(topics.leadArchived, { why: 'an archived contact is shown as such' })
export class ArchiveContactOnLeadArchived {
  constructor(private readonly contacts: ContactStore) {}

  async handle(messages: readonly Message<LeadArchived>[]): Promise<void> {
    const newest = newestPer(messages.map(({ payload }) => payload), ({ clubId, contactId }) => `${clubId}:${contactId}`);
    await this.contacts.keep(
      newest.map(({ event: { clubId, contactId, receivedAt }, effective }) => ({ clubId, contactId, contact: null, receivedAt, effective })),
    );
  }
}
