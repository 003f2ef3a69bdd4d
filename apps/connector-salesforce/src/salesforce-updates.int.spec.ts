import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { eventually, type Stand } from '@intouch/connector-kit/testing';
import { atTheTwin, bodies, calls, lead, leads } from './testing/twin.js';

const setUp = atTheTwin();

async function delivered(how: Parameters<typeof setUp>[0] = {}): Promise<Stand> {
  const stand = await setUp(how);
  await stand.club.save('lead-1', lead(1));
  await stand.club.delivered('lead-1');
  return stand;
}

it('carries what changed alone, and null for what was emptied', async () => {
  const stand = await delivered();
  await stand.club.save('lead-1', { ...lead(1), city: 'Dublin', mobile: null });
  await eventually('the city', async () => (await leads(stand))[0]?.['City'] === 'Dublin');
  expect(await bodies(stand, 'updateLead')).toEqual([{ City: 'Dublin', MobilePhone: null }]);
});

it('gives a lead that was linked our id with its first update', async () => {
  const stand = await setUp();
  const { id } = await stand.vendor.typedIn({ club: 'north', status: 'LEAD', firstName: 'First1', lastName: 'Last1' });
  await stand.club.save('lead-1', { ...lead(1), vendorIds: { salesforce: id } });
  await stand.club.delivered('lead-1');
  await stand.club.save('lead-1', { ...lead(1), city: 'Dublin', vendorIds: { salesforce: id } });
  await eventually('the city', async () => (await leads(stand))[0]?.['City'] === 'Dublin');
  expect((await bodies(stand, 'updateLead')).map((body) => body['InTouch_Id__c'])).toEqual(['club-1:lead-1', undefined]);
});

describe('closes the link', () => {
  it.each([['converted', 'convert-on-update'], ['deleted', 'delete-on-update']])('of a lead that is %s', async (what, hazard) => {
    const stand = await delivered();
    await stand.vendor.hazard(hazard, { operation: 'updateLead' });
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await stand.club.stands('lead-1', 'closed');
    expect(await stand.instance.entries(`${what}-at-vendor`, 'lead-1')).toMatchObject([{ level: 'WARNING' }]);
    await stand.club.save('lead-1', { ...lead(1), city: 'Newtown' });
    await eventually('told', async () => (await stand.instance.entries('link-closed', 'lead-1')).length === 1);
    expect([await calls(stand, 'updateLead'), (await leads(stand)).length]).toEqual([1, 1]);
  });

  it('but a person may send one anew that was deleted there', async () => {
    const stand = await delivered();
    await stand.vendor.hazard('delete-on-update', { operation: 'updateLead' });
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await stand.club.stands('lead-1', 'closed');
    await stand.club.sendByHand('lead-1');
    await stand.club.delivered('lead-1');
    expect((await leads(stand)).map((it) => [it['IsDeleted'] === true, it['City']])).toEqual([[true, 'Columbus'], [false, 'Dublin']]);
  });

  it('not where the version has ended and everything seems unknown', async () => {
    const stand = await delivered();
    await stand.vendor.hazard('old-versions', { times: null });
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await eventually('the city', async () => (await leads(stand))[0]?.['City'] === 'Dublin');
    await stand.club.delivered('lead-1');
    expect(await stand.instance.entries('deleted-at-vendor')).toEqual([]);
  });
});

it('waits for a lead that somebody else is saving', async () => {
  const stand = await delivered();
  await stand.vendor.hazard('lock-row', { operation: 'updateLead', times: 2 });
  await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
  await eventually('the city', async () => (await leads(stand))[0]?.['City'] === 'Dublin');
});

it('goes without an owner who is not active any more, and drops that link', async () => {
  const stand = await setUp({ fixture: 'default' });
  await stand.club.staff('staff-0', 'jsmith@myclub.com');
  await stand.club.lookup('staff', 'staff-0', ({ status }) => status === 'matched');
  await stand.vendor.record('PUT', 'users/005SIM000000002YBA', { IsActive: false });
  await stand.club.save('lead-1', { ...lead(1), ownerStaffId: 'staff-0' });
  await stand.club.delivered('lead-1');
  expect((await leads(stand)).find((it) => it['FirstName'] === 'First1')!['OwnerId']).toBe('005SIM000000001YBA');
  await stand.club.lookup('staff', 'staff-0', ({ vendorId }) => vendorId === null);
});

describe('a contact that becomes a member', () => {
  it('is told once, by its status', async () => {
    const stand = await delivered({ settings: { memberStatus: 'Closed - Not Converted' } });
    for (const city of ['Dublin', 'Newtown']) await stand.club.save('lead-1', { ...lead(1), status: 'MEMBER', city });
    await eventually('the status', async () => (await leads(stand))[0]?.['Status'] === 'Closed - Not Converted');
    await stand.club.save('lead-1', { ...lead(1), status: 'MEMBER', city: 'Springfield' });
    await stand.club.save('lead-2', { ...lead(2), status: 'MEMBER' });
    await stand.club.stands('lead-2', 'not-sent');
    await eventually('all three saves', async () => (await stand.instance.activities('lead-1')).length >= 3);
    expect(await bodies(stand, 'updateLead')).toEqual([{ Status: 'Closed - Not Converted' }]);
    expect(await leads(stand)).toHaveLength(1);
  });

  it('is nobody\'s business where there is no status for it', async () => {
    const stand = await delivered();
    await stand.club.save('lead-1', { ...lead(1), status: 'MEMBER' });
    await stand.club.stands('lead-1', 'not-sent');
    expect(await calls(stand, 'updateLead')).toBe(0);
  });
});

it('an org with codes for states and countries gets codes', async () => {
  const stand = await setUp();
  await stand.vendor.record('PUT', 'orgs/default', { stateCountryPicklists: true });
  await stand.club.save('lead-1', { ...lead(1), state: 'Ohio', country: 'US' });
  await stand.club.delivered('lead-1');
  expect(await bodies(stand, 'upsertLead')).toMatchObject([{ StateCode: 'OH', CountryCode: 'US' }]);
});
