import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { instantAt } from '@intouch/connector-kit';
import type { Stand, VendorPerson } from '@intouch/connector-kit/testing';
import { profile as soap } from './abc-soap.profile.js';
import { profile as rest } from './abc.profile.js';
import { atTheTwin, clubOf } from './testing/twin.js';

const set = atTheTwin();
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const off = { insertLead: false, updateContact: false, convertLeadToMember: false, insertMember: false, convertMemberToFormerMember: false };

function typedIn({ vendor }: Stand, status: string, n: number, club = '9003'): Promise<VendorPerson> {
  return vendor.typedIn({ club, status, firstName: `${status} ${n}`, lastName: 'Person' });
}

const read = async ({ club }: Stand): Promise<string[]> => (await club.pull()).reports.map(({ vendorContactId }) => vendorContactId);

describe.each([['REST', rest], ['SOAP', soap]])('%s', (_name, profile) => {
  const zone = 'America/Los_Angeles';
  const western = clubOf(profile, '30123', zone);
  const { list } = profile.operations;
  const rangeOf = ({ query }: { readonly query: Readonly<Record<string, string>> }): string[] =>
    query['lastModifiedTimestampRange']?.split(',') ?? [query['updateStartTime'], query['updateEndTime']].filter((it) => it !== undefined);

  it('asks in the club\'s zone and reads stamps in Central time', async () => {
    const stand = await set(western);
    await stand.club.configure();
    expect(await read(stand)).toEqual([]);
    const { id } = await typedIn(stand, 'MEMBER', 1, '30123');
    const modifiedAt = minutesAgo(1);
    await stand.vendor.record('PUT', `members/${id}`, { modifiedAt });
    const startedAfter = Date.now();
    const { reports } = await stand.club.pull();
    expect(reports).toMatchObject([{ vendorContactId: id, stamp: modifiedAt }]);
    const [first, second] = await stand.vendor.requests(list);
    expect(rangeOf(first!)).toEqual([]);
    const [from, to] = rangeOf(second!) as [string, string];
    expect(from).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/);
    // The database's clock may be a moment off ours.
    expect(Math.abs(instantAt(to, zone)!.getTime() - startedAfter)).toBeLessThan(20_000);
    expect(instantAt(from, zone)!.getTime()).toBeLessThan(startedAfter - 64 * 60_000);
  });

  it.each([
    ['the usual overlap', {}, [30, 60]], ['none', { overlapMinutes: 0 }, []], ['a long one', { overlapMinutes: 120 }, [30, 60, 90]],
  ])('reads again what changed within %s', async (_name, settings, wanted) => {
    const stand = await set(western);
    await stand.club.configure({ settings });
    await stand.club.pull();
    const ages = new Map<string, number>();
    for (const age of [30, 60, 90, 150]) {
      const { id } = await typedIn(stand, 'LEAD', age, '30123');
      await stand.vendor.record('PUT', `prospects/${id}`, { modifiedAt: minutesAgo(age) });
      ages.set(id, age);
    }
    expect((await read(stand)).map((id) => ages.get(id)).sort()).toEqual(wanted);
  });

  it('members come before prospects', async () => {
    const stand = await set(profile);
    await stand.club.configure();
    for (const [n, status] of ['LEAD', 'MEMBER', 'LEAD', 'MEMBER', 'LEAD'].entries()) await typedIn(stand, status, n);
    expect((await stand.club.pull()).reports.map(({ state }) => state)).toEqual(['MEMBER', 'MEMBER', 'LEAD', 'LEAD', 'LEAD']);
  });

  it.each([
    ['members', { ...off, convertMemberToFormerMember: true }, ['MEMBER']], ['leads', { ...off, updateContact: true }, ['LEAD']], ['nobody', off, []],
  ])('reports but %s where only their options are on', async (_name, options, wanted) => {
    const stand = await set(profile);
    await stand.club.configure({ options });
    await typedIn(stand, 'LEAD', 1);
    await typedIn(stand, 'MEMBER', 2);
    expect((await stand.club.pull()).reports.map(({ state }) => state)).toEqual(wanted);
    if (profile === soap) return;
    const asked = { listMembers: await stand.vendor.requests('listMembers'), listProspects: await stand.vendor.requests('listProspects') };
    expect([asked.listMembers.length > 0, asked.listProspects.length > 0]).toEqual([wanted.includes('MEMBER'), wanted.includes('LEAD')]);
  });

  it('knows unpadded days', async () => {
    const stand = await set(profile);
    await stand.club.configure();
    const { id } = await typedIn(stand, 'MEMBER', 1);
    await stand.vendor.record('PUT', `members/${id}`, { modifiedAt: '2014-10-01T12:36:23.829Z' });
    await stand.vendor.hazard('unpadded-day', { times: null });
    expect((await stand.club.pull()).reports).toMatchObject([{ vendorContactId: id, stamp: '2014-10-01T12:36:23.829Z' }]);
  });

  it('who is sold is a member of the day it was sold', async () => {
    const stand = await set(profile);
    await stand.club.configure();
    const { id } = await typedIn(stand, 'LEAD', 1);
    expect((await stand.club.pull()).reports).toMatchObject([{ vendorContactId: id, state: 'LEAD' }]);
    await stand.vendor.sold(id, { on: '2026-01-02' });
    expect((await stand.club.pull()).reports).toMatchObject([{ vendorContactId: id, state: 'MEMBER', joinDate: '2026-01-02' }]);
    await stand.vendor.ended(id, '2026-01-31');
    expect((await stand.club.pull()).reports).toMatchObject([{ vendorContactId: id, state: 'FORMER_MEMBER', endDate: '2026-01-31' }]);
  });
});

describe('REST pages', () => {
  async function withLeads(count: number): Promise<{ stand: Stand; ids: string[] }> {
    const stand = await set(rest);
    await stand.club.configure();
    const ids: string[] = [];
    for (let n = 1; n <= count; n += 1) ids.push((await typedIn(stand, 'LEAD', n)).id);
    return { stand, ids: ids.sort() };
  }

  it('nobody is told twice while prospects move between pages, and nobody lost', async () => {
    const { stand, ids } = await withLeads(5);
    await stand.vendor.hazard('page-drift', { operation: 'listProspects', skip: 1, params: { mode: 'repeat' } });
    expect((await read(stand)).sort()).toEqual(ids);
    const pages = (await stand.vendor.requests('listProspects')).map(({ query }) => query['page']);
    expect(pages).toEqual(['1', '2', '3']);
  });

  it('who slips through is found by the next run', async () => {
    const { stand, ids } = await withLeads(5);
    await stand.vendor.hazard('page-drift', { operation: 'listProspects', skip: 1, params: { mode: 'skip' } });
    expect(await read(stand)).toHaveLength(4);
    expect((await read(stand)).sort()).toEqual(ids);
  });

  it('a list of one may be a bare object', async () => {
    const { stand, ids } = await withLeads(3);
    await typedIn(stand, 'MEMBER', 1);
    await stand.vendor.hazard('single-as-object', { times: null });
    const states = (await stand.club.pull()).reports.map(({ state }) => state);
    expect(states).toEqual(['MEMBER', ...ids.map(() => 'LEAD')]);
  });

  it('an answer in XML is asked for again', async () => {
    const { stand, ids } = await withLeads(3);
    await stand.vendor.hazard('xml-answer', { operation: 'listProspects', skip: 1 });
    const run = await stand.club.pull();
    expect(run).toMatchObject({ phase: 'read-all', counts: { read: 3 } });
    expect(run.reports.map(({ vendorContactId }) => vendorContactId).sort()).toEqual(ids);
  });

  it('the next run reads from where the last whole one began, though the members were read', async () => {
    const { stand } = await withLeads(1);
    await stand.vendor.hazard('field-refused', { operation: 'listProspects', params: { message: 'Not today' } });
    expect(await stand.club.pull()).toMatchObject({ phase: 'failed', failure: expect.stringContaining('Not today') });
    expect(await stand.instance.database.rows('SELECT cursor FROM integration')).toEqual([{ cursor: null }]);
    expect(await read(stand)).toHaveLength(1);
    expect((await stand.vendor.requests('listMembers')).map(({ query }) => 'lastModifiedTimestampRange' in query)).toEqual([false, false]);
  });
});
