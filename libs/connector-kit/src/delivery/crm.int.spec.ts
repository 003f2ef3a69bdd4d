import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { Gone, Unavailable } from '../errors.js';
import { eventually } from '../testing/club.js';
import { MemoryStand } from '../testing/memory-stand.js';

let stand: MemoryStand;
beforeEach(async () => {
  stand = await MemoryStand.set(true);
  stand.vendor.staff = [
    { vendorId: 'u-1', name: 'John Smith', email: 'JSmith@myclub.com' }, { vendorId: 'u-2', name: 'Ana Silva', email: 'asilva@myclub.com' }, { vendorId: 'u-3', name: 'Old Hand', email: 'old@myclub.com', active: false },
  ];
  await stand.club.configure({ options: { archiveLead: true } });
});
afterEach(() => stand.clear());

const ownerOf = (id: string): unknown => stand.vendor.records.get(id)?.['ownerStaffId'];

describe('archived in InTouch', () => {
  it('is deleted at the vendor; saved again it is made anew, under the next generation', async () => {
    const { vendor, club, instance } = stand;
    await club.save('lead-1', vendor.lead(1));
    await club.delivered('lead-1');
    await club.archive('lead-1');
    await club.stands('lead-1', 'closed');
    expect(vendor.records.size).toBe(0);
    expect(await instance.entries('archived', 'lead-1')).toMatchObject([{ level: 'INFO' }]);
    await club.save('lead-1', vendor.lead(1, { city: 'Boston' }));
    await club.delivered('lead-1');
    expect(vendor.calls).toEqual(['create First1 0', 'remove v-1', 'create First1 1']);
    expect((await instance.published(topics.contactLinked)).at(-1)).toMatchObject({ vendorContactId: 'v-2', role: 'live', replaced: 'v-1' });
  });

  it('saved again while nothing is sent by itself, it is made anew when that is over', async () => {
    const { vendor, club } = stand;
    await club.save('lead-1', vendor.lead(1));
    await club.delivered('lead-1');
    await club.archive('lead-1');
    await club.stands('lead-1', 'closed');
    await club.configure({ options: { archiveLead: true, createUpdateLead: false } });
    await club.save('lead-1', vendor.lead(1));
    await club.stands('lead-1', 'not-sent');
    await club.configure({ options: { archiveLead: true } });
    await club.delivered('lead-1');
    expect(vendor.calls).toEqual(['create First1 0', 'remove v-1', 'create First1 1']);
  });

  it('found deleted there already, it is not made anew when InTouch has it again; unless it was our own delete, whose answer was lost', async () => {
    const { vendor, club, instance } = stand;
    for (const [id, index] of [['lead-1', 1], ['lead-2', 2]] as const) {
      await club.save(id, vendor.lead(index));
      await club.delivered(id);
    }
    vendor.records.delete('v-1');
    let lost = true;
    vendor.remove = async (id) => {
      const there = vendor.records.delete(id);
      if (!there) throw new Gone('deleted');
      if (lost) throw new Unavailable('no answer', false);
    };
    await club.archive('lead-1');
    await club.archive('lead-2');
    await eventually('looked again', async () => (await instance.state('lead-2'))?.state === 'closed');
    await club.stands('lead-1', 'closed');
    lost = false;
    await club.save('lead-1', vendor.lead(1));
    await club.save('lead-2', vendor.lead(2));
    await club.delivered('lead-2');
    expect([...vendor.records.values()].map((it) => it['firstName'])).toEqual(['First2']);
    expect(await instance.entries('deleted-at-vendor')).toEqual([]);
    expect(await instance.entries('link-closed', 'lead-1')).toHaveLength(1);
  });

  it('stays there where the option is off, or where it was never sent', async () => {
    const { vendor, club } = stand;
    await club.configure({ options: { archiveLead: false } });
    await club.save('lead-1', vendor.lead(1));
    await club.delivered('lead-1');
    await club.archive('lead-1');
    await club.stands('lead-1', 'not-sent');
    await club.configure({ options: { archiveLead: true } });
    await club.archive('lead-2');
    await club.stands('lead-2', 'not-sent');
    expect(vendor.calls).toEqual(['create First1 0']);
  });
});

describe('deleted at the vendor', () => {
  it('closes the link when it is reported, once, and nothing is sent any more but by hand', async () => {
    const { vendor, club, instance } = stand;
    await club.save('lead-1', vendor.lead(1));
    await club.delivered('lead-1');
    vendor.rows = [{ id: 'v-1', state: 'DELETED' }, { id: 'stranger', state: 'DELETED' }];
    expect(await club.pull()).toMatchObject({ counts: { read: 2, ignored: 1 } });
    await club.pull({ full: true });
    expect(await instance.entries('deleted-at-vendor', 'lead-1')).toHaveLength(1);
    await club.save('lead-1', vendor.lead(1, { city: 'Boston' }));
    await club.stands('lead-1', 'closed');
    expect(vendor.calls).toEqual(['create First1 0']);
    await club.sendByHand('lead-1');
    await club.delivered('lead-1');
    expect(vendor.calls).toEqual(['create First1 0', 'create First1 1']);
  });

  it('what we deleted ourselves is nobody\'s news; a record that is there again is told', async () => {
    const { vendor, club, instance } = stand;
    await club.save('lead-1', vendor.lead(1));
    await club.delivered('lead-1');
    await club.archive('lead-1');
    await club.stands('lead-1', 'closed');
    vendor.rows = [{ id: 'v-1', state: 'DELETED' }];
    expect((await club.pull()).reports).toEqual([]);
    vendor.rows = [{ id: 'v-1', state: 'LEAD', fields: { firstName: 'First1', lastName: 'Last1' } }];
    await club.pull({ full: true });
    expect(await instance.entries('undeleted-at-vendor', 'lead-1')).toHaveLength(1);
  });

  it('found out by a write, too', async () => {
    const { vendor, club } = stand;
    await club.save('lead-1', vendor.lead(1));
    await club.delivered('lead-1');
    vendor.update = async () => {
      throw new Gone('deleted');
    };
    await club.save('lead-1', vendor.lead(1, { city: 'Boston' }));
    await club.stands('lead-1', 'closed');
    await club.sendByHand('lead-1');
    await club.delivered('lead-1');
    expect(vendor.calls.at(-1)).toBe('create First1 1');
  });

  it('sent by hand just while that is found out, it is made anew', async () => {
    const { vendor, club } = stand;
    await club.save('lead-1', vendor.lead(1));
    await club.delivered('lead-1');
    vendor.update = async () => {
      await club.sendByHand('lead-1');
      throw new Gone('deleted');
    };
    await club.save('lead-1', vendor.lead(1, { city: 'Boston' }));
    await eventually('made anew', async () => vendor.calls.at(-1) === 'create First1 1');
  });
});

it('nothing is sent by itself while that is off; by hand one is; on again everything saved meanwhile goes out', async () => {
  const { vendor, club } = stand;
  await club.configure({ options: { createUpdateLead: false } });
  await club.save('lead-1', vendor.lead(1));
  await club.save('lead-2', vendor.lead(2));
  await club.stands('lead-2', 'not-sent');
  await club.sendByHand('lead-1');
  await club.delivered('lead-1');
  await club.save('lead-1', vendor.lead(1, { city: 'Boston' }));
  await club.stands('lead-1', 'not-sent');
  expect(vendor.calls).toEqual(['create First1 0']);
  await club.configure({ options: { createUpdateLead: true } });
  await club.delivered('lead-1');
  await club.delivered('lead-2');
  expect([...vendor.calls].sort()).toEqual(['create First1 0', 'create First2 0', 'update v-1 city']);
});

describe('assignment rules', () => {
  const rules = [
    { name: 'Strength to John', when: [{ attribute: 'form.goal', op: 'equals', value: 'strength' }], assignTo: 'jsmith@myclub.com' },
    { name: 'Yoga to nobody', when: [{ attribute: 'form.goal', op: 'equals', value: 'yoga' }], assignTo: 'old@myclub.com' },
  ];
  beforeEach(() => stand.club.configure({ settings: { assignmentRules: rules, fallbackOwner: 'u-2' } }));

  it('the first that holds chooses, else the fallback; the log says which', async () => {
    const { vendor, club, instance } = stand;
    await club.save('lead-1', vendor.lead(1, { attributes: { 'form.goal': ' Strength ' } }));
    await club.save('lead-2', vendor.lead(2));
    await club.save('lead-3', vendor.lead(3, { attributes: { 'form.goal': 'yoga' } }));
    for (const id of ['lead-1', 'lead-2', 'lead-3']) await club.delivered(id);
    const byName = new Map([...vendor.records.values()].map((it) => [it['firstName'], it['ownerStaffId']]));
    expect([byName.get('First1'), byName.get('First2'), byName.get('First3')]).toEqual(['u-1', 'u-2', 'u-2']);
    expect((await instance.activities('lead-1')).flatMap(({ entry }) => entry?.detail ?? [])).toEqual([expect.stringContaining('Strength to John')]);
    expect(await instance.entries('assignee-unlinked', 'lead-3')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('old@myclub.com') }]);
  });

  it('an owner reassigned at the vendor stays until attributes or owner change, or a person sends it', async () => {
    const { vendor, club } = stand;
    await club.save('lead-1', vendor.lead(1, { attributes: { 'form.goal': 'strength' } }));
    await club.delivered('lead-1');
    await club.configure({ settings: { assignmentRules: [], fallbackOwner: 'u-2' } });
    await club.save('lead-1', vendor.lead(1, { attributes: { 'form.goal': 'strength' }, city: 'Boston' }));
    await eventually('the city', async () => vendor.records.get('v-1')!['city'] === 'Boston');
    expect(ownerOf('v-1')).toBe('u-1');
    await club.sendByHand('lead-1');
    await eventually('chosen anew', async () => ownerOf('v-1') === 'u-2');
  });
});
