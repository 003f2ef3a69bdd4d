import { topics, type ContactUnlinked } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { ClubStore } from '../store/club.store.js';
import { LinkAnswerStore } from '../store/link-answer.store.js';

@On(topics.contactUnlinked, { why: 'an unlinked id is found by resemblance again, like any other' })
export class DropLinkOnContactUnlinked {
  constructor(
    private readonly clubs: ClubStore,
    private readonly links: LinkAnswerStore,
  ) {}

  async handle(messages: readonly Message<ContactUnlinked>[]): Promise<void> {
    const unlinked = messages.map(({ payload }) => payload);
    await this.clubs.lock(unlinked.map(({ clubId }) => clubId));
    await this.links.unlink(unlinked);
  }
}
