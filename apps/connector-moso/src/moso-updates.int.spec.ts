import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { eventually, type Stand } from '@intouch/connector-kit/testing';
import type { ContactSnapshot } from '@intouch/contracts';
import { atTheTwin, bodies, calls, lead, members } from './testing/twin.js';

const set = atTheTwin();

async function saved(stand: Stand, contact: ContactSnapshot): Promise<void> {
  const told = (await stand.instance.activities('lead-1')).length;
  await stand.club.save('lead-1', contact);
  await eventually('its end', async () => (await stand.instance.activities('lead-1')).length > told);
}

it('sends what changed with our id, and an empty text for what InTouch has emptied; the rest is the club\'s', async () => {
  const stand = await set();
  await saved(stand, lead(1));
  const [{ ID } = { ID: '' }] = await members(stand);
  await stand.vendor.record('PUT', `members/${ID}`, { Address1: '1 Oak St', Phone1: '(617) 200-9999', Salesperson3: null });
  await saved(stand, { ...lead(1), mobile: '6142009999', city: null, gender: 'M' });
  expect(await bodies(stand, 'updateMember')).toEqual([{ ID, City: '', Phone3: '(614) 200-9999', Gender: 'M', Salesperson3: 'lead-1' }]);
  expect(await members(stand)).toMatchObject([{ Address1: '1 Oak St', Phone1: '(617) 200-9999', Phone3: '(614) 200-9999', Zip: '43004', Salesperson3: 'lead-1' }]);
  // Emptied once: from then on it is the club's again. Notes and an unknown gender are not sent.
  await saved(stand, { ...lead(1), mobile: '6142009999', city: null, zip: '43005', notes: 'Later', gender: null });
  expect((await bodies(stand, 'updateMember'))[1]).toEqual({ ID, Zip: '43005', Salesperson3: 'lead-1' });
});

it('a lead that was sold meanwhile stays a member, and takes the change; once InTouch has it as a member nothing is sent', async () => {
  const stand = await set();
  await saved(stand, lead(1));
  await stand.vendor.hazard('convert-on-update', { operation: 'updateMember', params: { type: 'SILV' } });
  await saved(stand, { ...lead(1), city: 'Dublin' });
  expect(await members(stand)).toMatchObject([{ Membership_Type: 'SILV', City: 'Dublin' }]);
  await saved(stand, { ...lead(1), status: 'MEMBER', city: 'Elsewhere' });
  await stand.club.stands('lead-1', 'not-sent');
  expect(await calls(stand, 'updateMember')).toBe(1);
});

it('a record that the club has removed is not made a second time', async () => {
  const stand = await set();
  await saved(stand, lead(1));
  const [{ ID } = { ID: '' }] = await members(stand);
  await stand.vendor.record('DELETE', `members/${ID}`);
  await saved(stand, { ...lead(1), city: 'Dublin' });
  await stand.club.stands('lead-1', 'closed');
  expect(await stand.instance.entries('deleted-at-vendor', 'lead-1')).toMatchObject([{ level: 'WARNING' }]);
  await saved(stand, { ...lead(1), city: 'Cork' });
  expect(await stand.instance.entries('link-closed', 'lead-1')).toHaveLength(1);
  expect(await members(stand)).toEqual([]);
});

it('owner and source go by the tables; without an entry they are left out with one WARNING, and never cleared', async () => {
  const stand = await set({ settings: { salespersonMap: { 'staff-1': 'Smith' }, sourceMap: { 'source-1': 'Web' } } });
  await stand.club.staff('staff-2', 'zoe@example.com', 'Zoe Zero');
  await saved(stand, { ...lead(1), ownerStaffId: 'staff-1', leadSourceId: 'source-1' });
  await saved(stand, { ...lead(1), ownerStaffId: 'staff-2', leadSourceId: 'source-2' });
  expect(await members(stand)).toMatchObject([{ Salesperson: 'Smith', Source: 'Web' }]);
  expect(await calls(stand, 'updateMember')).toBe(0);
  expect(await stand.instance.entries('owner-unlinked', 'lead-1')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('Zoe Zero') }]);
  expect(await stand.instance.entries('source-unlinked', 'lead-1')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('source-2') }]);
  await saved(stand, { ...lead(1), ownerStaffId: null, leadSourceId: 'source-1' });
  const [kept] = await members(stand);
  expect([kept!['Salesperson'], kept!['Source']]).toEqual([undefined, 'Web']);
});

it('an entry that is added to a table goes out with the next save', async () => {
  const stand = await set();
  await saved(stand, { ...lead(1), ownerStaffId: 'staff-1' });
  await stand.club.configure({ settings: { salespersonMap: { 'staff-1': 'Smith' } } });
  await saved(stand, { ...lead(1), ownerStaffId: 'staff-1' });
  expect(await members(stand)).toMatchObject([{ Salesperson: 'Smith' }]);
});
