import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { describe as descriptionOf, type PullRequest, type Settings } from '@intouch/connector-kit';
import type { AbcClient } from './client.js';
import { abc } from './connector.js';
import { pullRecords } from './pull-records.js';
import type { Range } from './range.js';
import { club, member, prospect, settings } from './testing/facts.js';
import type { AbcClub, AbcRecord } from './wire.js';

const off = descriptionOf(abc).defaults;

interface Pulled {
  readonly asked: readonly (readonly [Range | null, { readonly members: boolean; readonly prospects: boolean }])[];
  readonly read: readonly (readonly [string, string | null | undefined])[];
  readonly cursor: Settings;
}

async function pull(request: Partial<PullRequest<AbcClub>> = {}, pages: readonly (readonly AbcRecord[])[] = []): Promise<Pulled> {
  const asked: Pulled['asked'][number][] = [];
  const client = {
    async *records(range: Range | null, which: { members: boolean; prospects: boolean }) {
      asked.push([range, which]);
      yield* pages;
    },
  } as unknown as AbcClient;
  const read: Pulled['read'][number][] = [];
  const startedAt = new Date('2024-07-08T17:00:00Z');
  const generator = pullRecords(client, { cursor: null, full: false, scheduled: false, startedAt, settings, options: { ...off, insertLead: true, insertMember: true }, club, reference: { timeZone: null }, ...request });
  for (;;) {
    const next = await generator.next();
    if (next.done) return { asked, read, cursor: next.value };
    read.push(...next.value.records.map(({ vendorContactId, stamp }) => [vendorContactId, stamp] as const));
  }
}

const cursor = { startedAt: '2024-07-08T16:00:00.000Z' };
const rangeOf = async (request: Partial<PullRequest<AbcClub>>): Promise<Range | null> => (await pull({ cursor, ...request })).asked[0]![0];

it('reads everything at first, and remembers its own start', async () => {
  expect(await pull({}, [[member()], [prospect('b1'), prospect('b2', {}, { modified: null })]])).toEqual({
    asked: [[null, { members: true, prospects: true }]],
    read: [['a0000000000000000000000000000001', '2024-07-08T12:36:23.829Z'], ['b1', '2024-07-08T11:35:41.088Z'], ['b2', null]],
    cursor: { startedAt: '2024-07-08T17:00:00.000Z' },
  });
});

describe('reads what changed since', () => {
  it.each([
    ['with the overlap', {}, { from: '2024-07-08 09:55:00.000000', to: '2024-07-08 12:00:00.000000' }],
    ['in the club\'s zone', { club: { ...club, timeZone: 'America/Los_Angeles' } }, { from: '2024-07-08 07:55:00.000000', to: '2024-07-08 10:00:00.000000' }],
    ['without an overlap', { settings: { ...settings, overlapMinutes: 0 } }, { from: '2024-07-08 11:00:00.000000', to: '2024-07-08 12:00:00.000000' }],
    ['with the longest', { settings: { ...settings, overlapMinutes: 1_440 } }, { from: '2024-07-07 11:00:00.000000', to: '2024-07-08 12:00:00.000000' }],
  ])('%s', async (_name, request, wanted) => expect(await rangeOf(request)).toEqual(wanted));

  it('everything when asked to', async () => expect(await rangeOf({ full: true })).toBeNull());

  it('the start never after the cursor as ABC reads it, on the night with two hours of one name', async () => {
    const range = await rangeOf({ cursor: { startedAt: '2024-11-03T07:30:00.000Z' }, startedAt: new Date('2024-11-03T08:30:00Z'), settings: { ...settings, overlapMinutes: 0 } });
    expect(range).toEqual({ from: '2024-11-03 01:30:00.000000', to: '2024-11-03 02:30:00.000000' });
  });
});

describe('asks for no list whose options are off', () => {
  it.each([
    ['insertLead', false, true], ['updateContact', false, true], ['convertLeadToMember', true, false], ['insertMember', true, false], ['convertMemberToFormerMember', true, false],
  ] as const)('%s', async (option, members, prospects) => expect((await pull({ options: { ...off, [option]: true } })).asked).toEqual([[null, { members, prospects }]]));

  it('nor for any', async () => {
    for (const options of [off, { ...off, primaryOnly: true }]) expect((await pull({ options })).asked).toEqual([]);
  });
});
