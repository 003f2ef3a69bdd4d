import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { LinkRefused, Gone, Rejected, Throttled, Unauthorized, Unavailable } from '../errors.js';
import { eventually } from '../testing/club.js';
import { MemoryStand } from '../testing/memory-stand.js';

let stand: MemoryStand;
beforeEach(async () => {
  stand = await MemoryStand.set();
  await stand.club.configure();
});
afterEach(() => stand.clear());

const never = new Promise<never>(() => undefined);

describe('a create without an answer', () => {
  it('is adopted, and then gets all it has again', async () => {
    const { vendor, club, instance } = stand;
    let id = '';
    vendor.create = async (content) => {
      id = vendor.store({ ...content, city: 'Cut' }).vendorContactId;
      throw new Unavailable('lost', true);
    };
    vendor.settle = async ({ free }) => ((await free([id])).has(id) ? { vendorContactId: id } : null);
    await club.save('lead-1', vendor.lead(1, { city: 'Columbus' }));
    await club.delivered('lead-1');
    expect(vendor.calls).toEqual(['create First1', 'settle First1 1', `update ${id} firstName,lastName,email,city`]);
    expect(await instance.published(topics.contactLinked)).toMatchObject([{ how: 'adopted', vendorContactId: id }]);
  });

  it('clears at the adopted record what was emptied meanwhile', async () => {
    const { vendor, club } = stand;
    vendor.create = async (content) => {
      vendor.store(content);
      await club.save('lead-1', vendor.lead(1, { city: null }));
      throw new Unavailable('lost', true);
    };
    vendor.settle = async () => ({ vendorContactId: 'v-1' });
    await club.save('lead-1', vendor.lead(1, { city: 'Columbus' }));
    await eventually('cleared', async () => vendor.records.get('v-1')?.['city'] === null);
  });

  it('is looked for twice before it is created again', async () => {
    const { vendor, club } = stand;
    vendor.create = async () => {
      vendor.create = async (content) => vendor.store(content);
      throw new Unavailable('lost', true);
    };
    await club.save('lead-1', vendor.lead(1));
    await club.delivered('lead-1');
    expect(vendor.calls).toEqual(['create First1', 'settle First1 1', 'settle First1 2', 'create First1']);
  });

  it('tells its warnings when it is settled, and sends what the contact became since', async () => {
    const { vendor, club, instance } = stand;
    vendor.create = async () => {
      await club.save('lead-1', vendor.lead(1, { city: 'Newtown' }));
      throw new Unavailable('lost', true);
    };
    vendor.settle = async ({ intent }) => ({ ...vendor.store(intent.content), repeated: true });
    await club.save('lead-1', vendor.lead(1, { firstName: 'Maximiliane-Sophie' }));
    await eventually('newer', async () => vendor.records.get('v-1')?.['city'] === 'Newtown');
    await club.delivered('lead-1');
    expect(await instance.entries('truncated', 'lead-1')).toHaveLength(1);
    expect(vendor.records.size).toBe(1);
  });

  it('stays open through a fault of ours, a park and a retry by hand', async () => {
    const { vendor, club, instance } = stand;
    vendor.create = async (content) => {
      vendor.store(content);
      throw new TypeError('oh');
    };
    vendor.settle = async () => ({ vendorContactId: 'v-1' });
    await club.save('lead-1', vendor.lead(1), { requestId: 'request-7' });
    await club.stands('lead-1', 'parked');
    expect(await instance.entries('internal-error')).toMatchObject([{ detail: expect.stringContaining('request-7') }]);
    expect(instance.log.join()).toContain('request-7');
    instance.aheadMs = 60_000;
    await club.sendByHand('lead-1');
    await club.delivered('lead-1');
    expect(vendor.records.size).toBe(1);
  });

  it('never becomes a second record when the contact is linked meanwhile', async () => {
    const { vendor, club, instance } = stand;
    vendor.store({ firstName: 'Other' });
    vendor.create = async () => {
      await club.requestLink('lead-1', 'v-1');
      throw new Unavailable('lost', true);
    };
    await club.save('lead-1', vendor.lead(1));
    await club.delivered('lead-1');
    expect(vendor.calls.filter((call) => call.startsWith('create'))).toHaveLength(1);
    expect(await instance.database.rows('SELECT intent FROM delivery')).toEqual([{ intent: null }]);
  });
});

it('a link that appears during the create stays the live one; the new record is told as a second', async () => {
  const { vendor, club, instance } = stand;
  vendor.store({ firstName: 'Known' });
  vendor.create = async (content) => {
    await club.requestLink('lead-1', 'v-1');
    return vendor.store(content);
  };
  await club.save('lead-1', vendor.lead(1));
  await eventually('told', async () => (await instance.entries('duplicate-at-vendor')).length === 1);
  expect((await instance.published(topics.contactLinked)).map(({ vendorContactId, role }) => [vendorContactId, role])).toEqual([['v-1', 'live'], ['v-2', 'alias']]);
  await instance.timePasses();
  await club.delivered('lead-1');
  expect(vendor.records.get('v-1')).toMatchObject({ firstName: 'First1' });
});

it('parks a create that is answered with somebody else\'s id', async () => {
  const { vendor, club, instance } = stand;
  await club.save('lead-1', vendor.lead(1));
  await club.delivered('lead-1');
  vendor.create = async () => ({ vendorContactId: 'v-1' });
  await club.save('lead-2', vendor.lead(2));
  await club.stands('lead-2', 'parked');
  expect(await instance.entries('vendor-fault', 'lead-2')).toMatchObject([{ detail: expect.stringContaining('lead-1') }]);
  expect(await instance.database.rows('SELECT contact_id FROM link')).toEqual([{ contact_id: 'lead-1' }]);
});

it('drops a refused owner and a refused source, each once, and says so', async () => {
  const { vendor, club, instance } = stand;
  vendor.staff = [{ vendorId: '7', name: 'Zoe', email: 'zoe@example.com' }];
  vendor.sources = [{ vendorId: '3', name: 'Friend' }];
  await club.staff('staff-1', 'zoe@example.com');
  await instance.receive(topics.leadSourceUpserted, [{ clubId: 'club-1', leadSourceId: 'source-1', name: 'friend', active: true, version: '1' }]);
  vendor.create = async (content) => {
    if (content['ownerStaffId']) throw new LinkRefused('staff', 'no such owner');
    if (content['leadSourceId']) throw new LinkRefused('lead-sources', 'no such source');
    return vendor.store(content);
  };
  await club.save('lead-1', vendor.lead(1, { ownerStaffId: 'staff-1', leadSourceId: 'source-1' }));
  await club.delivered('lead-1');
  expect(vendor.calls.filter((call) => call.startsWith('create'))).toHaveLength(3);
  expect(await instance.entries('owner-unlinked', 'lead-1')).toHaveLength(1);
  vendor.create = async () => {
    throw new LinkRefused('staff', 'again');
  };
  await club.save('lead-2', vendor.lead(2));
  await club.stands('lead-2', 'parked');
});

it('closes the link of a record that is gone: one WARNING, then INFO, no second record', async () => {
  const { vendor, club, instance } = stand;
  await club.save('lead-1', vendor.lead(1));
  await club.delivered('lead-1');
  vendor.update = async () => {
    throw new Gone('deleted');
  };
  await club.save('lead-1', vendor.lead(1, { city: 'Dublin' }));
  await club.stands('lead-1', 'closed');
  expect(await instance.entries('deleted-at-vendor')).toMatchObject([{ level: 'WARNING' }]);
  await club.save('lead-1', vendor.lead(1, { city: 'Later' }));
  await eventually('told', async () => (await instance.entries('link-closed')).length === 1);
  expect((await instance.state('lead-1'))!.reason).toBe('deleted-at-vendor');
  expect(vendor.records.size).toBe(1);
  // Its record is still reported under the link, and a better record takes its place.
  vendor.rows = [{ id: 'v-1', state: 'MEMBER' }];
  expect((await club.pull()).reports).toHaveLength(1);
  await club.requestLink('lead-1', 'v-9');
  expect((await instance.published(topics.contactLinked)).at(-1)).toMatchObject({ vendorContactId: 'v-9', role: 'live' });
});

it('tells a warning of fitting once per value, also where nothing is sent', async () => {
  const { vendor, club, instance } = stand;
  await club.save('lead-1', vendor.lead(1, { mobile: '6142000001' }));
  await club.delivered('lead-1');
  for (const mobile of ['123', '123', '1234']) {
    const before = (await instance.activities('lead-1')).length;
    await club.save('lead-1', vendor.lead(1, { mobile }));
    await eventually('delivered', async () => (await instance.activities('lead-1')).length > before);
  }
  expect((await instance.entries('omitted-invalid', 'lead-1')).map(({ detail }) => /"(\d+)"/.exec(detail!)![1])).toEqual(['123', '1234']);
});

it('warns of an owner that changed where the vendor takes it only at the create', async () => {
  const { vendor, club, instance } = stand;
  await club.save('lead-1', vendor.lead(1, { ownerStaffId: 'staff-1' }));
  await club.delivered('lead-1');
  await club.save('lead-1', vendor.lead(1, { ownerStaffId: 'staff-2' }));
  await eventually('told', async () => (await instance.entries('owner-not-updatable')).length === 1);
  expect(vendor.calls).toHaveLength(1);
});

it('sends again what the vendor showed before our own last delivery', async () => {
  const { vendor, club } = stand;
  vendor.rows = [{ id: 'v-1', state: 'LEAD', fields: { firstName: 'First1', lastName: 'Last1', city: 'Columbus' } }];
  await club.save('lead-1', vendor.lead(1, { city: 'Columbus' }));
  await club.delivered('lead-1');
  await club.pull();
  await club.save('lead-1', vendor.lead(1, { city: 'Dublin' }));
  await eventually('changed', async () => vendor.records.get('v-1')!['city'] === 'Dublin');
  await club.save('lead-1', vendor.lead(1, { city: 'Columbus' }));
  await eventually('changed back', async () => vendor.records.get('v-1')!['city'] === 'Columbus');
});

it('does not send back what came from the vendor', async () => {
  const { vendor, club, instance } = stand;
  await club.save('lead-1', vendor.lead(1, { city: 'Columbus' }));
  await club.delivered('lead-1');
  vendor.rows = [{ id: 'v-1', state: 'LEAD', fields: { firstName: 'First1', lastName: 'Last1', city: 'Dublin' } }];
  const { reports } = await club.pull();
  expect(reports).toMatchObject([{ delivered: { city: 'Columbus' } }]);
  await club.save('lead-1', vendor.lead(1, { city: 'Dublin' }));
  await eventually('the end', async () => (await instance.activities('lead-1')).length === 2);
  expect(vendor.calls).toEqual(['create First1']);
});

describe('one account does not delay another', () => {
  it.each([
    ['throttled', () => Promise.reject(new Throttled(60))],
    ['away', () => Promise.reject(new Unavailable('away', false))],
    ['refused', () => Promise.reject(new Unauthorized('integration', 'no'))],
    ['silent', () => never.then(() => Promise.reject(new Unavailable('', true)))],
  ])('%s', async (_name, answer) => {
    const { vendor, club, instance } = stand;
    const other = stand.clubOf('club-2');
    await other.configure({ credentials: { key: 'account-two' } });
    vendor.create = async (content, account) => (account === 'account-one' && answer ? Promise.race([answer(), over.promise]) : vendor.store(content));
    const over = Promise.withResolvers<never>();
    over.promise.catch(() => undefined);
    for (let n = 1; n <= 12; n += 1) await club.save(`lead-${n}`, vendor.lead(n));
    for (let n = 21; n <= 24; n += 1) await other.save(`lead-${n}`, vendor.lead(n));
    for (let n = 21; n <= 24; n += 1) await other.delivered(`lead-${n}`);
    expect(await instance.database.rows(`SELECT 1 FROM link WHERE club_id = 'club-1'`)).toEqual([]);
    over.reject(new Rejected('vendor-refused', 'over'));
  });
});

it('text that PostgreSQL refuses stops neither its batch nor its delivery', async () => {
  const { vendor, club } = stand;
  await club.save('lead-1', vendor.lead(1, { city: 'New\u0000town', notes: 'half \ud83d' }));
  await club.delivered('lead-1');
  expect(vendor.records.get('v-1')).toMatchObject({ city: 'New town' });
});
