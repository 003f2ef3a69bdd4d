import { topics, type IntegrationConfigured } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { IntegrationStore } from '../store/integration.store.js';

@On(topics.integrationConfigured, { why: 'its options decide what is let in from the vendor' })
export class KeepOptionsOnIntegrationConfigured {
  constructor(private readonly integrations: IntegrationStore) {}

  async handle(messages: readonly Message<IntegrationConfigured>[]): Promise<void> {
    await this.integrations.keep(messages.map(({ payload }) => payload));
  }
}
