import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics, type ContactSnapshot, type ReportedFields } from '@intouch/contracts';
import { allOn, ana, changesOf, ClubUnderTest, of } from './testing/club-under-test.js';

/** The promise: the wrong person is never converted; what is undecided goes to a person. */
let club: ClubUnderTest;
beforeEach(async () => { club = await ClubUnderTest.open({ ...allOn, insertMember: false }); });
afterEach(() => club.close());

type Case = [why: string, contacts: Record<string, Partial<ContactSnapshot>>, fields: ReportedFields, reason: string | null];
const bare = { email: null, mobile: null };
const cases: Case[] = [
  ['only the name agrees', { c1: bare }, ana, null],
  ['only email and mobile agree', { c1: { firstName: 'Bea' } }, ana, null],
  ['last name and email agree, the first name does not', { c1: { firstName: 'Anabel', mobile: null } }, ana, null],
  ['both emails are the same placeholder', { c1: { email: 'none@none.com', mobile: null } }, { ...ana, email: 'none@none.com', mobile: null }, null],
  ['both mobiles are the same placeholder', { c1: { email: null, mobile: '111-111-1111' } }, { ...ana, email: null, mobile: '1111111111' }, null],
  ['the mobile is the other one\'s home phone', { c1: { email: null, mobile: null, homePhone: '614 200 1000' } }, { ...ana, email: null }, null],
  ['the record has no last name', { c1: {} }, { ...ana, lastName: null }, null],
  ['two have the same name and email', { c1: { mobile: null }, c2: { mobile: null } }, ana, 'SEVERAL_CANDIDATES'],
  ['a family shares first name and email', { c1: { lastName: 'Fox', mobile: null }, c2: { lastName: 'Lee', mobile: null } }, ana, 'SEVERAL_CANDIDATES'],
  ['father and son, told apart by the birth date', { c1: { birthDate: '1960-01-01' } }, { ...ana, birthDate: '1990-01-01' }, 'BIRTH_DATE_CONFLICT'],
  ['the only one is archived', { c1: {} }, ana, null],
];

describe('nobody is converted when', () => {
  it.each(cases)('%s', async (why, contacts, fields, reason) => {
    for (const [contactId, contact] of Object.entries(contacts)) await club.contact(contactId, contact);
    if (why.includes('archived')) await club.archive('c1');
    const told = await club.reported({ fields });
    expect(changesOf(told)).toEqual([]);
    expect(of(told, topics.contactLinkRequested)).toEqual([]);
    expect(of(told, topics.matchUndecided).map((review) => review['reason'])).toEqual(reason ? [reason] : []);
  });

  it('the match is weaker than the club accepts', async () => {
    await club.configure({ ...allOn, autoMatchThroughTier: 2 });
    await club.contact('c1', { email: null });
    const told = await club.reported({});
    expect(changesOf(told)).toEqual([]);
    expect(of(told, topics.matchUndecided)).toMatchObject([{ reason: 'BELOW_AUTO_TIER', candidates: [{ contactId: 'c1', tier: 3 }] }]);
  });

  it('the only one is a member under another id of the vendor', async () => {
    await club.contact('c1', { status: 'MEMBER' });
    await club.linked('c1', '7');
    const told = await club.reported({});
    expect(changesOf(told)).toEqual([]);
    expect(of(told, topics.matchUndecided)).toMatchObject([{ reason: 'LINKED_ELSEWHERE' }]);
  });

  it('the record is the one of a contact in another club', async () => {
    await club.contact('c1');
    const told = await club.reported({ clubId: 'club-2' });
    expect(changesOf(told)).toEqual([]);
  });

  it('the same id is another vendor\'s', async () => {
    await club.configure(allOn);
    await club.configure(allOn, 'abc');
    await club.contact('c1', { firstName: 'Zoe', lastName: 'Zero', email: null, mobile: null });
    await club.linked('c1', '1042', { vendor: 'abc' });
    expect(changesOf(await club.reported({})).map(({ contactId }) => contactId)).toEqual([null]);
  });
});

describe('the right one is', () => {
  it('found at a later tier when an earlier one has several', async () => {
    await club.contact('c1');
    await club.contact('c2', { mobile: null });
    expect(changesOf(await club.reported({ fields: ana }))).toMatchObject([{ contactId: 'c1', match: { by: 'tier', tier: 1 } }]);
  });

  it('found however name, email and mobile are spelled', async () => {
    await club.contact('c1', { firstName: 'José-María', lastName: 'O’Brien', email: null, mobile: '614.200.1000' });
    const fields = { firstName: 'JOSE MARIA', lastName: "o'brien", email: null, mobile: '(614) 200-1000 x12' };
    expect(changesOf(await club.reported({ fields }))).toMatchObject([{ contactId: 'c1', match: { tier: 3 } }]);
  });
});
