import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { eventually, type ConnectorProfile, type Stand } from '@intouch/connector-kit/testing';
import { profile as soap } from './abc-soap.profile.js';
import { profile as rest } from './abc.profile.js';
import { campaign, employee } from './testing/facts.js';
import { atTheTwin, prospectNamed, sentIn } from './testing/twin.js';

const set = atTheTwin();
const { lead } = rest;
const owned = { ...lead(1), ownerStaffId: 'john', leadSourceId: 'web' };
const agreementOf = async (stand: Stand) => (await prospectNamed(stand, 'First1')).agreement;

/** John and Web, linked: by matching, and where there is no list of campaigns by hand. */
async function linked(profile: ConnectorProfile): Promise<Stand> {
  const stand = await set(profile, { fixture: 'default' });
  const { club } = stand;
  await club.configure();
  await club.staff('john', 'JSmith@MyClub.com', 'John Smith');
  await club.source('web', 'Web');
  await club.lookup('staff', 'john', ({ vendorId }) => vendorId === employee);
  if (profile === soap) {
    await club.lookup('leadSources', 'web', ({ status }) => status === 'unsupported');
    expect(await club.byHand('link', 'lead-sources', 'web', campaign)).toBeNull();
  } else await club.lookup('leadSources', 'web', ({ vendorId }) => vendorId === campaign);
  return stand;
}

/** What was sent as sales person and campaign, request by request. */
async function sent(stand: Stand, which: 'creates' | 'updates'): Promise<{ owner: boolean; source: boolean }[]> {
  return (await stand.vendor[which]()).map(({ body }) => {
    const text = body.startsWith('{') ? JSON.stringify(sentIn(body).agreement ?? {}) : body;
    return { owner: text.includes(employee), source: text.includes(campaign) };
  });
}

describe.each([['REST', rest], ['SOAP', soap]])('%s', (_name, profile) => {
  it('owner and source go with the create', async () => {
    const stand = await linked(profile);
    await stand.club.save('lead-1', owned);
    await stand.club.delivered('lead-1');
    expect(await agreementOf(stand)).toMatchObject({ salesPersonId: employee, campaignId: campaign });
    expect((await stand.instance.activities('lead-1')).filter(({ entry }) => entry?.level === 'WARNING')).toEqual([]);
  });

  it.each([
    ['employee', `employees/${employee}`, 'owner-unlinked', { owner: false, source: true }], ['campaign', `campaigns/${campaign}`, 'source-unlinked', { owner: true, source: false }],
  ])('a create is refused for its %s: sent once more without, told in one WARNING', async (_what, record, code, second) => {
    const stand = await linked(profile);
    const { club, vendor, instance } = stand;
    await vendor.record('DELETE', record);
    await club.save('lead-1', owned);
    await club.delivered('lead-1');
    expect(await sent(stand, 'creates')).toEqual([{ owner: true, source: true }, second]);
    expect(await instance.entries(code, 'lead-1')).toMatchObject([{ level: 'WARNING' }]);
    const [, theOther] = code === 'owner-unlinked' ? [code, 'source-unlinked'] : [code, 'owner-unlinked'];
    expect(await instance.entries(theOther, 'lead-1')).toEqual([]);
    const told = await club.resync();
    expect([...told.staff, ...told.leadSources].filter(({ vendorId }) => vendorId === null)).toHaveLength(1);
  });

  it.each([
    ['employee', `employees/${employee}`, 'owner-unlinked'], ['campaign', `campaigns/${campaign}`, 'source-unlinked'],
  ])('an update is refused for its %s: the change goes all the same', async (_what, record, code) => {
    const stand = await linked(profile);
    const { club, vendor, instance } = stand;
    await club.save('lead-1', owned);
    await club.delivered('lead-1');
    await vendor.record('DELETE', record);
    await club.save('lead-1', { ...owned, city: 'Dublin' });
    await eventually('the new city', async () => (await prospectNamed(stand, 'First1')).personal['city'] === 'Dublin');
    await eventually('told', async () => (await instance.entries(code, 'lead-1')).length === 1);
    const isOwner = code === 'owner-unlinked';
    const updates = await sent(stand, 'updates');
    expect(updates[0]).toEqual({ owner: true, source: true });
    expect(updates.at(-1)).toEqual({ owner: !isOwner, source: isOwner });
    // SOAP replaces all: ABC's own value is tried too, which is the same that it does not take any more.
    expect(updates).toHaveLength(profile === soap ? 3 : 2);
    expect(await instance.entries('vendor-refused')).toEqual([]);
  });

  it('both at once', async () => {
    const stand = await linked(profile);
    const { club, vendor } = stand;
    await vendor.record('DELETE', `employees/${employee}`);
    await vendor.record('DELETE', `campaigns/${campaign}`);
    await club.save('lead-1', owned);
    await club.delivered('lead-1');
    expect(await sent(stand, 'creates')).toEqual([{ owner: true, source: true }, { owner: false, source: true }, { owner: false, source: false }]);
  });

  it('a linked employee who is not active any more is sent all the same, with a WARNING', async () => {
    const stand = await linked(profile);
    const { club, vendor, instance } = stand;
    await vendor.record('PUT', `employees/${employee}`, { employment: { employeeStatus: 'inactive' } });
    expect((await club.resync()).staff).toMatchObject([{ id: 'john', vendorId: employee, status: 'inactive' }]);
    await club.save('lead-1', owned);
    await club.delivered('lead-1');
    expect(await agreementOf(stand)).toMatchObject({ salesPersonId: employee });
    expect(await instance.entries('owner-inactive', 'lead-1')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('John Smith') }]);
    expect(await instance.entries('owner-unlinked', 'lead-1')).toEqual([]);
  });

  it('unlinked by a person, what ABC has of them stays', async () => {
    const stand = await linked(profile);
    const { club } = stand;
    await club.save('lead-1', owned);
    await club.delivered('lead-1');
    expect(await club.byHand('unlink', 'staff', 'john')).toBeNull();
    expect(await club.byHand('unlink', 'lead-sources', 'web')).toBeNull();
    await club.save('lead-1', { ...owned, city: 'Dublin' });
    await eventually('the new city', async () => (await prospectNamed(stand, 'First1')).personal['city'] === 'Dublin');
    expect(await agreementOf(stand)).toMatchObject({ salesPersonId: employee, campaignId: campaign });
  });

  it('employees come in variants: the id under another name, departments as a text', async () => {
    const stand = await set(profile, { fixture: 'default' });
    await stand.vendor.hazard('employee-variants', { times: null });
    await stand.club.configure();
    await stand.club.staff('john', 'jsmith@myclub.com', 'John Smith');
    expect(await stand.club.lookup('staff', 'john', ({ status }) => status === 'matched')).toMatchObject({ vendorId: employee });
  });
});
