import { topics, type ContactLinkRefused } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { AnswersCame } from '../answers/wake.js';
import { WaitingStore } from '../store/waiting.store.js';

@On(topics.contactLinkRefused, { why: 'who links by hand is told who holds the vendor id' })
export class AnswerCallerOnContactLinkRefused {
  constructor(
    private readonly waiting: WaitingStore,
    private readonly answersCame: AnswersCame,
  ) {}

  async handle(messages: readonly Message<ContactLinkRefused>[]): Promise<void> {
    await this.waiting.answer(
      messages.flatMap(({ payload: { requestId, holder } }) =>
        requestId ? [{ requestId, answer: { code: 'conflict', detail: 'That vendor id is linked to another contact', holder } }] : [],
      ),
    );
    this.answersCame.stirred();
  }
}
