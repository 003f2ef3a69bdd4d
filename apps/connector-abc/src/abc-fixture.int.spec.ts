import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { ContactReported } from '@intouch/contracts';
import { profile as soap } from './abc-soap.profile.js';
import { profile as rest } from './abc.profile.js';
import { campaign, employee } from './testing/facts.js';
import { atTheTwin, clubOf, prospectNamed } from './testing/twin.js';

const set = atTheTwin();
const now = '2024-07-08T17:00:00Z';
const id = (letter: string, digit: number): string => `${letter}${String(digit).padStart(31, '0')}`;

describe.each([['REST', rest], ['SOAP', soap]])('%s: the people of the fixture', (_name, profile) => {
  it('are what the page says', async () => {
    const { club, instance } = await set(profile, { fixture: 'default', now });
    await club.configure();
    const { reports, counts } = await club.pull();
    expect(reports.map(({ vendorContactId, state, holds, secondary, joinDate, endDate }) => [vendorContactId, state, holds, secondary, joinDate, endDate])).toEqual([
      [id('a', 1), 'MEMBER', false, false, '2024-07-08', '2025-07-07'], [id('a', 2), 'MEMBER', false, true, '2024-07-08', null],
      [id('a', 3), 'FORMER_MEMBER', false, false, '2023-07-01', '2024-06-30'], [id('a', 4), 'FORMER_MEMBER', true, false, '2023-07-01', null],
      [id('b', 1), 'LEAD', false, false, null, null],
    ]);
    expect(counts).toMatchObject({ read: 6, ignored: 1 });
    // A payer is nobody's concern.
    expect((await instance.activities()).filter(({ entry }) => entry?.direction === 'IN')).toEqual([]);
  });

  it('are told field by field, with ABC\'s stamps as instants', async () => {
    const { club } = await set(profile, { fixture: 'default', now });
    await club.configure();
    const { reports } = await club.pull();
    const [jane, tim] = reports as [ContactReported, ContactReported];
    expect(jane).toMatchObject({
      stamp: '2024-06-08T17:00:00.000Z', updates: false,
      fields: {
        firstName: 'JANE', lastName: 'DOE', email: 'jane@example.com', mobile: '5015550101', homePhone: '5015550100', workPhone: '5015550102', street: '12 MAIN ST', city: 'SHERWOOD', state: 'AR',
        zip: '72120', country: 'US', birthDate: '1990-04-02', gender: 'F',
      },
    });
    expect(tim.fields).toMatchObject({ firstName: 'TIM', email: null, workPhone: null, gender: null });
    expect(reports.at(-1)).toMatchObject({ stamp: '2024-06-08T17:00:00.000Z', fields: { firstName: 'Ann', homePhone: '5015550110', gender: null } });
    expect(reports.at(-1)).not.toHaveProperty('updates');
  });

  it('a lead comes with its owner and source, a member with its source alone, where they are linked', async () => {
    const { club } = await set(profile, { fixture: 'default' });
    await club.configure();
    await club.staff('john', 'jsmith@myclub.com', 'John Smith');
    await club.source('web', 'Web');
    await club.lookup('staff', 'john', ({ vendorId }) => vendorId === employee);
    if (profile === soap) await club.byHand('link', 'lead-sources', 'web', campaign);
    else await club.lookup('leadSources', 'web', ({ vendorId }) => vendorId === campaign);
    const { reports } = await club.pull();
    const of = (letter: string): ContactReported['fields'] => reports.find(({ vendorContactId }) => vendorContactId === id(letter, 1))!.fields;
    expect(of('b')).toMatchObject({ ownerStaffId: 'john', leadSourceId: 'web' });
    expect(of('a')).toMatchObject({ leadSourceId: 'web' });
    expect(of('a')).not.toHaveProperty('ownerStaffId');
  });

  it('a member that does not say whether it is active is left out with a WARNING', async () => {
    const { club, vendor, instance } = await set(profile, { fixture: 'default' });
    await club.configure();
    await vendor.record('PUT', `members/${id('a', 3)}`, { personal: { isActive: null } });
    expect((await club.pull()).counts).toMatchObject({ read: 6, ignored: 2 });
    expect(await instance.entries('status-unknown')).toMatchObject([{ level: 'WARNING', direction: 'IN', howToFix: expect.stringContaining(id('a', 3)) }]);
  });

  it('its staff are linked by address, never guessed, never created', async () => {
    const { club, vendor, instance } = await set(profile, { fixture: 'default' });
    await club.configure();
    const people = { ana: 'asilva@myclub.com', front: 'front@myclub.com', old: 'old@myclub.com', nobody: 'nobody@myclub.com', silent: null };
    for (const [staffId, email] of Object.entries(people)) await club.staff(staffId, email, `${staffId} Staff`);
    const { staff } = await club.resync();
    expect(Object.fromEntries(staff.map((it) => [it.id, [it.vendorId, it.status]]))).toEqual({
      ana: [id('e', 5), 'matched'], front: [null, 'ambiguous'], old: [null, 'inactive'], nobody: [null, 'not-found'], silent: [null, 'no-email'],
    });
    expect(await instance.entries('staff-ambiguous')).toMatchObject([{ level: 'WARNING', detail: expect.stringMatching(/Amy Fox.*Bob Fox/) }]);
    expect((await vendor.record<{ records: unknown[] }>('GET', 'employees')).records).toHaveLength(6);
  });
});

describe('the campaigns of the fixture', () => {
  it('are linked by name, never guessed, never created', async () => {
    const stand = await set(rest, { fixture: 'default' });
    const { club, vendor, instance } = stand;
    await club.configure();
    for (const [sourceId, name] of Object.entries({ web: ' WEB ', facebook: 'Facebook', radio: 'Radio', paper: 'Paper' })) await club.source(sourceId, name);
    const { leadSources } = await club.resync();
    expect(Object.fromEntries(leadSources.map((it) => [it.id, [it.vendorId, it.status]]))).toEqual({
      web: [id('c', 1), 'matched'], facebook: [id('c', 2), 'matched'], radio: [null, 'ambiguous'], paper: [null, 'not-found'],
    });
    for (const [index, source] of ['web', 'radio', 'paper'].entries()) {
      await club.save(source, { ...rest.lead(index), leadSourceId: source });
      await club.delivered(source);
    }
    expect((await prospectNamed(stand, 'First0')).agreement['campaignId']).toBe(id('c', 1));
    expect([(await prospectNamed(stand, 'First1')).agreement['campaignId'], (await prospectNamed(stand, 'First2')).agreement['campaignId']]).toEqual([undefined, undefined]);
    expect(await instance.entries('source-ambiguous', 'radio')).toMatchObject([{ level: 'WARNING' }]);
    expect(await instance.entries('source-unlinked', 'paper')).toMatchObject([{ level: 'WARNING' }]);
    expect((await vendor.record<{ records: unknown[] }>('GET', 'campaigns')).records).toHaveLength(5);
  });

  it('a link outlives another name', async () => {
    const { club, vendor } = await set(rest, { fixture: 'default' });
    await club.configure();
    await club.source('web', 'Web');
    await club.lookup('leadSources', 'web', ({ vendorId }) => vendorId === campaign);
    await vendor.record('PUT', `campaigns/${campaign}`, { campaignName: 'Internet' });
    expect((await club.resync()).leadSources).toMatchObject([{ id: 'web', vendorId: campaign, status: 'matched' }]);
  });

  it('SOAP has no list of them: the club types the id', async () => {
    const stand = await set(soap, { fixture: 'default' });
    const { club } = stand;
    await club.configure();
    await club.source('web', 'Web');
    expect((await club.resync()).leadSources).toMatchObject([{ id: 'web', vendorId: null, status: 'unsupported' }]);
    expect(await club.byHand('link', 'lead-sources', 'web', campaign)).toBeNull();
    await club.save('lead-1', { ...rest.lead(1), leadSourceId: 'web' });
    await club.delivered('lead-1');
    expect((await prospectNamed(stand, 'First1')).agreement['campaignId']).toBe(campaign);
  });
});

describe('the check', () => {
  it.each([
    ['all is well', {}, []],
    ['a number of no club', { clubNumber: '1234' }, ['club-refused']],
    ['a number that is none', { clubNumber: '01234' }, ['club-refused']],
    ['a disabled club', { clubNumber: '9099' }, ['club-refused']],
    ['another application', { applicationId: 'other' }, ['credentials-refused']],
    ['nobody there', { baseUrl: 'http://127.0.0.1:9/rest', soapBaseUrl: 'http://127.0.0.1:9/ws' }, ['vendor-unavailable']],
  ])('%s, over both protocols', async (_name, settings, codes) => {
    for (const profile of [rest, soap]) {
      const { club } = await set(profile);
      await club.configure({ settings });
      const { ok, problems } = await club.check();
      expect([ok, problems.map(({ code }) => code)]).toEqual([codes.length === 0, codes]);
    }
  });

  it('another time zone is told, and stops nothing', async () => {
    const { club } = await set(clubOf(rest, '30123', 'America/Chicago'));
    await club.configure();
    const { ok, problems } = await club.check();
    expect([ok, problems]).toMatchObject([true, [{ code: 'time-zone-differs', detail: expect.stringMatching(/America\/Los_Angeles.*America\/Chicago/) }]]);
    await club.save('lead-1', rest.lead(1));
    await club.delivered('lead-1');
  });

  it('another name of the same zone is the same', async () => {
    const { club, vendor } = await set(rest);
    await vendor.record('PUT', 'clubs/9003', { timeZone: 'US/Central' });
    await club.configure();
    expect(await club.check()).toMatchObject({ ok: true, problems: [] });
  });
});
