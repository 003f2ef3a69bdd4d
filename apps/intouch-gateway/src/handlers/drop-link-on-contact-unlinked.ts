import { topics, type ContactUnlinked } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { AnswersCame } from '../answers/wake.js';
import { LinkStore } from '../store/link.store.js';

@On(topics.contactUnlinked, { why: 'a contact shows only links that hold' })
export class DropLinkOnContactUnlinked {
  constructor(
    private readonly links: LinkStore,
    private readonly answersCame: AnswersCame,
  ) {}

  async handle(messages: readonly Message<ContactUnlinked>[]): Promise<void> {
    await this.links.unlink(messages.map(({ payload }) => payload));
    this.answersCame.stirred();
  }
}
