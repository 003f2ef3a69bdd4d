import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { allOn, ana, ClubUnderTest, countsOf, namesOf, of } from '../testing/club-under-test.js';

let club: ClubUnderTest;
beforeEach(async () => { club = await ClubUnderTest.open(); });
afterEach(() => club.close());

const dryRun = true;
const person = (name: string) => ({ firstName: name, lastName: 'Fox', email: `${name}@example.com`, mobile: null });

it('a dry run tells what it would do with every record, and does nothing', async () => {
  await club.configure({ ...allOn, insertMember: false });
  await club.contact('c1', { ...person('lead') });
  await club.contact('c2', { ...person('twin') });
  await club.contact('c3', { ...person('twin') });
  await club.contact('c4', { ...person('member'), status: 'MEMBER' });
  await club.linked('c4', '4');
  const before = await club.everything();

  const told = await club.reported(
    { dryRun, vendorContactId: '1', fields: person('lead') },
    { dryRun, vendorContactId: '2', fields: person('twin') },
    { dryRun, vendorContactId: '3', fields: person('new') },
    { dryRun, vendorContactId: '4', fields: person('member'), state: 'FORMER_MEMBER' },
    { dryRun, vendorContactId: '5', fields: person('nobody'), state: 'FORMER_MEMBER' },
  );

  expect(told.map(({ topic }) => topic)).toEqual([topics.runProgressed.name]);
  expect(told[0]!.payload).toMatchObject({ runId: 'run-1', kind: 'dry-run', counts: { converted: 1, undecided: 1, ignored: 2, lapsed: 1 } });
  expect(told[0]!.payload['items']).toEqual([
    { vendorContactId: '1', outcome: 'converted', by: 'tier', tier: 2, contactId: 'c1', reason: null },
    { vendorContactId: '2', outcome: 'undecided', by: 'none', tier: null, contactId: null, reason: 'SEVERAL_CANDIDATES' },
    { vendorContactId: '3', outcome: 'ignored', by: 'none', tier: null, contactId: null, reason: 'OPTION_OFF' },
    { vendorContactId: '4', outcome: 'lapsed', by: 'vendor-id', tier: null, contactId: 'c4', reason: null },
    { vendorContactId: '5', outcome: 'ignored', by: 'none', tier: null, contactId: null, reason: 'FORMER_NEVER_INSERTED' },
  ]);
  expect(await club.everything()).toEqual(before);
});

it('a later record of a dry run sees what an earlier one would have done', async () => {
  const told = await club.reported({ dryRun, vendorContactId: '1' }, { dryRun, vendorContactId: '1' }, { dryRun, vendorContactId: '1', state: 'FORMER_MEMBER' });
  expect(countsOf(told)).toEqual([{ inserted: 1, unchanged: 1, lapsed: 1 }]);
});

it('a dry run has no part in the real reports it shares a batch with', async () => {
  const told = await club.reported({ dryRun, runId: 'dry', vendorContactId: '1' }, { runId: 'real', vendorContactId: '2' });
  expect(namesOf(told)).toEqual(['member.inserted null']);
  expect(of(told, topics.runProgressed)).toMatchObject([{ runId: 'real', counts: { inserted: 1 }, items: [] }, { runId: 'dry', items: [{}] }]);
});

it('a dry run after a dry run says the same, and the real run then does it', async () => {
  const report = { fields: ana };
  for (let n = 0; n < 2; n += 1) expect(countsOf(await club.reported({ ...report, dryRun }))).toEqual([{ inserted: 1 }]);
  expect(countsOf(await club.reported(report))).toEqual([{ inserted: 1 }]);
});
