import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, SandboxProcess, type Stand } from '@intouch/connector-kit/testing';
import { lead, sent, setUp } from './testing/twin.js';

let sandbox: SandboxProcess;
let stand: Stand;
beforeAll(async () => {
  sandbox = await SandboxProcess.start(process.cwd());
}, 30_000);
afterAll(() => sandbox.stop());
beforeEach(async () => {
  stand = await setUp(sandbox);
});
afterEach(async () => {
  await stand.vendor.calm();
  await stand.clear();
});

const looked = ({ status, detail }: { readonly status: string; readonly detail: string | null }): boolean => status !== 'not-found' || detail !== 'Not looked for yet.';
const added = (): Promise<unknown[]> => stand.vendor.requests('AddLeadSource');

describe('staff', () => {
  it.each([
    ['one, in any case', 'ASILVA@myclub.COM', { status: 'matched', vendorId: '16' }],
    ['a shared mailbox', 'Front@MyClub.com', { status: 'ambiguous', vendorId: null, detail: expect.stringMatching(/Amy Fox \(12\), Bob Fox \(13\)/) }],
    ['somebody inactive', 'old@myclub.com', { status: 'not-found', vendorId: null }],
    ['somebody who is not there', 'nobody@myclub.com', { status: 'not-found', vendorId: null }],
    ['somebody without an address', null, { status: 'no-email', vendorId: null }],
  ])('%s', async (_name, email, wanted) => {
    await stand.club.staff('staff-0', email, 'Zoe Zero');
    expect(await stand.club.lookup('staff', 'staff-0', looked)).toMatchObject(wanted);
    expect((await stand.instance.entries('staff-ambiguous')).map(({ level }) => level)).toEqual(wanted.status === 'ambiguous' ? ['WARNING'] : []);
    expect((await stand.vendor.requests('GetStaff')).map((it) => sent(it, 'ActiveOnly'))).toContain('true');
    await stand.club.save('lead-1', { ...lead(1), ownerStaffId: 'staff-0' });
    await stand.club.delivered('lead-1');
    expect(await stand.vendor.people()).toMatchObject([{ owner: wanted.vendorId }]);
    expect(await stand.instance.entries('owner-unlinked', 'lead-1')).toHaveLength(wanted.vendorId === null ? 1 : 0);
  });

  it('without addresses at Paramount is linked as soon as they are back, and the leads follow', async () => {
    await stand.vendor.hazard('null-emails', { times: null });
    await stand.club.staff('staff-0', 'jsmith@myclub.com');
    await stand.club.save('lead-1', { ...lead(1), ownerStaffId: 'staff-0' });
    await stand.club.delivered('lead-1');
    expect(await stand.club.lookup('staff', 'staff-0', looked)).toMatchObject({ status: 'not-found' });
    await stand.vendor.calm();
    expect((await stand.club.resync()).staff).toMatchObject([{ status: 'matched', vendorId: '11' }]);
    await eventually('its owner', async () => (await stand.vendor.people())[0]?.owner === '11');
  });

  it('is the club\'s own: another club of the login has other people', async () => {
    const other = stand.clubOf(stand.instance, 'club-2');
    await other.configure({ settings: { clubNumber: '1002' } });
    await other.staff('staff-0', 'jsmith@myclub.com');
    expect(await other.lookup('staff', 'staff-0', looked)).toMatchObject({ status: 'not-found' });
  });
});

describe('lead sources that Paramount has', () => {
  it.each([
    ['in capitals', 'Facebook', { status: 'matched', vendorId: '21' }, null],
    ['with a space behind', ' referral', { status: 'matched', vendorId: '23' }, null],
    ['twice', 'walk  IN', { status: 'matched', vendorId: '24' }, 'source-ambiguous'],
    ['inactive', 'old paper', { status: 'inactive', vendorId: null }, 'source-inactive'],
  ])('%s', async (_name, name, wanted, warning) => {
    await stand.club.source('source-0', name);
    expect(await stand.club.lookup('leadSources', 'source-0', looked)).toMatchObject(wanted);
    for (const code of ['source-ambiguous', 'source-inactive', 'source-collision']) {
      expect((await stand.instance.entries(code)).map(({ level }) => level)).toEqual(code === warning ? ['WARNING'] : []);
    }
    expect(await added()).toEqual([]);
    await stand.club.save('lead-1', { ...lead(1), leadSourceId: 'source-0' });
    await stand.club.delivered('lead-1');
    expect(await stand.vendor.people()).toMatchObject([{ leadSource: wanted.vendorId }]);
    expect(await stand.instance.entries('source-unlinked', 'lead-1')).toHaveLength(wanted.vendorId === null ? 1 : 0);
  });

  it('in another spelling each time they are shown', async () => {
    await stand.vendor.record('PUT', 'leadSources/30', { login: 'sim-user', Description: 'Große Straße' });
    await stand.vendor.hazard('description-variants', { times: null });
    await stand.club.source('web', 'web');
    await stand.club.source('street', 'Große  Straße');
    expect((await stand.club.lookup('leadSources', 'web', looked)).vendorId).toBe('22');
    expect((await stand.club.lookup('leadSources', 'street', looked)).vendorId).toBe('30');
    expect(await added()).toEqual([]);
  });

  it('an inactive one beside an active one is no doubt', async () => {
    await stand.vendor.record('PUT', 'leadSources/20', { login: 'sim-user', Description: 'Web', Active: false });
    await stand.club.source('web', 'Web');
    expect((await stand.club.lookup('leadSources', 'web', looked)).vendorId).toBe('22');
    expect(await stand.instance.entries('source-ambiguous')).toEqual([]);
  });

  it('equal after fitting: the first keeps it, the second gets none', async () => {
    await stand.club.source('first', 'Facebook');
    await stand.club.lookup('leadSources', 'first', ({ vendorId }) => vendorId === '21');
    await stand.club.source('second', ' FACEBOOK ');
    expect(await stand.club.lookup('leadSources', 'second', looked)).toMatchObject({ vendorId: null, status: 'ambiguous' });
    expect(await stand.instance.entries('source-collision')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('Facebook') }]);
    await stand.club.save('lead-1', { ...lead(1), leadSourceId: 'second' });
    await stand.club.delivered('lead-1');
    expect(await stand.vendor.people()).toMatchObject([{ leadSource: null }]);
    expect(await added()).toEqual([]);
  });

  it('renamed or hidden in InTouch later: the link stays, and nothing is sent', async () => {
    await stand.club.source('source-0', 'Facebook');
    await stand.club.lookup('leadSources', 'source-0', ({ vendorId }) => vendorId === '21');
    await stand.club.save('lead-1', { ...lead(1), leadSourceId: 'source-0' });
    await stand.club.delivered('lead-1');
    for (const [name, active] of [['Instagram', true], ['Web', true], ['Web', false]] as const) {
      await stand.club.source('source-0', name, active);
      expect((await stand.club.resync()).leadSources).toMatchObject([{ name, vendorId: '21', status: 'matched' }]);
    }
    await stand.club.save('lead-2', { ...lead(2), leadSourceId: 'source-0' });
    await stand.club.delivered('lead-2');
    expect((await stand.vendor.people()).map(({ leadSource }) => leadSource)).toEqual(['21', '21']);
    expect([await added(), await stand.vendor.updates()]).toEqual([[], []]);
  });
});

describe('the check', () => {
  it.each<[string, { readonly settings?: object; readonly credentials?: { readonly password: string } }, readonly string[]]>([
    ['all is well', {}, []],
    ['a wrong password', { credentials: { password: 'wrong' } }, ['credentials-refused']],
    ['an unknown login', { settings: { userName: 'nobody' } }, ['credentials-refused']],
    ['a club that is not enabled', { settings: { clubNumber: '1099' } }, ['club-refused']],
    ['an unknown club', { settings: { clubNumber: '7' } }, ['club-refused']],
    ['nobody there', { settings: { baseUrl: 'http://127.0.0.1:9' } }, ['vendor-unavailable']],
  ])('%s', async (_name, { settings, credentials }, codes) => {
    await stand.club.configure({ ...(settings ? { settings: settings as Readonly<Record<string, unknown>> } : {}), ...(credentials ? { credentials } : {}) });
    const { ok, problems } = await stand.club.check();
    expect([ok, problems.map(({ code }) => code)]).toEqual([codes.length === 0, codes]);
  });

  it('finds an address that leads elsewhere', async () => {
    await stand.club.configure({ settings: { baseUrl: `${sandbox.url}/elsewhere` } });
    expect((await stand.club.check()).problems).toMatchObject([{ code: 'access-refused' }]);
  });
});
