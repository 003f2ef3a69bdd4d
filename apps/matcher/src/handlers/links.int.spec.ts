import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { allOn, ana, changesOf, ClubUnderTest, countsOf, namesOf, of } from '../testing/club-under-test.js';

let club: ClubUnderTest;
beforeEach(async () => { club = await ClubUnderTest.open(); });
afterEach(() => club.close());

const stranger = { firstName: 'Zoe', lastName: 'Zero', email: 'zoe@example.com', mobile: null };

describe('the vendor\'s id', () => {
  it('finds the contact whatever the fields say, live or as an alias', async () => {
    await club.contact('c1');
    await club.linked('c1', '7');
    await club.linked('c1', '8', { replaced: '7' });
    expect(changesOf(await club.reported({ vendorContactId: '7', fields: stranger }))).toMatchObject([{ contactId: 'c1', match: { by: 'vendor-id', tier: null } }]);
    expect(countsOf(await club.reported({ vendorContactId: '8', fields: { ...stranger, zip: '1' } }))).toEqual([{ updated: 1 }]);
  });

  it('is asked for after a match by tier and holds at once', async () => {
    await club.contact('c1');
    const told = await club.reported({});
    expect(of(told, topics.contactLinkRequested)).toMatchObject([
      { clubId: 'club-1', contactId: 'c1', vendor: 'compete', vendorContactId: '1042', how: 'tier-1', requestId: null, reportedState: 'MEMBER' },
    ]);
    const next = await club.reported({ state: 'FORMER_MEMBER', fields: stranger });
    expect(changesOf(next)).toMatchObject([{ type: 'member.lapsed', contactId: 'c1', match: { by: 'vendor-id' } }]);
    expect(of(next, topics.contactLinkRequested)).toEqual([]);
  });

  it('is given back when the link is refused, with a warning that names the holder', async () => {
    await club.contact('c1');
    await club.reported({});
    expect(of(await club.refused('c1', '1042', 'c9'), topics.activityLogged)).toMatchObject([{
      contactId: 'c1', requestId: 'request-1', entry: { level: 'WARNING', reason: 'link-refused', detail: expect.stringContaining('contact c9') },
    }]);
    expect(countsOf(await club.reported({ state: 'FORMER_MEMBER', fields: stranger }))).toEqual([{ ignored: 1 }]);
  });

  it('of somebody who rejoined replaces the old one: the end of the old agreement ends nothing', async () => {
    await club.contact('c1', { status: 'FORMER_MEMBER' });
    await club.linked('c1', '7');
    const told = await club.reported(
      { vendorContactId: '8', state: 'MEMBER' },
      { vendorContactId: '7', state: 'FORMER_MEMBER', stamp: '2026-11-20T11:00:00Z' },
    );
    expect(namesOf(told)).toEqual(['member.converted c1']);
    expect(countsOf(told)).toEqual([{ converted: 1, ignored: 1 }]);
  });

  it('lives again when the one that was to replace it is refused', async () => {
    await club.contact('c1', { status: 'FORMER_MEMBER' });
    await club.linked('c1', '7');
    await club.reported({ vendorContactId: '8', state: 'MEMBER' });
    await club.refused('c1', '8', 'c9');
    expect(namesOf(await club.reported({ vendorContactId: '7', state: 'FORMER_MEMBER' }))).toEqual(['member.lapsed c1']);
  });

  it('moved to another contact is decided afresh there', async () => {
    await club.contact('c1');
    await club.contact('c2', stranger);
    await club.linked('c1', '1042', { linkedAt: '2026-11-20T10:00:00Z' });
    await club.reported({});
    await club.linked('c2', '1042', { how: 'by-hand', linkedAt: '2026-11-20T11:00:00Z' });
    expect(namesOf(await club.reported({}))).toEqual(['member.converted c2']);
  });

  it('linked and unlinked: the later holds, in any order of arrival', async () => {
    await club.contact('c1', { email: 'other@example.com', mobile: null });
    const [early, late] = ['2026-11-20T10:00:00Z', '2026-11-20T11:00:00Z'];
    await club.unlinked('c1', '7', late);
    await club.linked('c1', '7', { linkedAt: early });
    expect(namesOf(await club.reported({ vendorContactId: '7' }))).toEqual(['member.inserted null']);
    await club.linked('c1', '9', { linkedAt: late });
    await club.unlinked('c1', '9', early);
    expect(namesOf(await club.reported({ vendorContactId: '9', fields: stranger }))).toEqual(['member.converted c1']);
  });

  it('of an archived contact brings nobody back and inserts nobody', async () => {
    await club.contact('c1');
    await club.linked('c1', '1042');
    await club.archive('c1');
    expect(countsOf(await club.reported({}))).toEqual([{ ignored: 1 }]);
  });

  it('of a contact InTouch has never sent inserts nobody', async () => {
    await club.linked('c-unknown', '1042');
    expect(countsOf(await club.reported({}))).toEqual([{ ignored: 1 }]);
  });
});

describe('a record that bears the id we gave the vendor to keep', () => {
  const cutShort = { firstName: 'Wolfeschlegelst', lastName: 'Silva', email: null, mobile: null };
  const vouched = { vouchedContactId: 'c1', vendorContactId: '1043', fields: cutShort };

  it('is the contact\'s, though it has another id and too little to be matched by', async () => {
    await club.contact('c1', { firstName: 'Wolfeschlegelsteinhausen', email: null, mobile: null });
    await club.linked('c1', '1042');
    expect(countsOf(await club.reported({ ...vouched, dryRun: true }))).toEqual([{ converted: 1 }]);
    const told = await club.reported(vouched);
    expect(changesOf(told)).toMatchObject([{ type: 'member.converted', contactId: 'c1', match: { by: 'vendor-id', tier: null } }]);
    expect(of(told, topics.contactLinkRequested)).toMatchObject([{ contactId: 'c1', vendorContactId: '1043', how: 'adopted' }]);
    expect(countsOf(await club.reported({ ...vouched, state: 'FORMER_MEMBER' }))).toEqual([{ lapsed: 1 }]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['put away in InTouch', async () => { await club.contact('c1', cutShort); await club.archive('c1'); }],
    ['a member under another id', async () => { await club.contact('c1', { ...cutShort, status: 'MEMBER' }); await club.linked('c1', '1042'); }],
    ['born on another day', () => club.contact('c1', { ...cutShort, birthDate: '1980-02-03' })],
    ['unknown here', () => club.contact('c2', cutShort)],
  ])('is not believed where the contact is %s', async (_, given) => {
    await given();
    expect(namesOf(await club.reported({ ...vouched, fields: { ...cutShort, birthDate: '1979-02-03' } }))).toEqual(['member.inserted null']);
  });

  it('is matched like any other while it is a lead: a copy takes no link from the record it was copied from', async () => {
    await club.contact('c1', cutShort);
    await club.linked('c1', '1042');
    const told = await club.reported({ ...vouched, state: 'LEAD' });
    expect(of(told, topics.contactLinkRequested)).toEqual([]);
    expect(namesOf(told)).toEqual(['lead.inserted null']);
  });

  it('stays whose it is where it is linked already', async () => {
    await club.contact('c1', cutShort);
    await club.contact('c2', stranger);
    await club.linked('c2', '1043');
    expect(namesOf(await club.reported(vouched))).toEqual(['member.converted c2']);
  });
});

describe('the copy of a contact', () => {
  it('newest wins, and an archive is newer than what came before', async () => {
    await club.contact('c1', { updatedAt: '2026-11-02T10:00:00Z' });
    await club.contact('c1', { updatedAt: '2026-11-01T10:00:00Z', email: 'old@example.com', mobile: null });
    const dryRun = true;
    expect(of(await club.reported({ dryRun }), topics.runProgressed)[0]).toMatchObject({ items: [{ tier: 1 }] });
    await club.archive('c1');
    await club.contact('c1', { updatedAt: '2026-11-03T10:00:00Z' }, '2026-11-03T10:00:00Z');
    expect(countsOf(await club.reported({ dryRun }))).toEqual([{ inserted: 1 }]);
    await club.contact('c1', { updatedAt: null });
    expect(countsOf(await club.reported({ dryRun }))).toEqual([{ converted: 1 }]);
  });

  it('archived before it was ever sent stays archived', async () => {
    await club.archive('c1');
    await club.contact('c1', {}, '2026-11-03T10:00:00Z');
    expect(countsOf(await club.reported({}))).toEqual([{ inserted: 1 }]);
  });

  it('has its mobile read again when the club turns out to be in another country', async () => {
    await club.contact('c1', { email: null, mobile: '020 7946 0018' });
    const inLondon = { fields: { ...ana, email: null, mobile: '+44 20 7946 0018' }, dryRun: true };
    expect(countsOf(await club.reported(inLondon))).toEqual([{ inserted: 1 }]);
    await club.inCountry('GB');
    expect(countsOf(await club.reported(inLondon))).toEqual([{ converted: 1 }]);
  });

  it('survives text that a database cannot hold', async () => {
    await club.contact('c1', { firstName: 'A\u0000na', city: 'half \ud800 a pair', street: 'C:\\u0000' });
    expect(namesOf(await club.reported({ fields: { ...ana, street: 'nul \u0000' } }))).toEqual(['member.converted c1']);
    await club.configure(allOn);
  });
});
