import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { allOn, ana, changesOf, ClubUnderTest, countsOf, namesOf, of } from '../testing/club-under-test.js';

let club: ClubUnderTest;
beforeEach(async () => { club = await ClubUnderTest.open(); });
afterEach(() => club.close());

it('a batch sees its own earlier decisions: insert, then what befalls the new person', async () => {
  const told = await club.reported({ state: 'LEAD' }, { state: 'MEMBER', stamp: '2026-11-20T11:00:00Z' });
  expect(namesOf(told)).toEqual(['lead.inserted null']);
  expect(countsOf(told)).toEqual([{ inserted: 1, converted: 1 }]);
  expect(namesOf(await club.linked('new-1', '1042', { how: 'ack' }))).toEqual(['member.converted new-1']);
});

it('a batch sees its own earlier decisions: a lead converted is a member to the next report', async () => {
  await club.contact('c1');
  const told = await club.reported({ vendorContactId: '1' }, { vendorContactId: '1', state: 'FORMER_MEMBER', stamp: '2026-11-20T11:00:00Z' });
  expect(namesOf(told)).toEqual(['member.converted c1', 'member.lapsed c1']);
});

it('a second record of a member at the same vendor goes to a person', async () => {
  await club.contact('c1');
  const told = await club.reported({ vendorContactId: '1' }, { vendorContactId: '2' });
  expect(namesOf(told)).toEqual(['member.converted c1']);
  expect(of(told, topics.matchUndecided)).toMatchObject([{ vendorContactId: '2', reason: 'LINKED_ELSEWHERE', candidates: [{ contactId: 'c1', tier: 1 }] }]);
});

it('two batches at once take turns: one person is one insert', async () => {
  await club.configure(allOn, 'abc');
  const told = await Promise.all([club.reported({}), club.reported({ vendor: 'abc', vendorContactId: 'a-7' })]);
  expect(namesOf(told.flat())).toEqual(['member.inserted null']);
});

it('two people of one family share an email, and each is found by the rest', async () => {
  await club.contact('mother', { firstName: 'Mary', mobile: '614 200 1001', birthDate: '1960-01-01' });
  await club.contact('daughter', { firstName: 'Mary', mobile: '614 200 1002', birthDate: '1990-01-01' });
  const told = await club.reported(
    { vendorContactId: '1', fields: { ...ana, firstName: 'Mary', mobile: null, birthDate: '1990-01-01' } },
    { vendorContactId: '2', fields: { ...ana, firstName: 'MARY', mobile: '(614) 200-1001' } },
  );
  expect(namesOf(told)).toEqual(['member.converted daughter', 'member.converted mother']);
});

it('costs a handful of statements, however many reports', async () => {
  for (let n = 0; n < 5; n += 1) await club.contact(`c${n}`, person(n));
  const few = await club.statementsOf(() => club.reported(...reports(0, 4)));
  const many = await club.statementsOf(() => club.reported(...reports(100, 400)));
  expect(few).toBeLessThanOrEqual(16);
  expect(many).toBeLessThanOrEqual(16);
});

it('counts per run, and every report once', async () => {
  const told = await club.reported(...reports(0, 3), { runId: 'run-2', state: 'FORMER_MEMBER' });
  expect(of(told, topics.runProgressed)).toMatchObject([
    { runId: 'run-1', counts: { inserted: 3 }, phase: null, items: [] },
    { runId: 'run-2', counts: { ignored: 1 } },
  ]);
  expect(new Set(changesOf(told).map(({ changeId }) => changeId)).size).toBe(3);
});

function person(n: number) {
  return { firstName: `Given${n}`, lastName: 'Fox', email: `given${n}@example.com`, mobile: null };
}
function reports(from: number, count: number) {
  return Array.from({ length: count }, (_, n) => ({ vendorContactId: `v${from + n}`, fields: person(from + n) }));
}
