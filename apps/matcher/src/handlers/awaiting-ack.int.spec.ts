import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { allOn, ana, changesOf, ClubUnderTest, countsOf, namesOf, of } from '../testing/club-under-test.js';

let club: ClubUnderTest;
beforeEach(async () => {
  club = await ClubUnderTest.open();
  await club.configure(allOn, 'abc');
});
afterEach(() => club.close());

const lapse = { state: 'FORMER_MEMBER', endDate: '2026-11-21', stamp: '2026-11-21T10:00:00Z' } as const;

describe('a person inserted, whom InTouch has given no id yet', () => {
  it('is inserted once, though two vendors report it', async () => {
    expect(namesOf(await club.reported({}))).toEqual(['member.inserted null']);
    const told = await club.reported({ vendor: 'abc', vendorContactId: 'a-7' });
    expect(changesOf(told)).toEqual([]);
    // There is no contact yet to ask the second link for.
    expect(of(told, topics.contactLinkRequested)).toEqual([]);

    const acked = await club.linked('new-1', '1042', { how: 'ack' });
    expect(of(acked, topics.contactLinkRequested)).toMatchObject([
      { clubId: 'club-1', contactId: 'new-1', vendor: 'abc', vendorContactId: 'a-7', how: 'tier-1', requestId: null, reportedState: 'MEMBER' },
    ]);
    await club.linked('new-1', 'a-7', { vendor: 'abc', how: 'tier-1' });
    expect(countsOf(await club.reported({ vendor: 'abc', vendorContactId: 'a-7', ...lapse }))).toEqual([{ lapsed: 1 }]);
  });

  it('is inserted once, though two vendors report it in one batch', async () => {
    const told = await club.reported({}, { vendor: 'abc', vendorContactId: 'a-7' });
    expect(namesOf(told)).toEqual(['member.inserted null']);
  });

  it('lapses meanwhile: the lapse follows the ack', async () => {
    await club.reported({});
    const meanwhile = await club.reported(lapse);
    expect(changesOf(meanwhile)).toEqual([]);
    expect(countsOf(meanwhile)).toEqual([{ lapsed: 1 }]);

    const acked = await club.linked('new-1', '1042', { how: 'ack' });
    expect(namesOf(acked)).toEqual(['member.lapsed new-1']);
    expect(changesOf(acked)[0]).toMatchObject({ endDate: '2026-11-21', match: { by: 'vendor-id' } });
    expect(of(acked, topics.activityLogged)).toMatchObject([{ contactId: 'new-1', entry: { level: 'INFO' } }]);
    expect(countsOf(await club.reported(lapse))).toEqual([{ unchanged: 1 }]);
  });

  it('tells everything that befell it, in order, and once', async () => {
    await club.reported({ state: 'LEAD' });
    await club.reported({ state: 'MEMBER' });
    await club.reported(lapse);
    expect(namesOf(await club.linked('new-1', '1042', { how: 'ack' }))).toEqual(['member.converted new-1', 'member.lapsed new-1']);
    expect(await club.linked('new-1', '1042', { how: 'ack' })).toEqual([]);
  });

  it('stays a former member though InTouch sends the snapshot of before the lapse, before or after the ack', async () => {
    for (const [n, when] of ['before', 'after'].entries()) {
      const person = { ...ana, email: `ana${n}@example.com`, mobile: null };
      const report = { vendorContactId: `v-${n}`, fields: person };
      await club.reported(report);
      await club.reported({ ...report, ...lapse });
      const sent = new Date().toISOString();
      const snapshot = () => club.contact(`new-${n}`, { ...person, status: 'MEMBER', updatedAt: sent }, sent);
      if (when === 'before') await snapshot();
      expect(namesOf(await club.linked(`new-${n}`, `v-${n}`, { how: 'ack' }))).toEqual([`member.lapsed new-${n}`]);
      if (when === 'after') await snapshot();
      // A rejoin shows what the matcher takes the contact for: a member would be unchanged.
      const rejoined = await club.reported({ ...report, stamp: '2026-11-22T10:00:00Z' });
      expect(namesOf(rejoined)).toEqual([`member.converted new-${n}`]);
    }
  });

  it('is one person with its own snapshot, which may come before the ack', async () => {
    await club.reported({});
    await club.contact('new-1', { status: 'MEMBER' });
    const told = await club.reported({ vendor: 'abc', vendorContactId: 'a-7', ...lapse });
    expect(namesOf(told)).toEqual(['member.lapsed new-1']);
    expect(of(told, topics.matchUndecided)).toEqual([]);
  });

  it('is the older record that the ack names, and is decided by that one\'s status', async () => {
    await club.reported({});
    await club.contact('lead-9', { firstName: 'Anna', email: 'anna@example.com', status: 'LEAD' });
    expect(changesOf(await club.linked('lead-9', '1042', { how: 'ack' }))).toEqual([]);
    expect(namesOf(await club.reported({}))).toEqual(['member.converted lead-9']);
    expect(countsOf(await club.reported({}))).toEqual([{ unchanged: 1 }]);
  });

  it('takes part in matching under its new id before its snapshot comes', async () => {
    await club.reported({});
    await club.linked('new-1', '1042', { how: 'ack' });
    const told = await club.reported({ vendor: 'abc', vendorContactId: 'a-7', ...lapse });
    expect(namesOf(told)).toEqual(['member.lapsed new-1']);
    await club.contact('new-1', { status: 'MEMBER', updatedAt: '2026-11-22T10:00:00Z' });
    expect(countsOf(await club.reported({ stamp: '2026-11-23T10:00:00Z' }))).toEqual([{ unchanged: 1 }]);
  });

  it('two inserts may be one contact to InTouch', async () => {
    await club.reported({}, { vendorContactId: '1043', fields: { ...ana, firstName: 'Anita' } });
    await club.linked('new-1', '1042', { how: 'ack' });
    await club.linked('new-1', '1043', { how: 'ack', role: 'alias' });
    expect(countsOf(await club.reported({}, { vendorContactId: '1043', fields: { ...ana, firstName: 'Anita' } }))).toEqual([{ unchanged: 2 }]);
  });

  it('is no candidate a person could choose', async () => {
    await club.configure({ ...allOn, autoMatchThroughTier: 1 }, 'abc');
    await club.reported({});
    const told = await club.reported({ vendor: 'abc', vendorContactId: 'a-7', state: 'FORMER_MEMBER', fields: { ...ana, email: null } });
    expect(of(told, topics.matchUndecided)).toMatchObject([{ reason: 'BELOW_AUTO_TIER', candidates: [] }]);
  });
});
