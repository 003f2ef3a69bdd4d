import { topics, type IntegrationStateChanged } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { AnswersCame } from '../answers/wake.js';
import { IntegrationStore } from '../store/integration.store.js';

@On(topics.integrationStateChanged, { why: 'people see whether a vendor refuses us; pause and resume answer once the connector follows' })
export class FollowStateOnIntegrationStateChanged {
  constructor(
    private readonly integrations: IntegrationStore,
    private readonly answersCame: AnswersCame,
  ) {}

  async handle(messages: readonly Message<IntegrationStateChanged>[]): Promise<void> {
    await this.integrations.follow(messages.map(({ payload }) => payload));
    this.answersCame.stirred();
  }
}
