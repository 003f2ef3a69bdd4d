import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { DeliveryStore } from '../store/delivery.store.js';
import { IntegrationStore } from '../store/integration.store.js';
import { MemoryStand } from '../testing/memory-stand.js';

let stand: MemoryStand;
beforeEach(async () => {
  stand = await MemoryStand.set(true, false);
});
afterEach(() => stand.clear());

it('what is being concluded under \'nothing by itself\' in the very moment that is switched on, goes out as well', async () => {
  const { club, vendor, instance } = stand;
  const [deliveries, integrations] = [instance.get(DeliveryStore), instance.get(IntegrationStore)];
  await club.configure({ options: { createUpdateLead: false } });
  await club.save('lead-1', vendor.lead(1));
  const { account } = (await integrations.one('club-1'))!;
  const claim = async (): Promise<Awaited<ReturnType<DeliveryStore['claim']>>> => deliveries.claim(account, 10, 60_000);
  const [held] = await claim();
  expect(held).toMatchObject({ contactId: 'lead-1' });
  await club.configure({ options: { createUpdateLead: true } });
  expect(await claim()).toEqual([]);
  await deliveries.end(held!, { state: 'not-sent', reason: 'automatic-off', againInMs: null });
  expect(await claim()).toMatchObject([{ contactId: 'lead-1' }]);
});
