import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@intouch/stack';
import { lead, Ring, type InTouchContact } from './ring.js';
import { abc, abcOverSoap } from './vendors.js';

let ring: Ring;
beforeAll(async () => {
  ring = await Ring.start(['abc']);
}, 180_000);
afterAll(() => ring.stop(), 60_000);

describe.each([abc, abcOverSoap])('$title', (at) => {
  let clubId = '';
  let test = 0;
  const saved = (contactId: string, contact: object): Promise<unknown> => ring.call('PUT', `/__sandbox/intouch/contacts/${clubId}/${contactId}`, contact);
  const atDesk = (method: string, path: string, body: object): Promise<{ id: string }> => ring.call(method, `/__sandbox/abc/people${path}`, body);
  const untilInTouch = (what: string, is: (contacts: Map<string, InTouchContact>) => boolean): Promise<Map<string, InTouchContact>> =>
    eventually(what, async () => {
      const contacts = await ring.inTouch(clubId);
      return is(contacts) ? contacts : undefined;
    }, 20_000, 50);
  const untilAtVendor = (email: string): Promise<{ id: string }> => eventually(`${email} at ABC`, async () => (await ring.people()).find((person) => person.email === email), 20_000, 20);

  beforeEach(async () => {
    test += 1;
    clubId = `sold-${at.title.replaceAll(' ', '-')}-${test}`;
    await ring.club(clubId, {}, {}, at);
  });

  it('a prospect sold at the desk under a new id is converted, never inserted again', async () => {
    await saved('mary', lead(1, { firstName: 'Mary-Ann', lastName: "O'Brien" }));
    const { id } = await untilAtVendor('lead1@example.com');
    const sold = await atDesk('POST', `/${id}/sell`, { newId: true });
    expect(sold.id).not.toBe(id);
    expect((await ring.sync(clubId)).counts).toMatchObject({ read: 1, converted: 1, inserted: 0 });
    await untilInTouch('mary a member under the new id', (all) => all.get('mary')?.status === 'MEMBER' && all.get('mary')?.vendorIds?.['abc'] === sold.id);
    expect((await ring.sync(clubId, { full: true })).counts).toMatchObject({ read: 1, converted: 0, inserted: 0, unchanged: 1 });
    expect((await ring.inTouch(clubId)).size).toBe(1);
    expect(await ring.people()).toHaveLength(1);
    // A member takes no more changes from us.
    await saved('mary', { ...lead(1, { firstName: 'Mary-Ann', lastName: "O'Brien" }), status: 'MEMBER', city: 'Elsewhere', vendorIds: { abc: sold.id } });
    await ring.until(clubId, 'mary', 'not-sent');
    expect((await ring.people())[0]!.city).toBe('Columbus');
  }, 60_000);

  // Over SOAP ABC does not keep our id: there Smart Match alone decides.
  if (at === abc) it.each([
    ['names that ABC has no room for', { firstName: 'Wolfeschlegelsteinhausen', lastName: 'Bergerdorffenstein-Lee' }],
    ['neither e-mail nor mobile', { email: null, mobile: null }],
  ])('so is one with %s, by our id in it', async (_, person) => {
    await saved('ann', lead(3, person));
    const { id } = await eventually('ann at ABC', async () => (await ring.people())[0], 20_000, 20);
    await ring.until(clubId, 'ann', 'delivered');
    const sold = await atDesk('POST', `/${id}/sell`, { newId: true });
    expect((await ring.sync(clubId)).counts).toMatchObject({ read: 1, converted: 1, inserted: 0 });
    const after = await untilInTouch('ann a member under the new id', (all) => all.get('ann')?.status === 'MEMBER' && all.get('ann')?.vendorIds?.['abc'] === sold.id);
    expect(after.size).toBe(1);
    expect(after.get('ann')).toMatchObject(person);
  }, 60_000);

  it('one sold under its own id closes the link when InTouch saves it as a lead once more, and is converted by the next run', async () => {
    await saved('sam', lead(2));
    const { id } = await untilAtVendor('lead2@example.com');
    await atDesk('POST', `/${id}/sell`, {});
    // By InTouch itself: what it saves of the link just now must not be newer and say the old city.
    await saved('sam', lead(2, { city: 'Dublin' }));
    await ring.until(clubId, 'sam', 'closed');
    expect((await ring.contact(clubId, 'sam')).log.filter(({ reason }) => reason === 'converted-at-vendor')).toHaveLength(1);
    expect((await ring.sync(clubId)).counts).toMatchObject({ converted: 1 });
    await untilInTouch('sam a member', (all) => all.get('sam')?.status === 'MEMBER');
    expect(await ring.people()).toHaveLength(1);
  }, 60_000);

  it('a lead typed in at the desk comes in with its owner, its changes follow, and nothing echoes', async () => {
    const employee = await ring.typedIn(at.employee(1, { first: 'ANA', last: 'SILVA', email: 'ana@myclub.com' }));
    await ring.call('PUT', `/v1/clubs/${clubId}/staff/ana`, { firstName: 'Ana', lastName: 'Silva', email: 'ana@myclub.com', active: true });
    await eventually('ana linked', async () => (await ring.call<{ staff: { vendorId: string | null }[] }>('GET', `/v1/clubs/${clubId}/integrations/abc/lookups`)).staff[0]?.vendorId === employee, 10_000, 50);
    const { id } = await atDesk('POST', '', { club: at.club, status: 'LEAD', firstName: 'Nora', lastName: 'Newlead', email: 'nora@example.com', city: 'Columbus', owner: employee });
    expect((await ring.sync(clubId)).counts).toMatchObject({ read: 1, inserted: 1 });
    const nora = (all: Map<string, InTouchContact>): InTouchContact | undefined => [...all.values()].find(({ email }) => email === 'nora@example.com');
    await untilInTouch('nora a lead', (all) => nora(all)?.status === 'LEAD' && nora(all)?.vendorIds?.['abc'] === id);
    expect(nora(await ring.inTouch(clubId))).toMatchObject({ ownerStaffId: 'ana' });
    await atDesk('PATCH', `/${id}`, { city: 'Dublin' });
    expect((await ring.sync(clubId)).counts).toMatchObject({ updated: 1 });
    await untilInTouch('the new city', (all) => (nora(all) as { city?: string } | undefined)?.city === 'Dublin');
    await ring.sync(clubId, { full: true });
    const writes = (await ring.requests()).filter(({ operation }) => /create|update|Insert|Update/.test(operation));
    expect(writes).toEqual([]);
    expect((await ring.inTouch(clubId)).size).toBe(1);
  }, 60_000);
});
