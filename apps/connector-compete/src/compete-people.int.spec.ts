import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { eventually, SandboxProcess, Stand } from '@intouch/connector-kit/testing';
import { profile } from './compete.profile.js';

let sandbox: SandboxProcess;
let stand: Stand;
beforeAll(async () => {
  sandbox = await SandboxProcess.start(process.cwd());
}, 30_000);
afterAll(() => sandbox.stop());
beforeEach(async () => {
  stand = await Stand.set(profile, sandbox, { fixture: 'default' });
  stand.instance.run();
});
afterEach(() => stand.clear());

const lead = profile.lead;
const bodies = async (operation: string): Promise<Record<string, unknown>[]> => (await stand.vendor.requests(operation)).map(({ body }) => JSON.parse(body) as Record<string, unknown>);

describe('owner and lead source', () => {
  it('links by address and name, id 0 included, never guesses', async () => {
    await stand.club.configure();
    await stand.club.staff('zoe', 'zero@myclub.com');
    await stand.club.staff('ana', 'asilva@myclub.com', 'Ana Silva');
    await stand.club.staff('front', 'front@myclub.com', 'Front Desk');
    await stand.club.staff('old', 'old@myclub.com', 'Old Timer');
    await stand.instance.receive(topics.leadSourceUpserted, [
      { clubId: 'club-1', leadSourceId: 'friend', name: ' FRIEND ', active: true, version: '1' }, { clubId: 'club-1', leadSourceId: 'radio', name: 'Radio', active: true, version: '1' },
    ]);
    const told = await eventually('all looked for', async () =>
      (await stand.instance.published(topics.lookupsReported)).findLast(({ staff, leadSources }) => staff.length === 4 && leadSources.length === 2 && [...staff, ...leadSources].every(({ detail }) => detail !== 'Not looked for yet.')),
    );
    expect(Object.fromEntries(told.staff.map(({ id, vendorId, status }) => [id, [vendorId, status]]))).toEqual({
      zoe: ['0', 'matched'], ana: ['6', 'matched'], front: [null, 'ambiguous'], old: [null, 'not-found'],
    });
    expect(Object.fromEntries(told.leadSources.map(({ id, vendorId }) => [id, vendorId]))).toEqual({ friend: '3', radio: null });
    expect(await stand.instance.entries('staff-ambiguous')).toMatchObject([{ level: 'WARNING' }]);
    await stand.club.save('lead-1', { ...lead(1), ownerStaffId: 'zoe', leadSourceId: 'friend' });
    await stand.club.save('lead-2', { ...lead(2), ownerStaffId: 'front', leadSourceId: 'radio' });
    await stand.club.delivered('lead-1');
    await stand.club.delivered('lead-2');
    const sent = await bodies('createMember');
    expect(sent.find(({ FirstName }) => FirstName === 'First1')).toMatchObject({ SalespersonID: 0, SourceID: 3 });
    expect(Object.keys(sent.find(({ FirstName }) => FirstName === 'First2')!)).not.toEqual(expect.arrayContaining(['SalespersonID']));
    expect(await stand.instance.entries('owner-unlinked', 'lead-2')).toHaveLength(1);
    expect(await stand.instance.entries('source-unlinked', 'lead-2')).toHaveLength(1);
    await stand.club.save('lead-1', { ...lead(1), ownerStaffId: 'ana', leadSourceId: 'radio' });
    await eventually('told', async () => (await stand.instance.entries('owner-not-updatable', 'lead-1')).length === 1 && (await stand.instance.entries('source-not-updatable', 'lead-1')).length === 1);
    expect(await stand.vendor.requests('updatePersonalInformation')).toEqual([]);
  });

  it('an employee Compete no longer takes is left out, once, and the lead goes', async () => {
    await stand.club.configure();
    await stand.club.staff('zoe', 'zero@myclub.com');
    await eventually('linked', async () => (await stand.instance.published(topics.lookupsReported)).some(({ staff }) => staff[0]?.status === 'matched'));
    await stand.vendor.record('PUT', 'employees/0', { IsActive: false });
    await stand.club.save('lead-1', { ...lead(1), ownerStaffId: 'zoe' });
    await stand.club.delivered('lead-1');
    expect((await bodies('createMember')).map((body) => 'SalespersonID' in body)).toEqual([true, false]);
    expect(await stand.instance.entries('owner-unlinked', 'lead-1')).toHaveLength(1);
  });
});

describe('notes', () => {
  const withNotes = { ...lead(1), notes: 'Asked about yoga' };

  it('are sent once, with the create, where an employee is named', async () => {
    await stand.club.configure({ settings: { noteEmployeeId: 0, noteActionId: 1 } });
    await stand.club.save('lead-1', withNotes);
    await stand.club.delivered('lead-1');
    await eventually('the note', async () => (await stand.vendor.requests('createMemberNotes')).length === 1);
    expect(await bodies('createMemberNotes')).toMatchObject([{ EmployeeId: 0, ActionId: 1, ClubId: 2, Note: 'Asked about yoga' }]);
    await stand.club.save('lead-1', { ...withNotes, notes: 'And about swimming' });
    await eventually('looked at', async () => (await stand.instance.activities('lead-1')).filter(({ delivery }) => delivery).length === 2);
    expect(await stand.vendor.requests('createMemberNotes')).toHaveLength(1);
  });

  it('that fail are told, and never make a second create', async () => {
    await stand.club.configure({ settings: { noteEmployeeId: 0, noteActionId: 1 } });
    await stand.vendor.hazard('error-500', { operation: 'createMemberNotes', times: null });
    const before = (await stand.vendor.people()).length;
    await stand.club.save('lead-1', withNotes);
    await eventually('told', async () => (await stand.instance.entries('note-not-sent', 'lead-1')).length === 1);
    expect(await stand.vendor.requests('createMember')).toHaveLength(1);
    expect(await stand.vendor.people()).toHaveLength(before + 1);
  });

  it('stay at home where none is named', async () => {
    await stand.club.configure();
    await stand.club.save('lead-1', withNotes);
    await stand.club.delivered('lead-1');
    expect(await stand.vendor.requests('createMemberNotes')).toEqual([]);
  });
});

describe('what the company requires', () => {
  it('is asked for before the create, and mended by the next save', async () => {
    await stand.club.configure({ settings: { competeClubId: 1 } });
    await stand.club.save('lead-1', { ...lead(1), mobile: null });
    await stand.club.stands('lead-1', 'parked');
    expect(await stand.instance.entries('missing-required', 'lead-1')).toMatchObject([{ level: 'ERROR', detail: expect.stringContaining('CellPhone') }]);
    expect(await stand.vendor.requests('createMember')).toEqual([]);
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
  });

  it('is filled in by the club\'s defaults, with a WARNING', async () => {
    await stand.club.configure({ settings: { competeClubId: 1, requiredDefaults: { CellPhone: '6140000000' } } });
    await stand.club.save('lead-1', { ...lead(1), mobile: null });
    await stand.club.delivered('lead-1');
    expect(await bodies('createMember')).toMatchObject([{ MobilePhone: '6140000000' }]);
    expect(await stand.instance.entries('defaulted', 'lead-1')).toHaveLength(1);
  });
});

describe('the check', () => {
  it.each([
    ['all is well', {}, []],
    ['an inactive club', { competeClubId: 9 }, ['club-refused']],
    ['an unknown club', { competeClubId: 77 }, ['club-refused']],
    ['another company', { companyId: '102' }, ['credentials-refused']],
    ['nobody there', { port: 9 }, ['vendor-unavailable']],
  ])('%s', async (_name, settings, codes) => {
    await stand.club.configure({ settings });
    const { ok, problems } = await stand.club.check();
    expect([ok, problems.map(({ code }) => code)]).toEqual([codes.length === 0, codes]);
  });

  it('finds that there is no prospect type, which a setting mends', async () => {
    await stand.vendor.record('DELETE', 'membershipTypes/2');
    await stand.club.configure();
    expect((await stand.club.check()).problems).toMatchObject([{ code: 'missing-required' }]);
    await stand.club.configure({ settings: { prospectMembershipTypeId: 3 } });
    expect((await stand.club.check()).ok).toBe(true);
  });
});
