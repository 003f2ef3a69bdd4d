import { expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { topics } from '@intouch/contracts';
import { eventually } from '../club.js';
import type { SetStand } from '../describe-connector.js';
import type { ConnectorProfile } from '../profile.js';

export function lookupFeatures(profile: ConnectorProfile, set: SetStand): void {
  const { operations, knownStaff, connector: { vendor: name } } = profile;

  it('links thirty staff with a list or two, and tells how each stands', async () => {
    const { club, vendor, instance } = await set({ fixture: 'default' });
    await club.configure();
    for (let n = 1; n < 30; n += 1) await club.staff(`staff-${n}`, n % 2 === 0 ? `nobody${n}@example.com` : null, `Staff N${n}`);
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
    expect((await vendor.people())[0]!.owner).toBeNull();
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
}
