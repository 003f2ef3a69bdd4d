import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { PullRequest, Settings, VendorAnswer } from '@intouch/connector-kit';
import { pullLeads } from './pull-leads.js';
import type { LeadForm } from './reference.js';
import { club, form, leadId, leadRow, settings, withCodes } from './testing/facts.js';
import { clientOf, refused, rows, text } from './testing/scripted-client.js';

const began = { date: 'Sun, 22 Nov 2026 03:00:00 GMT' };
const next = '/services/data/v62.0/query/01gSIM000000001-2';
const row = (n: number, second = '05', more: object = {}) => leadRow({ attributes: { type: 'Lead' }, Id: leadId(n), SystemModstamp: `2026-11-22T02:00:${second}.000+0000`, ...more });
const cursor = { modstamp: '2026-11-22T01:00:00.000Z', sweptOn: null };

interface How {
  readonly set?: Settings;
  readonly request?: Partial<PullRequest<LeadForm>>;
}

async function pulled(answers: readonly VendorAnswer[], { set = {}, request = {} }: How = {}) {
  const { client, http } = clientOf(answers, { set });
  const pages = pullLeads(client, {
    cursor, full: false, scheduled: false, startedAt: new Date('2026-11-22T03:00:00Z'), settings: { ...settings, ...set }, options: {} as PullRequest['options'], club, reference: form, ...request,
  });
  const read: string[][] = [];
  const warned: string[] = [];
  for (;;) {
    const page = await pages.next();
    if (page.done) return { http, read, warned, cursor: page.value, queries: http.sent.map(({ url }) => decodeURIComponent(url.replace(/^.*\?q=/, ''))) };
    warned.push(...(page.value.warnings ?? []).map(({ code }) => code));
    if (page.value.records.length > 0) read.push(page.value.records.map(({ vendorContactId }) => vendorContactId));
  }
}

const from = (queries: readonly string[]): string[] => queries.map((query) => /WHERE (.*) ORDER/.exec(query)?.[1] ?? query);

it('asks for what the page says, in its order', async () => {
  const { queries } = await pulled([rows([])]);
  expect(queries).toEqual([
    'SELECT Id, IsDeleted, MasterRecordId, IsConverted, FirstName, LastName, Company, Email, MobilePhone, Phone, Street, City, State, PostalCode, Country, LeadSource, Status, Description, OwnerId, ' +
      'InTouch_Id__c, InTouch_Club__c, CreatedDate, LastModifiedById, SystemModstamp FROM Lead WHERE (SystemModstamp > 2026-11-22T00:50:00Z OR (SystemModstamp = 2026-11-22T00:50:00Z AND ' +
      'Id > \'000000000000000\')) ORDER BY SystemModstamp ASC, Id ASC LIMIT 2000',
  ]);
});

it('and for the org\'s own fields, each once', async () => {
  const set = { clubField: 'Studio__c', birthDateField: 'Birth__c', genderField: 'Gender__c', attributeFields: { a: 'Goal__c', b: 'Birth__c', c: 'InTouch_Id__c' }, pageSize: 500 };
  const [query] = (await pulled([rows([])], { set, request: { reference: withCodes } })).queries;
  expect(query).toContain('City, StateCode, PostalCode, CountryCode, LeadSource, Status, Description, OwnerId, InTouch_Id__c, Studio__c, Birth__c, Gender__c, Goal__c, CreatedDate,');
  expect(query).toMatch(/LIMIT 500$/);
  const [plain] = (await pulled([rows([])], { set: { clubField: 'Company' } })).queries;
  expect(plain).toContain('InTouch_Id__c, CreatedDate');
});

describe('where it begins', () => {
  const start = "(SystemModstamp > 1970-01-01T00:00:00Z OR (SystemModstamp = 1970-01-01T00:00:00Z AND Id > '000000000000000'))";
  it.each([
    ['at the first run', { request: { cursor: null } }],
    ['when asked for all', { request: { full: true } }],
    // 22:00 in the club.
    ['at the hour of the day', { set: { fullSweepHour: 22 }, request: { cursor: { ...cursor, sweptOn: '2026-11-20' } } }],
  ])('%s: with everything', async (_what, how) => expect(from((await pulled([rows([])], how)).queries)).toEqual([start]));

  it.each([
    ['before that hour', { set: { fullSweepHour: 23 }, request: { cursor: { ...cursor, sweptOn: '2026-11-20' } } }],
    ['once a day', { set: { fullSweepHour: 22 }, request: { cursor: { ...cursor, sweptOn: '2026-11-21' } } }],
    ['never without one', { request: { cursor: { ...cursor, sweptOn: '2026-11-20' } } }],
  ])('%s: with what is new', async (_what, how) => expect(from((await pulled([rows([])], how)).queries)[0]).toContain('2026-11-22T00:50:00Z'));

  it('with the overlap of the settings', async () => expect(from((await pulled([rows([])], { set: { overlapMinutes: 60 } })).queries)[0]).toContain('> 2026-11-22T00:00:00Z'));
});

describe('pages', () => {
  it('go on after the last row, until one is empty', async () => {
    const { read, queries } = await pulled([rows([row(1), row(2)]), rows([row(3, '06')]), rows([])]);
    expect(read).toEqual([[leadId(1), leadId(2)], [leadId(3)]]);
    expect(from(queries).slice(1)).toEqual([
      `(SystemModstamp > 2026-11-22T02:00:05Z OR (SystemModstamp = 2026-11-22T02:00:05Z AND Id > '${leadId(2)}'))`,
      `(SystemModstamp > 2026-11-22T02:00:06Z OR (SystemModstamp = 2026-11-22T02:00:06Z AND Id > '${leadId(3)}'))`,
    ]);
  });

  it('that come in several answers are read to their end', async () => {
    const { http, read } = await pulled([rows([row(1)], next), rows([row(2)], next.replace('-2', '-4')), rows([row(3)]), rows([])]);
    expect(read.flat()).toEqual([1, 2, 3].map(leadId));
    expect(http.calls.slice(1, 3)).toEqual(['GET /query/01gSIM000000001-2', 'GET /query/01gSIM000000001-4']);
  });

  it('whose rest is lost begin anew after the last row read', async () => {
    const { read, queries } = await pulled([rows([row(1)], next), refused(400, 'INVALID_QUERY_LOCATOR'), rows([row(2)]), rows([])]);
    expect(read.flat()).toEqual([1, 2].map(leadId));
    expect(queries[2]).toContain(`Id > '${leadId(1)}'`);
  });

  it('that do not go on are no list', async () => {
    await expect(pulled([rows([row(1)]), rows([row(1)])])).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it.each([['an id', { Id: null }], ['a stamp', { SystemModstamp: 'soon' }]])('with a row without %s cannot be gone on from', async (_what, more) => {
    await expect(pulled([rows([row(1, '05', more)])])).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it('that fail in between fail the run', async () => {
    await expect(pulled([rows([row(1)]), text(503)])).rejects.toMatchObject({ name: 'Unavailable' });
  });
});

describe('the cursor', () => {
  it.each([
    ['is the last stamp', [rows([row(1, '05')], null, began), rows([row(2, '09')]), rows([])], {}, '2026-11-22T02:00:09.000Z'],
    ['is no later than the vendor\'s clock at the first answer', [rows([row(1, '05')], null, { date: 'Sun, 22 Nov 2026 02:00:03 GMT' }), rows([row(2, '09')]), rows([])], {}, '2026-11-22T02:00:03.000Z'],
    ['stays where nothing is new', [rows([], null, began)], {}, '2026-11-22T01:00:00.000Z'],
    ['never goes backwards', [rows([row(1, '05')], null, began), rows([])], { request: { full: true, cursor: { modstamp: '2026-11-22T02:30:00.000Z', sweptOn: null } } }, '2026-11-22T02:30:00.000Z'],
    ['is none where there is nobody', [rows([], null, began)], { request: { cursor: null } }, null],
  ])('%s', async (_what, answers, how, modstamp) => expect((await pulled(answers, how)).cursor).toMatchObject({ modstamp }));

  it.each([
    [{ set: { fullSweepHour: 22 }, request: { cursor: { ...cursor, sweptOn: '2026-11-20' } } }, '2026-11-21'],
    [{ set: { fullSweepHour: 22 }, request: { full: true } }, '2026-11-21'],
    // It does not stand for the sweep of later.
    [{ set: { fullSweepHour: 23 }, request: { full: true } }, null],
    [{ set: { fullSweepHour: 22 }, request: { cursor: { ...cursor, sweptOn: '2026-11-21' } } }, '2026-11-21'],
  ])('knows when all was read: %j', async (how, sweptOn) => expect((await pulled([rows([])], how)).cursor).toMatchObject({ sweptOn }));
});

it('a row is kept without what the vendor says about it, with the contact it bears the id of', async () => {
  const { client } = clientOf([rows([row(1, '05', { InTouch_Id__c: 'c1:lead-9' })]), rows([])]);
  const pages = pullLeads(client, { cursor, full: false, scheduled: false, startedAt: new Date('2026-11-22T03:00:00Z'), settings, options: {} as PullRequest['options'], club, reference: form });
  const { value } = await pages.next();
  expect(value).toMatchObject({ records: [{ vendorContactId: leadId(1), stamp: '2026-11-22T02:00:05.000Z', raw: { contactId: 'lead-9', row: { FirstName: 'Ann' } } }] });
  expect(JSON.stringify(value)).not.toContain('attributes');
});

describe('near the end of the day\'s calls', () => {
  const usage = (used: number) => rows([row(1)], null, { 'sforce-limit-info': `api-usage=${used}/15000` });
  const byClock = { request: { scheduled: true } };

  it.each([
    ['the default', 13_500, byClock],
    ['the setting', 7_500, { set: { apiUsageStopPercent: 50 }, ...byClock }],
  ])('by %s a scheduled run is skipped, and says so', async (_what, used, how) => {
    expect(await pulled([usage(used)], how)).toMatchObject({ read: [], warned: ['api-usage-high'], cursor: null });
  });

  it('before that it is made, to its end', async () => {
    const { read, warned } = await pulled([usage(13_499), rows([row(2, '06')], null, { 'sforce-limit-info': 'api-usage=13600/15000' }), rows([])], byClock);
    expect([read.flat().length, warned]).toEqual([2, []]);
  });

  it('one by hand is made all the same', async () => {
    expect((await pulled([usage(14_999), rows([])])).read.flat()).toHaveLength(1);
  });
});

describe('after a long silence', () => {
  it.each([
    ['2026-11-07T02:59:59.000Z', ['deletes-may-be-missed']],
    ['2026-11-07T03:00:00.000Z', []],
    [undefined, []],
  ])('last read %s: %j, by the vendor\'s clock', async (readAt, warned) => {
    const told = await pulled([rows([row(1)], null, began), rows([])], { request: { cursor: { ...cursor, readAt } } });
    expect(told).toMatchObject({ warned, cursor: { readAt: '2026-11-22T03:00:00.000Z' } });
    expect(told.read.flat()).toHaveLength(1);
  });
});
