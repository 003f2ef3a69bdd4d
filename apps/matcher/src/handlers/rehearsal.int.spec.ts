import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { topics, type ContactReported } from '@intouch/contracts';
import { allOn, ana, ClubUnderTest, countsOf, namesOf, of } from '../testing/club-under-test.js';

let club: ClubUnderTest;
beforeEach(async () => { club = await ClubUnderTest.open(); });
afterEach(() => club.close());

const rehearsal = { dryRun: true, rehearsal: true };
const person = (name: string) => ({ firstName: name, lastName: 'Fox', email: `${name}@example.com`, mobile: null });

/** One record of everything that can come of one. */
async function records(): Promise<Partial<ContactReported>[]> {
  await club.configure({ ...allOn, deleteLead: false });
  await club.contact('c1', person('lead'));
  await club.contact('c2', person('twin'));
  await club.contact('c3', person('twin'));
  await club.contact('c4', { ...person('member'), status: 'MEMBER' });
  await club.linked('c4', '4');
  await club.contact('c6', { ...person('moved'), status: 'MEMBER' });
  await club.contact('c7', { ...person('former'), status: 'FORMER_MEMBER' });
  await club.contact('c8', person('doomed'));
  await club.contact('c9', person('gone'));
  await club.archive('c9', '2099-01-01T10:00:00Z');
  return [
    { vendorContactId: '1', fields: person('lead') },
    { vendorContactId: '2', fields: person('twin') },
    { vendorContactId: '3', fields: person('new') },
    { vendorContactId: '4', fields: person('member'), state: 'FORMER_MEMBER' },
    { vendorContactId: '6', fields: { ...person('moved'), city: 'Dublin' } },
    { vendorContactId: '7', fields: person('former'), state: 'LEAD' },
    { vendorContactId: '8', fields: person('doomed'), state: 'DELETED' },
    { vendorContactId: '9', fields: { lastName: 'Fox' } },
    { vendorContactId: '1', fields: person('lead') },
  ];
}

const expected = { converted: 1, undecided: 1, inserted: 1, lapsed: 1, updated: 1, ignored: 3, unchanged: 1 };

it('a rehearsal tells its connector the sum, and nobody anything else, and does nothing', async () => {
  const reports = await records();
  const before = await club.everything();
  const told = await club.reported(...reports.map((report) => ({ ...report, ...rehearsal })));

  expect(told).toEqual([{ topic: topics.runRehearsed.name, payload: { runId: 'run-1', clubId: 'club-1', vendor: 'compete', counts: expected, contacts: 7, upTo: 0 } }]);
  expect(Object.values(expected).reduce((sum, count) => sum + count)).toBe(reports.length);
  expect(await club.everything()).toEqual(before);
});

it('the run in earnest then decides the same, and counts it', async () => {
  const reports = await records();
  await club.reported(...reports.map((report) => ({ ...report, ...rehearsal })));
  const told = await club.reported(...reports);
  expect(countsOf(told)).toEqual([expected]);
  expect(namesOf(told)).toEqual(['member.converted c1', 'member.inserted null', 'member.lapsed c4', 'contact.updated c6']);
  expect(of(told, topics.runRehearsed)).toEqual([]);
});

it('contacts count that InTouch has not acknowledged yet, and archived ones do not', async () => {
  await club.contact('c1', person('one'));
  await club.contact('c2', person('two'));
  await club.archive('c2', '2099-01-01T10:00:00Z');
  await club.reported({ fields: ana });
  expect(of(await club.reported({ ...rehearsal, runId: 'run-2' }), topics.runRehearsed)).toMatchObject([{ contacts: 2 }]);
});

it('a club without contacts has none', async () => {
  expect(of(await club.reported(rehearsal), topics.runRehearsed)).toMatchObject([{ counts: { inserted: 1 }, contacts: 0 }]);
});

it('one message per run of the batch; real and dry runs in it go their own way', async () => {
  await club.configure(allOn, 'abc');
  const told = await club.reported(
    { ...rehearsal, runId: 'a', vendorContactId: '1' },
    { runId: 'real', vendorContactId: '2', fields: person('real') },
    { ...rehearsal, runId: 'b', vendor: 'abc', vendorContactId: '3' },
    { dryRun: true, runId: 'dry', vendorContactId: '4' },
    { ...rehearsal, runId: 'a', vendorContactId: '5', fields: person('other') },
  );
  expect(of(told, topics.runRehearsed)).toMatchObject([
    { runId: 'a', vendor: 'compete', counts: { inserted: 2 } },
    { runId: 'b', vendor: 'abc', counts: { inserted: 1 } },
  ]);
  expect(of(told, topics.runProgressed)).toMatchObject([{ runId: 'real', items: [] }, { runId: 'dry', kind: 'dry-run', items: [{}] }]);
  expect(namesOf(told)).toEqual(['member.inserted null']);
});

it('counts the club once a run, however many batches the rehearsal has, and anew for the next run', async () => {
  const first = await club.statementsOf(() => club.reported(rehearsal));
  const second = await club.statementsOf(() => club.reported({ ...rehearsal, vendorContactId: '2' }));
  expect([first, second]).toEqual([second + 1, 5]);

  await club.contact('c1');
  expect(of(await club.reported({ ...rehearsal, runId: 'run-2' }), topics.runRehearsed)).toMatchObject([{ contacts: 1 }]);
});
