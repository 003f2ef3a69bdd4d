import { expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { topics } from '@intouch/contracts';
import { eventually } from '../club.js';
import type { SetStand } from '../describe-connector.js';
import type { ConnectorProfile } from '../profile.js';

export function lookupFeatures(profile: ConnectorProfile, set: SetStand): void {
  const { operations, knownStaff, knownSource, connector: { vendor: name, outbound } } = profile;
  const follows = !('ownerStaffId' in outbound.createOnly);

  it('links thirty staff with a list or two, and tells how each stands', async () => {
    const { club, vendor, instance } = await set({ fixture: 'default' });
    await club.configure();
    await club.staffOf(Array.from({ length: 29 }, (_, n) => ({ staffId: `staff-${n + 1}`, email: n % 2 === 1 ? `nobody${n}@example.com` : null, name: `Staff N${n}` })));
    await club.staff('staff-0', knownStaff!.email);
    const told = await eventually('all looked for', async () => (await instance.published(topics.lookupsReported)).findLast(({ staff }) => staff.length === 30 && staff.some(({ status }) => status === 'matched')));
    expect(told.staff.filter(({ status }) => status === 'matched')).toEqual([expect.objectContaining({ id: 'staff-0', vendorId: knownStaff!.vendorId })]);
    expect(new Set(told.staff.map(({ status }) => status))).toEqual(new Set(['matched', 'not-found', 'no-email']));
    expect((await vendor.requests(operations.staff)).length).toBeLessThanOrEqual(10);
  });

  it('a lead put right after its owner goes out with the owner', async () => {
    const { club, vendor, instance } = await set({ fixture: 'default' });
    await club.configure();
    const known = (await vendor.people()).length;
    await club.staff('staff-1', 'other@example.com', 'Other One');
    await club.staff('staff-0', knownStaff!.email);
    await club.save('lead-1', { ...profile.lead(1), ownerStaffId: 'staff-0' });
    await club.delivered('lead-1');
    expect(String((await vendor.people())[known]!.owner)).toBe(knownStaff!.vendorId);
    expect(await instance.entries('owner-unlinked', 'lead-1')).toEqual([]);
  });

  it('a lead whose owner is not linked goes out without, named in one WARNING', async () => {
    const { club, vendor, instance } = await set();
    await club.configure();
    await club.staff('staff-1', 'nobody@example.com', 'No Body');
    await club.save('lead-1', { ...profile.lead(1), ownerStaffId: 'staff-1' });
    await club.delivered('lead-1');
    expect((await vendor.people())[0]!.owner).toBe(profile.ownerWithout ?? null);
    expect(await instance.entries('owner-unlinked', 'lead-1')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('No Body') }]);
  });

  it('links and unlinks staff by hand, and matching leaves that alone', async () => {
    const { club, instance } = await set({ fixture: 'default' });
    await club.configure();
    await club.staff('staff-0', knownStaff!.email);
    expect(await club.byHand('link', 'staff', 'staff-9', '1')).toMatchObject({ code: 'not-found' });
    expect(await club.byHand('link', 'staff', 'staff-0', '1')).toBeNull();
    const requestId = ulid();
    await instance.receive(topics.lookupsRequested, [{ requestId, clubId: club.clubId, vendor: name, action: 'resync', subject: null, id: null, vendorId: null, runId: 'run-lookups' }]);
    const told = await eventually('the answer', async () => (await instance.published(topics.lookupsReported)).find((it) => it.requestId === requestId));
    expect(told.staff).toMatchObject([{ id: 'staff-0', vendorId: '1', status: 'matched' }]);
    expect((await club.endOf('run-lookups')).phase).toBe('read-all');
    // An address that nobody has there: with the known one, matching may link it to that person before it is unlinked twice.
    await club.staff('staff-0', 'nobody@example.com');
    expect(await club.byHand('unlink', 'staff', 'staff-0')).toBeNull();
    expect(await club.byHand('unlink', 'staff', 'staff-0')).toMatchObject({ code: 'not-found' });
  });

  it('tells once when a linked staff member is somebody else by name or e-mail', async () => {
    const { club, instance } = await set({ fixture: 'default' });
    await club.configure();
    await club.staff('staff-0', knownStaff!.email, 'Zoe Zero');
    await eventually('linked', async () => (await instance.published(topics.lookupsReported)).some(({ staff }) => staff.some(({ status }) => status === 'matched')));
    await club.staff('staff-0', knownStaff!.email.toUpperCase(), 'Zoe Zero');
    expect(await instance.entries('staff-changed')).toEqual([]);
    await club.staff('staff-0', knownStaff!.email, 'Max Meyer');
    await club.staff('staff-0', knownStaff!.email, 'Max Meyer');
    expect(await instance.entries('staff-changed')).toMatchObject([{ level: 'WARNING', detail: expect.stringMatching(/Zoe Zero.*Max Meyer/) }]);
    await club.staff('staff-0', 'max@example.com', 'Max Meyer');
    expect(await instance.entries('staff-changed')).toHaveLength(2);
  });

  it('a lead that went out without its owner gets it by itself once the owner is linked, where the vendor takes it then', async () => {
    const { club, vendor } = await set({ fixture: 'default' });
    await club.configure();
    const known = (await vendor.people()).length;
    await club.staff('staff-0', 'nobody@example.com', 'No Body');
    await club.save('lead-1', { ...profile.lead(1), ownerStaffId: 'staff-0' });
    await club.save('lead-2', profile.lead(2));
    await club.delivered('lead-1');
    await club.delivered('lead-2');
    await club.staff('staff-0', knownStaff!.email, 'No Body');
    await club.lookup('staff', 'staff-0', ({ vendorId }) => vendorId === knownStaff!.vendorId);
    if (follows) await eventually('its owner', async () => String((await vendor.people()).find(({ firstName }) => firstName === 'First1')?.owner) === knownStaff!.vendorId);
    await club.save('lead-3', profile.lead(3));
    await club.delivered('lead-3');
    expect(await vendor.updates()).toHaveLength(follows ? 1 : 0);
    expect(await vendor.people()).toHaveLength(known + 3);
  });

  it('unlinked by a person: delivered leads stay as they are, later ones go without, matching makes no such link again, relinking completes them', async () => {
    const { club, vendor, instance } = await set({ fixture: 'default' });
    await club.configure();
    const ownerOf = async (index: number): Promise<unknown> => (await vendor.people()).find(({ firstName }) => firstName === `First${index}`)!.owner;
    await club.staff('staff-0', knownStaff!.email);
    await club.lookup('staff', 'staff-0', ({ status }) => status === 'matched');
    await club.save('lead-1', { ...profile.lead(1), ownerStaffId: 'staff-0' });
    await club.delivered('lead-1');
    expect(await club.byHand('unlink', 'staff', 'staff-0')).toBeNull();
    await club.staff('staff-0', knownStaff!.email);
    expect((await club.resync()).staff).toMatchObject([{ id: 'staff-0', vendorId: null, status: 'not-found', detail: expect.stringContaining(knownStaff!.vendorId) }]);
    await club.save('lead-2', { ...profile.lead(2), ownerStaffId: 'staff-0' });
    await club.delivered('lead-2');
    expect([String(await ownerOf(1)), await ownerOf(2)]).toEqual([knownStaff!.vendorId, profile.ownerWithout ?? null]);
    expect(await vendor.updates()).toEqual([]);
    expect(await club.byHand('link', 'staff', 'staff-0', knownStaff!.vendorId)).toBeNull();
    if (follows) await eventually('the owner of the second', async () => String(await ownerOf(2)) === knownStaff!.vendorId);
    const history = await instance.database.rows<{ what: string }>(`SELECT what FROM link_history WHERE subject = 'staff' ORDER BY id`);
    expect(history.map(({ what }) => what)).toEqual(['linked: matched', 'unlinked: by-hand', 'linked: by-hand']);
  });

  if (follows) it('a link that appears while a lead is being sent is not missed', async () => {
    const { club, vendor } = await set({ fixture: 'default' });
    await club.configure();
    await club.staff('staff-0', 'nobody@example.com');
    await club.lookup('staff', 'staff-0', ({ status }) => status === 'not-found');
    await vendor.hazard('slow', { operation: operations.create, params: { ms: 700 } });
    await club.save('lead-1', { ...profile.lead(1), ownerStaffId: 'staff-0' });
    await eventually('the create', async () => (await vendor.creates()).length === 1);
    await club.byHand('link', 'staff', 'staff-0', knownStaff!.vendorId);
    await eventually('its owner', async () => String((await vendor.people()).find(({ firstName }) => firstName === 'First1')?.owner) === knownStaff!.vendorId);
  });

  it('what a linked staff member is called today changes no link', async () => {
    const { club } = await set({ fixture: 'default' });
    await club.configure();
    await club.staff('staff-0', knownStaff!.email);
    await club.lookup('staff', 'staff-0', ({ status }) => status === 'matched');
    await club.staff('staff-0', 'elsewhere@example.com', 'Max Meyer');
    expect((await club.resync()).staff).toMatchObject([{ name: 'Max Meyer', vendorId: knownStaff!.vendorId, status: 'matched', detail: expect.stringContaining('Zoe Zero') }]);
  });

  it('a list that cannot be had keeps no lead waiting', async () => {
    const { club, vendor, instance } = await set({ fixture: 'default' });
    await club.configure();
    await eventually('set up', async () => (await instance.published(topics.lookupsReported)).length > 0);
    await vendor.hazard('outage-503', { operation: operations.staff, times: null });
    await club.staff('staff-0', knownStaff!.email);
    await club.save('lead-1', { ...profile.lead(1), ownerStaffId: 'staff-0' });
    await club.delivered('lead-1');
    await vendor.calm();
    await instance.database.run('UPDATE integration SET lookups_due_at = now()');
    await club.lookup('staff', 'staff-0', ({ status }) => status === 'matched');
    if (follows) await eventually('its owner', async () => String((await vendor.people()).find(({ firstName }) => firstName === 'First1')?.owner) === knownStaff!.vendorId);
  });

  if (knownSource) it('lead sources are linked by name, and go with the leads', async () => {
    const { club, vendor } = await set({ fixture: 'default' });
    await club.configure();
    await club.source('source-0', knownSource.name);
    await club.save('lead-1', { ...profile.lead(1), leadSourceId: 'source-0' });
    await club.delivered('lead-1');
    expect(String((await vendor.people()).find(({ firstName }) => firstName === 'First1')!.leadSource)).toBe(knownSource.vendorId);
    // A list or two, of whatever number of pages.
    expect((await vendor.requests(operations.leadSources)).length).toBeLessThanOrEqual(9);
  });
}
