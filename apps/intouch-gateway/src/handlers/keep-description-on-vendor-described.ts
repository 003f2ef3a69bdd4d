import { topics, type VendorDescribed } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { IntegrationStore } from '../store/integration.store.js';

@On(topics.vendorDescribed, { why: 'the gateway knows vendors only by what their connectors tell' })
export class KeepDescriptionOnVendorDescribed {
  constructor(private readonly integrations: IntegrationStore) {}

  async handle(messages: readonly Message<VendorDescribed>[]): Promise<void> {
    await this.integrations.describe(messages.map(({ payload }) => payload));
  }
}
