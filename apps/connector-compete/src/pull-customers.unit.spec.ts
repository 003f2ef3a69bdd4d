import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { describe as descriptionOf, type PullRequest, type Settings } from '@intouch/connector-kit';
import type { CompeteClient, CustomersPage } from './client.js';
import { compete } from './connector.js';
import { pullCustomers } from './pull-customers.js';
import type { ProspectForm } from './reference.js';
import { club, customer, form, settings } from './testing/facts.js';

type Asked = readonly [page: number, changedSince: string | null];
type Pages = Readonly<Record<number, Partial<Omit<CustomersPage, 'customers'>> & { readonly ids?: readonly number[] }>>;

/** Pulls through pages of ids; `rounds` are consecutive readings of the list. */
async function pull(request: Partial<PullRequest<ProspectForm>> = {}, ...rounds: readonly Pages[]): Promise<{ asked: Asked[]; read: (string | 'restart')[]; cursor: Settings }> {
  const asked: Asked[] = [];
  let round = -1;
  const client = {
    customers: async (_club: number, page: number, _size: number, since: string | null): Promise<CustomersPage> => {
      asked.push([page, since]);
      if (page === 1) round += 1;
      const { ids = [], totalPages = 1, totalRecords = ids.length } = (rounds[round] ?? {})[page] ?? {};
      return { customers: ids.map((Id) => customer({ Id })), totalPages, totalRecords };
    },
  } as unknown as CompeteClient;
  const read: (string | 'restart')[] = [];
  const pages = pullCustomers(client, { cursor: null, full: false, scheduled: false, startedAt: new Date('2026-11-25T17:00:00Z'), settings, options: descriptionOf(compete).defaults, club, reference: form, ...request });
  for (;;) {
    const next = await pages.next();
    if (next.done) return { asked, read, cursor: next.value };
    if (next.value.restart) read.push('restart');
    read.push(...next.value.records.map(({ vendorContactId }) => vendorContactId));
  }
}

const since = async (request: Partial<PullRequest<ProspectForm>>): Promise<string | null> => (await pull(request, { 1: { ids: [1] } })).asked[0]![1];
const cursor = { startedOn: '2026-11-25', sweptOn: '2026-11-25' };

it('reads everything at first and remembers the club\'s day', async () => {
  expect(await pull({}, { 1: { ids: [1, 0] } })).toEqual({ asked: [[1, null]], read: ['1', '0'], cursor: { startedOn: '2026-11-25', sweptOn: '2026-11-25' } });
});

it.each([
  ['the last day minus the overlap', {}, '2026-11-24'],
  ['no overlap', { overlapDays: 0 }, '2026-11-25'],
  ['over a month', { overlapDays: 30 }, '2026-10-26'],
])('reads from %s', async (_name, set, wanted) => expect(await since({ cursor, settings: { ...settings, ...set } })).toBe(wanted));

it('reads everything when asked to', async () => expect(await since({ cursor, full: true })).toBeNull());

it.each<[string, string, object, string | null]>([
  ['before the hour in the club\'s zone', '2026-11-26T07:59:00Z', {}, '2026-11-24'],
  ['at the hour', '2026-11-26T08:00:00Z', {}, null],
  ['the hour of another zone', '2026-11-26T08:00:00Z', { club: { ...club, timeZone: 'America/Los_Angeles' } }, '2026-11-24'],
  ['later that day', '2026-11-26T20:00:00Z', {}, null],
  ['no sweep wanted', '2026-11-26T20:00:00Z', { settings: { ...settings, fullSweepHour: null } }, '2026-11-24'],
  ['already swept that day', '2026-11-25T20:00:00Z', {}, '2026-11-24'],
  ['at midnight, on the day the clocks change', '2026-03-08T05:00:00Z', { settings: { ...settings, fullSweepHour: 0 }, cursor: { startedOn: '2026-03-07', sweptOn: '2026-03-07' } }, null],
])('sweeps once a day: %s', async (_name, at, more, wanted) => {
  expect(await since({ cursor, startedAt: new Date(at), ...more })).toBe(wanted);
});

it('a reading of everything before the hour does not stand for the sweep', async () => {
  const early = await pull({ full: true, cursor, startedAt: new Date('2026-11-26T06:00:00Z') }, { 1: { ids: [1] } });
  expect(early.cursor).toEqual({ startedOn: '2026-11-26', sweptOn: '2026-11-25' });
  expect(await since({ cursor: early.cursor, startedAt: new Date('2026-11-26T09:00:00Z') })).toBeNull();
});

it('keeps the day of the sweep through the runs that follow', async () => {
  expect((await pull({ cursor }, { 1: {} })).cursor).toEqual(cursor);
});

it('reads page by page to the last', async () => {
  const pages = { 1: { ids: [1, 2], totalPages: 2, totalRecords: 3 }, 2: { ids: [3], totalPages: 2, totalRecords: 3 } };
  expect(await pull({}, pages)).toMatchObject({ asked: [[1, null], [2, null]], read: ['1', '2', '3'] });
});

it('reads all again, once, when the total moved', async () => {
  const first = { 1: { ids: [1, 2], totalPages: 2, totalRecords: 4 }, 2: { ids: [2, 4], totalPages: 2, totalRecords: 3 } };
  const second = { 1: { ids: [1, 2], totalPages: 2, totalRecords: 3 }, 2: { ids: [4], totalPages: 2, totalRecords: 2 } };
  expect(await pull({}, first, second)).toMatchObject({ asked: [[1, null], [2, null], [1, null], [2, null]], read: ['1', '2', '2', '4', 'restart', '1', '2', '4'] });
});

it('a page that is empty before the last is a list that moved', async () => {
  expect((await pull({}, { 1: { ids: [1], totalPages: 2, totalRecords: 2 } }, { 1: { ids: [1] } })).read).toEqual(['1', 'restart', '1']);
});

it('nobody is an empty reading, not a moved one', async () => expect((await pull({ cursor }, { 1: {} })).asked).toHaveLength(1));

it('without paging facts it goes on until a page is not full', async () => {
  const pages = { 1: { ids: [1, 2], totalPages: null, totalRecords: 0 }, 2: { ids: [3], totalPages: null, totalRecords: 0 } };
  expect((await pull({ settings: { ...settings, pageSize: 2 } }, pages)).read).toEqual(['1', '2', '3']);
});
