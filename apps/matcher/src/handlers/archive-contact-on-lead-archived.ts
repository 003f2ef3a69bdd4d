import { newestPer, topics, type LeadArchived } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { ClubStore } from '../store/club.store.js';
import { ContactStore } from '../store/contact.store.js';

@On(topics.leadArchived, { why: 'an archived contact takes no part in matching' })
export class ArchiveContactOnLeadArchived {
  constructor(
    private readonly clubs: ClubStore,
    private readonly contacts: ContactStore,
  ) {}

  async handle(messages: readonly Message<LeadArchived>[]): Promise<void> {
    const events = messages.map(({ payload }) => payload);
    await this.clubs.lock(events.map(({ clubId }) => clubId));
    const newest = newestPer(events, ({ clubId, contactId }) => `${clubId}:${contactId}`);
    await this.contacts.archive(newest.map(({ event: { clubId, contactId, receivedAt }, effective }) => ({ clubId, contactId, receivedAt, ...effective })));
  }
}
