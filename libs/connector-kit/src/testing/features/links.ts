import { expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { eventually } from '../club.js';
import type { SetStand } from '../describe-connector.js';
import type { ConnectorProfile } from '../profile.js';

export function linkFeatures(profile: ConnectorProfile, set: SetStand): void {
  const { connector: { vendor: name } } = profile;
  const typedIn = { club: profile.vendorClub, status: 'LEAD', firstName: 'First1', lastName: 'Last1', email: 'lead1@example.com', mobile: '6142000001', city: 'Oldtown' };

  it('takes vendorIds of a snapshot as links, in the same step', async () => {
    const { club, vendor, instance } = await set();
    await club.configure();
    const { id } = await vendor.typedIn(typedIn);
    await club.save('lead-1', { ...profile.lead(1), vendorIds: { [name]: id } });
    await club.delivered('lead-1');
    expect(await instance.published(topics.contactLinked)).toMatchObject([{ contactId: 'lead-1', vendorContactId: id, how: 'vendor-ids', role: 'live' }]);
    expect(await vendor.people()).toMatchObject([{ id, city: 'Columbus' }]);
    await club.save('lead-2', { ...profile.lead(2), vendorIds: { [name]: id } });
    expect(await instance.entries('link-refused', 'lead-2')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('lead-1') }]);
  });

  it('answers requests to link: live, the holder, a second id, the id that outranks', async () => {
    const { club, vendor, instance } = await set();
    await club.configure();
    const first = await vendor.typedIn(typedIn);
    const second = await vendor.typedIn({ ...typedIn, firstName: 'Other' });
    await club.requestLink('lead-1', first.id);
    await club.requestLink('lead-2', first.id);
    await club.requestLink('lead-1', second.id);
    await club.requestLink('lead-1', second.id, 'MEMBER');
    expect(await instance.published(topics.contactLinked)).toMatchObject([
      { contactId: 'lead-1', vendorContactId: first.id, role: 'live', replaced: null },
      { contactId: 'lead-1', vendorContactId: second.id, role: 'alias', replaced: null },
      { contactId: 'lead-1', vendorContactId: second.id, role: 'live', replaced: first.id },
    ]);
    expect(await instance.published(topics.contactLinkRefused)).toMatchObject([{ contactId: 'lead-2', vendorContactId: first.id, holder: 'lead-1' }]);
    expect(await instance.entries('duplicate-at-vendor')).toHaveLength(2);
  });

  it('links and unlinks contacts by hand', async () => {
    const { club, vendor, instance } = await set();
    await club.configure();
    const { id } = await vendor.typedIn(typedIn);
    expect(await club.byHand('unlink', 'contacts', 'lead-1')).toMatchObject({ code: 'not-found' });
    expect(await club.byHand('link', 'contacts', 'lead-1', id)).toBeNull();
    expect(await club.byHand('link', 'contacts', 'lead-2', id)).toMatchObject({ code: 'conflict', holder: 'lead-1' });
    expect(await club.byHand('unlink', 'contacts', 'lead-1')).toBeNull();
    expect(await instance.published(topics.contactUnlinked)).toMatchObject([{ contactId: 'lead-1', vendorContactId: id }]);
    expect(await vendor.creates()).toEqual([]);
  });

  it('does not overwrite what the vendor shows already, nor clear what InTouch never had', async () => {
    const { club, vendor } = await set();
    await club.configure();
    const { id } = await vendor.typedIn({ ...typedIn, city: 'Columbus', homePhone: '6142009999' });
    const { email, ...without } = profile.lead(1);
    await club.save('lead-1', { ...without, email: null, vendorIds: { [name]: id } });
    await club.delivered('lead-1');
    expect(await vendor.people()).toMatchObject([{ id, email, city: 'Columbus' }]);
    await club.save('lead-1', { ...without, email: 'new@example.com', vendorIds: { [name]: id } });
    await eventually('the new address', async () => (await vendor.people())[0]?.email === 'new@example.com');
    await club.save('lead-1', { ...without, email: null, vendorIds: { [name]: id } });
    await eventually('cleared, since it was ours', async () => (await vendor.people())[0]?.email === null);
  });

  if (!profile.connector.inbound?.pull) return;

  it('waits for the link of a record that resembles the contact instead of making a second, all inbound options off', async () => {
    const { club, vendor, instance } = await set();
    await club.configure({ options: { convertLeadToMember: false, insertMember: false, convertMemberToFormerMember: false, ...profile.readsLeadsWith } });
    const { id } = await vendor.typedIn(typedIn);
    await club.pull();
    await club.save('lead-1', profile.lead(1));
    await club.save('lead-2', profile.lead(2));
    await club.delivered('lead-2');
    const asked = await eventually('the record reported once more', async () => (await instance.published(topics.contactReported)).find(({ runId }) => runId === 'lookalike'));
    expect(asked).toMatchObject({ vendorContactId: id, dryRun: false });
    await club.requestLink('lead-1', id);
    await club.delivered('lead-1');
    expect(await vendor.people()).toHaveLength(2);
    expect((await instance.published(topics.contactReported)).filter(({ runId }) => runId === 'lookalike')).toHaveLength(1);
  });

  it('waits for a review, and creates when a person says that it is somebody else', async () => {
    const { club, vendor, instance } = await set();
    await club.configure();
    const { id } = await vendor.typedIn(typedIn);
    await club.pull();
    await club.save('lead-1', profile.lead(1));
    await eventually('it waits', async () => (await instance.state('lead-1'))?.reason === 'possible-match');
    const review = { reviewId: 'review-1', clubId: club.clubId, vendor: name, vendorContactId: id };
    const vendorContact = { vendorContactId: id, state: 'LEAD' as const, joinDate: null, endDate: null };
    await instance.receive(topics.matchUndecided, [{ ...review, occurredAt: new Date().toISOString(), reason: 'SEVERAL_CANDIDATES', explanation: '', vendorContact, candidates: [] } as never]);
    instance.aheadMs = 600_000;
    await instance.timePasses();
    await club.save('lead-2', profile.lead(2));
    await club.delivered('lead-2');
    expect(await vendor.people()).toHaveLength(2);
    await instance.receive(topics.matchResolved, [{ ...review, decision: 'ignore', contactId: null, decidedAt: new Date().toISOString() } as never]);
    await club.delivered('lead-1');
    expect(await vendor.people()).toHaveLength(3);
  });

  it('does not wait for ever, nor for somebody who is not alike', async () => {
    const { club, vendor, instance } = await set();
    await club.configure();
    await vendor.typedIn(typedIn);
    await vendor.typedIn({ ...typedIn, firstName: 'Sister', mobile: '6142000002' });
    await club.pull();
    await club.save('lead-1', profile.lead(1));
    await eventually('it waits', async () => (await instance.state('lead-1'))?.reason === 'possible-match');
    await club.save('lead-2', { ...profile.lead(2), firstName: 'Brother', email: 'lead1@example.com' });
    await club.delivered('lead-2');
    instance.aheadMs = 120_000;
    await instance.timePasses();
    await club.delivered('lead-1');
    expect(await vendor.people()).toHaveLength(4);
  });
}
