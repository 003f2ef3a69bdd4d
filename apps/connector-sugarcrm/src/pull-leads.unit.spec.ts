import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { describe as descriptionOf, type PullRequest, type Settings } from '@intouch/connector-kit';
import { sugarcrm } from './connector.js';
import type { CrmAccess, Lead } from './crm-access.js';
import { pullLeads } from './pull-leads.js';
import { club, lead, settings } from './testing/facts.js';

const runStart = '2026-11-25 17:00:00';
const at = (modified: string, id = 'a'): Lead => lead({ id, modified });

async function pull(request: Partial<PullRequest<null>>, ...pages: (readonly Lead[])[]) {
  const asked: string[] = [];
  const client = {
    serverTime: async () => runStart,
    listChanges: async function* (since: string) {
      asked.push(since);
      yield* pages;
    },
  } as unknown as CrmAccess;
  const read: Lead[] = [];
  const stamps: unknown[] = [];
  const running = pullLeads(client, { cursor: null, full: false, scheduled: false, startedAt: new Date('2026-11-25T17:00:00Z'), settings, options: descriptionOf(sugarcrm).defaults, club, reference: null, ...request });
  for (;;) {
    const next = await running.next();
    if (next.done) return { asked, read, stamps, cursor: next.value };
    read.push(...next.value.records.map(({ raw }) => raw));
    stamps.push(...next.value.records.map(({ stamp }) => stamp));
  }
}

const swept = (T: string, sweptOn: string | null = '2026-11-25'): Settings => ({ T, sweptOn });

describe('begins', () => {
  it.each<[string, Partial<PullRequest<null>>, string]>([
    ['at the very beginning, the first time', {}, '1970-01-01 00:00:00'],
    ['two minutes before where the last run ended', { cursor: swept('2026-11-25 10:01:00') }, '2026-11-25 09:59:00'],
    ['as long before it as is set', { cursor: swept('2026-11-25 10:00:00'), settings: { ...settings, overlapSeconds: 86_400 } }, '2026-11-24 10:00:00'],
    ['at the beginning, when asked for all', { cursor: swept('2026-11-25 10:00:00'), full: true }, '1970-01-01 00:00:00'],
    ['at the beginning, the first time of a day from the hour on', { cursor: swept('2026-11-25 10:00:00', '2026-11-24') }, '1970-01-01 00:00:00'],
    ['where it was, before that hour', { cursor: swept('2026-11-25 07:00:00', '2026-11-24'), startedAt: new Date('2026-11-25T07:59:00Z') }, '2026-11-25 06:58:00'],
    ['where it was, where no sweep is wanted', { cursor: swept('2026-11-25 10:00:00', null), settings: { ...settings, fullSweepHour: null } }, '2026-11-25 09:58:00'],
    ['at the beginning, when the cursor is of no use', { cursor: { T: 'x' } }, '1970-01-01 00:00:00'],
  ])('%s', async (_what, request, since) => expect((await pull(request)).asked).toEqual([since]));
});

describe('ends with a cursor', () => {
  it.each<[string, Settings | null, readonly Lead[], string]>([
    ['at the last stamp', swept('2026-11-25 10:00:00'), [at('2026-11-25 11:00:00'), at('2026-11-25 12:00:00')], '2026-11-25 12:00:00'],
    ['at its own start, where a stamp lies ahead', swept('2026-11-25 10:00:00'), [at('2027-01-01 00:00:00')], runStart],
    ['where it was, where nothing was new', swept('2026-11-25 10:00:00'), [], '2026-11-25 10:00:00'],
    ['never further back', swept('2026-11-25 10:00:00'), [at('2026-11-25 09:59:00')], '2026-11-25 10:00:00'],
    ['not even where the CRM\'s clock went back', swept('2026-11-26 00:00:00'), [], '2026-11-26 00:00:00'],
    ['at the beginning, where there is nobody', null, [], '1970-01-01 00:00:00'],
  ])('%s', async (_what, cursor, leads, T) => expect((await pull({ cursor }, ...(leads.length > 0 ? [leads] : []))).cursor['T']).toBe(T));

  it.each<[string, Partial<PullRequest<null>>, string | null]>([
    ['a sweep is remembered', { cursor: swept('2026-11-25 10:00:00', '2026-11-24') }, '2026-11-25'],
    ['the first run from the hour on is one', {}, '2026-11-25'],
    ['a full reading before it is none', { full: true, startedAt: new Date('2026-11-25T07:00:00Z') }, null],
    ['later runs of the day keep it', { cursor: swept('2026-11-25 10:00:00') }, '2026-11-25'],
  ])('%s', async (_what, request, sweptOn) => expect((await pull(request)).cursor['sweptOn']).toBe(sweptOn));
});

it('tells each with its stamp; of deleted ones nothing is kept', async () => {
  const { read, stamps } = await pull({}, [at('2026-11-25 11:00:00', 'a')], [lead({ id: 'b', modified: '2026-11-25 11:00:00', deleted: true })]);
  expect(read.map(({ id, values }) => [id, Object.keys(values).length > 0])).toEqual([['a', true], ['b', false]]);
  expect(stamps).toEqual(['2026-11-25T11:00:00.000Z', '2026-11-25T11:00:00.000Z']);
});

it.each<[string, readonly Lead[], readonly Lead[]]>([
  ['the same page again', [at('2026-11-25 11:00:00', 'b')], [at('2026-11-25 11:00:00', 'B')]],
  ['a page before it', [at('2026-11-25 11:00:00')], [at('2026-11-25 10:00:00', 'z')]],
])('a list that does not go on is given up: %s', async (_what, ...pages) => {
  await expect(pull({}, ...pages)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
});

it('the letter case of ids means nothing, and an underscore comes after letters', async () => {
  expect((await pull({}, [at('2026-11-25 11:00:00', 'Ab')], [at('2026-11-25 11:00:00', 'aC')], [at('2026-11-25 11:00:00', 'a_')])).read).toHaveLength(3);
});
