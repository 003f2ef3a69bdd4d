import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { topics } from '@intouch/contracts';
import { eventually } from '../testing/club.js';
import { MemoryStand } from '../testing/memory-stand.js';

const saved = '2026-11-20T10:00:00Z';

let stand: MemoryStand;
beforeEach(async () => {
  stand = await MemoryStand.set(true);
  await stand.club.configure({ options: { updateContact: true } });
  await stand.club.save('lead-1', stand.vendor.lead(1, { city: 'Columbus', updatedAt: '2026-11-20T09:00:00Z' }));
  await stand.club.delivered('lead-1');
  stand.vendor.calls.length = 0;
});
afterEach(() => stand.clear());

const atVendor = (): Record<string, unknown> => stand.vendor.records.get('v-1')!;
const typedThere = (values: object, stamp: string): void => {
  Object.assign(atVendor(), values);
  stand.vendor.stamp = stamp;
};

/** Saves, and waits until what came of it is written down. */
async function saves(contact: Parameters<typeof stand.vendor.lead>[1]): Promise<void> {
  const version = ulid();
  await stand.club.save('lead-1', stand.vendor.lead(1, contact), { version });
  await eventually('written down', async () => (await stand.instance.state('lead-1'))?.deliveredVersion === version);
}

describe('both sides changed the same before either heard of it', () => {
  it('the vendor\'s later change is not overwritten, another group goes all the same, and the log has both values', async () => {
    const { vendor, instance } = stand;
    typedThere({ city: 'Austin' }, '2026-11-20T10:00:01Z');
    await saves({ city: 'Boston', mobile: '6142001000', updatedAt: saved });
    expect(atVendor()).toMatchObject({ city: 'Austin', mobile: '6142001000' });
    expect(vendor.calls).toEqual(['read v-1', 'update v-1 mobile']);
    expect(await instance.entries('newer-at-vendor', 'lead-1')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('city: "Boston" in InTouch, "Austin" at Memory.') }]);
  });

  it('with nothing else to send there is no write; what InTouch takes over from the vendor is none either', async () => {
    const { vendor, club, instance } = stand;
    typedThere({ city: 'Austin' }, '2026-11-20T10:00:01Z');
    await saves({ city: 'Boston', updatedAt: saved });
    expect(await instance.entries('newer-at-vendor', 'lead-1')).toHaveLength(1);
    vendor.rows = [{ id: 'v-1', state: 'LEAD', fields: { firstName: 'First1', lastName: 'Last1', email: 'lead1@example.com', mobile: null, city: 'Austin' } }];
    expect((await club.pull()).reports).toMatchObject([{ fields: { city: 'Austin' }, delivered: { city: 'Columbus' } }]);
    await saves({ city: 'Austin', updatedAt: '2026-11-20T11:00:00Z' });
    expect(vendor.calls).toEqual(['read v-1']);
  });

  it('InTouch\'s later change replaces the vendor\'s, and the log has that', async () => {
    const { instance } = stand;
    typedThere({ city: 'Austin' }, '2026-11-20T09:59:59Z');
    await saves({ city: 'Boston', updatedAt: saved });
    expect(atVendor()['city']).toBe('Boston');
    expect(await instance.entries('newer-in-intouch', 'lead-1')).toMatchObject([{ level: 'INFO', detail: expect.stringContaining('"Austin" at Memory') }]);
  });

  it('is not looked at where changes made at the vendor do not come to InTouch', async () => {
    const { vendor, club } = stand;
    await club.configure({ options: { updateContact: false } });
    typedThere({ city: 'Austin' }, '2026-11-20T10:00:01Z');
    await saves({ city: 'Boston', updatedAt: saved });
    expect(atVendor()['city']).toBe('Boston');
    expect(vendor.calls).toEqual(['update v-1 city']);
  });
});

describe('a value that the matcher upholds', () => {
  const upheld = (city: string | null, vendorContactId = 'v-1'): Promise<unknown> =>
    stand.instance.receive(topics.contactUpheld, [{ clubId: 'club-1', contactId: 'lead-1', vendor: 'abc', vendorContactId, delivered: { city } }]);

  it('goes out once more although it was delivered, and once only', async () => {
    const { vendor, club } = stand;
    typedThere({ city: 'Austin' }, '2026-11-20T10:00:01Z');
    await upheld('Columbus');
    await eventually('InTouch\'s city again', async () => atVendor()['city'] === 'Columbus');
    await club.delivered('lead-1');
    await saves({ city: 'Columbus', updatedAt: saved });
    expect(vendor.calls).toEqual(['update v-1 city']);
  });

  it('does not where it was delivered since, or the record is another one by now', async () => {
    const { vendor } = stand;
    await upheld('Chicago');
    await upheld('Columbus', 'v-0');
    await saves({ city: 'Columbus', mobile: '6142001000', updatedAt: saved });
    expect(vendor.calls.filter((call) => call.startsWith('update'))).toEqual(['update v-1 mobile']);
  });

  it('waits while nothing is sent by itself', async () => {
    const { vendor, club } = stand;
    await club.configure({ options: { createUpdateLead: false, updateContact: true } });
    typedThere({ city: 'Austin' }, '2026-11-20T10:00:01Z');
    await upheld('Columbus');
    await club.stands('lead-1', 'not-sent');
    expect(vendor.calls).toEqual([]);
    await club.configure({ options: { createUpdateLead: true, updateContact: true } });
    await eventually('InTouch\'s city again', async () => atVendor()['city'] === 'Columbus');
  });
});

it('what InTouch took over from the vendor and set back at once goes out, though it is what was delivered before', async () => {
  const { vendor, club, instance } = stand;
  typedThere({ city: 'Austin' }, '2026-11-20T09:30:00Z');
  vendor.rows = [{ id: 'v-1', state: 'LEAD', fields: { firstName: 'First1', lastName: 'Last1', email: 'lead1@example.com', mobile: null, city: 'Austin' } }];
  await club.pull();
  const version = ulid();
  const snapshot = (city: string, updatedAt: string, id = ulid()): object => ({ clubId: 'club-1', contactId: 'lead-1', version: id, receivedAt: new Date().toISOString(), contact: vendor.lead(1, { city, updatedAt }) });
  await instance.receive(topics.leadUpserted, [snapshot('Austin', '2026-11-20T10:00:00Z'), snapshot('Columbus', '2026-11-20T10:00:01Z', version)] as never);
  await eventually('written down', async () => (await instance.state('lead-1'))?.deliveredVersion === version);
  expect(atVendor()['city']).toBe('Columbus');
  expect(await instance.entries('newer-in-intouch', 'lead-1')).toHaveLength(1);
});
