import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { ContactReported } from '@intouch/contracts';
import { ana, changesOf, ClubUnderTest, countsOf } from '../testing/club-under-test.js';

let club: ClubUnderTest;
beforeEach(async () => { club = await ClubUnderTest.open({ insertLead: true, updateContact: true }); });
afterEach(() => club.close());

/** A lead of a CRM that has fields for two of the club's attributes. */
const shown = (attributes: Record<string, unknown>, more: Partial<ContactReported> = {}): Partial<ContactReported> => ({ state: 'LEAD', fields: { ...ana, notes: 'prefers mornings', attributes }, ...more });
const changed = async (...reports: Partial<ContactReported>[]): Promise<unknown[]> => changesOf(await club.reported(...reports)).map(({ contact }) => contact);

it('go with an insert, as far as there are any', async () => {
  expect(await changed(shown({ 'form.goal': 'Strength', 'form.age': null }))).toEqual([
    { ...ana, status: 'LEAD', notes: 'prefers mornings', attributes: { 'form.goal': 'Strength' }, contactMethod: 'Import', leadSource: 'Import' },
  ]);
  await club.linked('c-1', '1042');
  expect(countsOf(await club.reported(shown({ 'form.age': null, 'form.goal': 'Strength' }, { stamp: '2026-11-21T10:00:00Z' })))).toEqual([{ unchanged: 1 }]);
});

it('later the changed attributes alone, and never notes', async () => {
  await club.contact('c1', { attributes: { 'form.goal': 'strength', 'form.age': 41, 'action.tour': '2026-11-20' }, notes: 'mine' });
  await club.linked('c1', '1042');
  const delivered = { attributes: { 'form.goal': 'strength', 'form.age': '41' } };
  expect(await changed(shown({ 'form.goal': 'STRENGTH', 'form.age': '41' }, { delivered }))).toEqual([]);
  expect(await changed(shown({ 'form.goal': 'Yoga', 'form.age': null }, { delivered, stamp: '2026-11-21T10:00:00Z' }))).toEqual([{ attributes: { 'form.goal': 'Yoga' } }]);
  // InTouch has taken it over, and it went nowhere since.
  await club.contact('c1', { attributes: { 'form.goal': 'Yoga', 'form.age': 41, 'action.tour': '2026-11-20' }, updatedAt: '2026-11-21T11:00:00Z' });
  expect(countsOf(await club.reported(shown({ 'form.age': null, 'form.goal': 'Yoga' }, { delivered, runId: 'run-2', stamp: '2026-11-21T12:00:00Z' })))).toEqual([{ unchanged: 1 }]);
  const notes = { ...shown({}), fields: { ...ana, notes: 'prefers evenings' }, stamp: '2026-11-22T10:00:00Z' };
  expect(countsOf(await club.reported({ ...notes, runId: 'run-3' }))).toEqual([{ unchanged: 1 }]);
});

it('what befalls a contact that InTouch has not acknowledged yet is compared with what it was inserted as', async () => {
  await club.reported(shown({ 'form.goal': 'Strength', 'form.age': '41' }));
  await club.reported(shown({ 'form.goal': 'Yoga', 'form.age': '41' }, { stamp: '2026-11-21T10:00:00Z' }));
  expect(countsOf(await club.reported(shown({ 'form.goal': 'Yoga', 'form.age': '41' }, { runId: 'run-2', stamp: '2026-11-22T10:00:00Z' })))).toEqual([{ unchanged: 1 }]);
  expect(changesOf(await club.linked('c-1', '1042', { how: 'ack' })).map(({ type, contactId, contact }) => [type, contactId, contact])).toEqual([['contact.updated', 'c-1', { attributes: { 'form.goal': 'Yoga' } }]]);
});
