import { expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { eventually } from '../club.js';
import type { SetStand } from '../describe-connector.js';
import type { ConnectorProfile } from '../profile.js';

export function deliveryFeatures(profile: ConnectorProfile, set: SetStand): void {
  const vendorName = profile.connector.vendor;

  it('creates a lead once, links it, and can be followed by its request id', async () => {
    const { club, vendor, instance } = await set();
    await club.configure();
    await club.save('lead-1', profile.lead(1), { requestId: 'request-1' });
    await club.delivered('lead-1');
    const people = await vendor.people();
    expect(people).toHaveLength(1);
    expect(people[0]).toMatchObject({ status: 'LEAD', firstName: 'First1', lastName: 'Last1', club: profile.vendorClub });
    expect(await instance.published(topics.contactLinked)).toMatchObject([{ contactId: 'lead-1', vendor: vendorName, vendorContactId: people[0]!.id, how: 'created', role: 'live' }]);
    const [create] = await vendor.creates();
    expect(create!.headers['x-request-id']).toBe('request-1');
    expect((await instance.activities('lead-1')).map(({ requestId }) => requestId)).toEqual(['request-1']);
  });

  it('sends what changed, and nothing where nothing did', async () => {
    const { club, vendor, instance } = await set();
    await club.configure();
    await club.save('lead-1', profile.lead(1));
    await club.delivered('lead-1');
    await club.save('lead-1', profile.lead(1));
    await eventually('the second delivery', async () => (await instance.activities('lead-1')).length === 2);
    expect(await vendor.updates()).toEqual([]);
    await club.save('lead-1', { ...profile.lead(1), city: 'Dublin' });
    await eventually('the new city', async () => (await vendor.people())[0]?.city === 'Dublin');
    await eventually('the end of the third', async () => (await instance.activities('lead-1')).length === 3);
    const [update] = await vendor.updates();
    if (profile.updates !== 'all-values') expect(update!.body).not.toContain('First1');
    expect(update!.body).toContain('Dublin');
    expect(await vendor.creates()).toHaveLength(1);
  });

  it('lets the newest win in any order of arrival', async () => {
    const { club, vendor } = await set();
    await club.configure({ paused: true });
    const orders = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]];
    for (const [index, order] of orders.entries()) {
      for (const time of order) await club.save(`lead-${index}`, { ...profile.lead(index), city: `City ${time}`, updatedAt: `2026-01-0${time}T00:00:00Z` });
    }
    await club.configure({ paused: false });
    for (const index of orders.keys()) await club.delivered(`lead-${index}`);
    expect((await vendor.people()).map(({ city }) => city)).toEqual(orders.map(() => 'City 3'));
    // Also where the older one comes when the newer one is delivered already.
    await club.save('lead-0', { ...profile.lead(0), city: 'City 2', updatedAt: '2026-01-02T00:00:00Z' });
    await club.save('lead-9', profile.lead(9));
    await club.delivered('lead-9');
    expect((await vendor.people()).filter(({ city }) => city === 'City 2')).toEqual([]);
  });

  it('drops what waits for an archived contact, keeps its link, and sends it again when it is saved again', async () => {
    const { club, vendor } = await set();
    await club.configure({ paused: true });
    await club.save('lead-1', profile.lead(1));
    await club.archive('lead-1');
    await club.configure({ paused: false });
    await club.stands('lead-1', 'not-sent');
    expect(await vendor.people()).toEqual([]);
    await club.save('lead-1', profile.lead(1));
    await club.delivered('lead-1');
    await club.archive('lead-1');
    await club.stands('lead-1', 'not-sent');
    await club.save('lead-1', { ...profile.lead(1), city: 'Dublin' });
    await club.delivered('lead-1');
    expect(await vendor.people()).toMatchObject([{ city: 'Dublin' }]);
  });

  it('makes one call of ten updates that came while the vendor was away', async () => {
    const { club, vendor } = await set();
    await club.configure();
    await club.save('lead-1', profile.lead(1));
    await club.delivered('lead-1');
    await club.configure({ paused: true });
    for (let n = 1; n <= 10; n += 1) await club.save('lead-1', { ...profile.lead(1), city: `City ${n}` });
    await club.configure({ paused: false });
    await eventually('the last city', async () => (await vendor.people())[0]?.city === 'City 10');
    expect(await vendor.updates()).toHaveLength(1);
  });

  it('sends everything once more by hand', async () => {
    const { club, vendor } = await set();
    await club.configure();
    await club.save('lead-1', profile.lead(1));
    await club.delivered('lead-1');
    const [person] = await vendor.people();
    await vendor.edited(person!.id, { city: 'Elsewhere' });
    await club.sendByHand('lead-1');
    await eventually('our city again', async () => (await vendor.people())[0]?.city === 'Columbus');
    expect(await vendor.people()).toHaveLength(1);
  });

  it('sends by hand who was saved before the club was served', async () => {
    const { club, vendor, instance } = await set();
    await club.save('lead-1', profile.lead(1));
    await club.configure();
    await club.sendByHand('lead-1', profile.lead(1));
    await club.delivered('lead-1');
    expect(await vendor.people()).toMatchObject([{ firstName: 'First1' }]);
    // What it has seen since is newer than what the request carries.
    await club.save('lead-1', { ...profile.lead(1), city: 'Dublin' });
    await club.sendByHand('lead-1', profile.lead(1));
    await eventually('the newer city', async () => (await vendor.people())[0]?.city === 'Dublin');
    await club.sendByHand('nobody');
    expect(await instance.database.rows('SELECT contact_id FROM delivery')).toEqual([{ contact_id: 'lead-1' }]);
  });

  it('holds everything while paused or disabled, and delivers what came since its first configuration', async () => {
    const { club, vendor } = await set();
    await club.configure({ enabled: false });
    await club.save('lead-1', profile.lead(1));
    await club.configure({ enabled: true, paused: true });
    await club.save('lead-2', profile.lead(2));
    expect((await club.check()).ok).toBe(true);
    expect(await vendor.people()).toEqual([]);
    await club.configure({ paused: false });
    await club.delivered('lead-1');
    await club.delivered('lead-2');
    expect(await vendor.people()).toHaveLength(2);
  });

  it('keeps nobody of clubs it does not serve', async () => {
    const stand = await set();
    await stand.club.configure();
    await stand.clubOf(stand.instance, 'elsewhere').save('lead-1', profile.lead(1));
    await stand.club.save('lead-2', profile.lead(2));
    await stand.club.delivered('lead-2');
    expect(await stand.instance.database.rows('SELECT contact_id FROM delivery')).toEqual([{ contact_id: 'lead-2' }]);
  });
}
