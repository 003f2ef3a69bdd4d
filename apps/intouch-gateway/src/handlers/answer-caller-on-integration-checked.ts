import { topics, type IntegrationChecked } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { AnswersCame } from '../answers/wake.js';
import { WaitingStore } from '../store/waiting.store.js';

@On(topics.integrationChecked, { why: 'who asked for a check waits for its outcome' })
export class AnswerCallerOnIntegrationChecked {
  constructor(
    private readonly waiting: WaitingStore,
    private readonly answersCame: AnswersCame,
  ) {}

  async handle(messages: readonly Message<IntegrationChecked>[]): Promise<void> {
    await this.waiting.answer(messages.map(({ payload: { requestId, ok, problems } }) => ({ requestId, answer: { ok, problems } })));
    this.answersCame.stirred();
  }
}
