import { topics, type VendorDescribed } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { VendorStore } from '../store/vendor.store.js';

@On(topics.vendorDescribed, { why: 'the log calls a vendor by the name people know' })
export class KeepTitleOnVendorDescribed {
  constructor(private readonly vendors: VendorStore) {}

  async handle(messages: readonly Message<VendorDescribed>[]): Promise<void> {
    await this.vendors.keep(messages.map(({ payload }) => payload));
  }
}
