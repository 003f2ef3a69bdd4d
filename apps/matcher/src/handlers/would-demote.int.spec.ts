import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { topics, type ContactReported, type ContactStatus } from '@intouch/contracts';
import { allOn, ana, ClubUnderTest, countsOf, of, type Emitted } from '../testing/club-under-test.js';

let club: ClubUnderTest;
beforeEach(async () => { club = await ClubUnderTest.open(); });
afterEach(() => club.close());

const lead = { state: 'LEAD' } satisfies Partial<ContactReported>;
const warnings = (told: readonly Emitted[]): unknown[] =>
  of(told, topics.activityLogged).map(({ entry }) => entry as { reason: string | null }).filter(({ reason }) => reason === 'would-demote');
const warned = async (...reports: Partial<ContactReported>[]): Promise<number> => warnings(await club.reported(...reports)).length;

it.each<[ContactStatus, string]>([['MEMBER', 'a member'], ['FORMER_MEMBER', 'a former member']])('a lead at the vendor that is %s in InTouch is left, with a warning', async (status, words) => {
  await club.contact('c1', { status });
  const told = await club.reported(lead);
  expect(countsOf(told)).toEqual([{ ignored: 1 }]);
  expect(of(told, topics.activityLogged)).toMatchObject([{
    contactId: 'c1', vendor: 'compete', vendorContactId: '1042',
    entry: {
      level: 'WARNING', direction: 'IN', summary: `Ana Silva is a lead at compete and ${words} in InTouch: left as it is`, reason: 'would-demote',
      detail: expect.stringContaining('never becomes a lead again'), howToFix: expect.stringContaining('correct the record at compete'),
    },
  }]);
});

it('is told once, in one batch or in many, and again when the record changes', async () => {
  await club.contact('c1', { status: 'MEMBER' });
  await club.linked('c1', '1042');
  expect(await warned(lead, { ...lead, stamp: '2026-11-20T11:00:00Z' })).toBe(1);
  const again = await club.reported({ ...lead, runId: 'run-2', stamp: '2026-11-20T12:00:00Z' });
  expect(again.map(({ topic }) => topic)).toEqual([topics.runProgressed.name]);
  expect(countsOf(again)).toEqual([{ ignored: 1 }]);
  const changed = { ...lead, stamp: '2026-11-20T13:00:00Z', fields: { ...ana, zip: '43004' } };
  expect(await warned(changed)).toBe(1);
  expect(await warned(changed)).toBe(0);
});

it('is told when the contact becomes a member after the record was seen: the count stays unchanged', async () => {
  await club.contact('c1');
  expect(warnings(await club.reported(lead))).toEqual([]);
  await club.contact('c1', { status: 'MEMBER', updatedAt: '2026-11-21T10:00:00Z' });
  const told = await club.reported(lead);
  expect(countsOf(told)).toEqual([{ unchanged: 1 }]);
  expect(warnings(told)).toMatchObject([{ detail: expect.stringContaining('has become a member since') }]);
  expect(await warned(lead)).toBe(0);
});

it('is told again where the vendor had them as a member meanwhile', async () => {
  await club.contact('c1', { status: 'MEMBER' });
  expect(await warned(lead)).toBe(1);
  expect(await warned({ stamp: '2026-11-21T10:00:00Z' })).toBe(0);
  expect(await warned({ ...lead, stamp: '2026-11-22T10:00:00Z' })).toBe(1);
});

it('is told anew of a record that is linked to another contact', async () => {
  await club.contact('c1', { status: 'MEMBER' });
  await club.contact('c2', { firstName: 'Bo', status: 'MEMBER' });
  expect(await warned(lead)).toBe(1);
  await club.linked('c1', '1042');
  expect(await warned(lead)).toBe(0);
  await club.linked('c2', '1042', { linkedAt: new Date(Date.now() + 1_000).toISOString() });
  expect(await warned(lead)).toBe(1);
});

it('leaves no other trace: the record is decided as ever once the contact is a lead', async () => {
  await club.contact('c1', { status: 'MEMBER' });
  expect(await warned({ ...lead, fields: { ...ana, zip: '43004' } })).toBe(1);
  await club.contact('c1', { status: 'LEAD', updatedAt: '2026-11-19T10:00:00Z' });
  expect(countsOf(await club.reported({ ...lead, fields: { ...ana, zip: '43004' } }))).toEqual([{ updated: 1 }]);
});

it('is not told of a lead that is one, of one that is new, nor of a stale record or an archived contact', async () => {
  expect(await warned({ ...lead, vendorContactId: 'new', fields: { firstName: 'Bo', lastName: 'Fox' } })).toBe(0);
  await club.contact('c1');
  expect(await warned(lead)).toBe(0);
  // Sold under the same id: what the vendor said before is no news.
  expect(await warned({ stamp: '2026-11-21T10:00:00Z' })).toBe(0);
  expect(await warned({ ...lead, stamp: '2026-11-19T10:00:00Z' })).toBe(0);
  await club.archive('c1', '2099-01-01T10:00:00Z');
  expect(await warned({ ...lead, stamp: '2026-11-22T10:00:00Z' })).toBe(0);
});

it('is not told of the record that a prospect leaves behind who was sold under a new id', async () => {
  await club.contact('c1');
  await club.linked('c1', 'prospect-1');
  expect(countsOf(await club.reported({ vendorContactId: 'member-1' }))).toEqual([{ converted: 1 }]);
  expect(await warned({ ...lead, vendorContactId: 'prospect-1' })).toBe(0);
});

it.each([{ dryRun: true }, { dryRun: true, rehearsal: true }])('is told of a real run only, also after %j', async (kind) => {
  await club.contact('c1', { status: 'MEMBER' });
  await club.linked('c1', '1042');
  const before = await club.everything();
  expect(await warned({ ...lead, ...kind })).toBe(0);
  expect(await club.everything()).toEqual(before);
  expect(await warned(lead)).toBe(1);
});

it('is not told where the vendor knows nothing of memberships', async () => {
  await club.configure({ ...allOn, convertLeadToMember: false, insertMember: false, convertMemberToFormerMember: false });
  await club.contact('c1', { status: 'MEMBER' });
  expect(await warned(lead)).toBe(0);
});
