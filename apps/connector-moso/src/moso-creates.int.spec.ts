import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { eventually, type Stand } from '@intouch/connector-kit/testing';
import type { ContactSnapshot } from '@intouch/contracts';
import { atTheTwin, bodies, calls, lead, members } from './testing/twin.js';

const set = atTheTwin();

it('a lead is stored with every field that MoSoClub has', async () => {
  const stand = await set({ settings: { salespersonMap: { 'staff-1': 'Smith' }, sourceMap: { 'source-1': 'Web' } } });
  const contact: ContactSnapshot = {
    ...lead(1), homePhone: '617-200-1000 x12', workPhone: '1 617 200 1002', street: '12 Main St', state: 'Massachusetts', birthDate: '1990-04-02', gender: 'F', notes: 'Asked about yoga',
    ownerStaffId: 'staff-1', leadSourceId: 'source-1',
  };
  await stand.club.save('lead-1', contact);
  await stand.club.delivered('lead-1');
  expect(await members(stand)).toMatchObject([{
    FirstName: 'First1', LastName: 'Last1', Address1: '12 Main St', City: 'Columbus', State: 'MA', Zip: '43004', Phone1: '(617) 200-1000', Phone2: '(617) 200-1002', Phone3: '(614) 200-0001',
    Email: 'lead1@example.com', Gender: 'F', Birthday: '1990-04-02T00:00:00', HomeClub: '001', Membership_Type: 'INTCH', RefAgreementID: 11, RefAgreementPriceID: 22, Source: 'Web',
    Salesperson: 'Smith', Salesperson3: 'lead-1', Memo: 'Asked about yoga', MemberStatus: 'Active',
  }]);
  expect(await stand.instance.entries('extension-dropped', 'lead-1')).toHaveLength(1);
});

it('a contact that is a member when it is first sent is created as one, and left alone from then on', async () => {
  const stand = await set({ settings: { memberRefAgreementId: 12, memberRefAgreementPriceId: 24 } });
  await stand.club.save('member-1', { ...lead(1), status: 'MEMBER' });
  await stand.club.delivered('member-1');
  expect(await members(stand)).toMatchObject([{ Membership_Type: 'GOLD', RefAgreementID: 12, RefAgreementPriceID: 24 }]);
  await stand.club.save('member-1', { ...lead(1), status: 'MEMBER', city: 'Dublin' });
  await stand.club.stands('member-1', 'not-sent');
  await stand.club.save('member-2', { ...lead(2), status: 'FORMER_MEMBER' });
  await stand.club.stands('member-2', 'not-sent');
  expect([await calls(stand, 'addMember'), await calls(stand, 'updateMember')]).toEqual([1, 0]);
});

it('a type that means something else is named by the check, and nothing is created with it', async () => {
  const stand = await set({ settings: { defaultLeadType: 'SILV' } });
  expect(await stand.club.check()).toMatchObject({ ok: false, problems: [{ code: 'missing-required', detail: expect.stringContaining('defaultLeadType') }] });
  await stand.club.save('lead-1', lead(1));
  await stand.club.stands('lead-1', 'parked');
  expect(await calls(stand, 'addMember')).toBe(0);
  await stand.club.configure({ settings: { defaultLeadType: 'intch' } });
  await stand.club.retryParked();
  await stand.club.delivered('lead-1');
  expect(await members(stand)).toMatchObject([{ Membership_Type: 'INTCH' }]);
});

it('a busy server holds the account for as long as the page says', async () => {
  const stand = await set();
  await stand.vendor.hazard('throttle-503', { operation: 'addMember' });
  await stand.club.save('lead-1', lead(1));
  const held = async () => (await stand.instance.database.rows<{ s: string }>('SELECT extract(epoch FROM hold_until - now()) AS s FROM account WHERE hold_until > now()'))[0];
  const row = await eventually('the hold', held);
  expect(Number(row.s)).toBeGreaterThan(25);
  expect(Number(row.s)).toBeLessThanOrEqual(30);
});

describe('an unanswered create', () => {
  const typedIn = (stand: Stand, id: string, more: object = {}) =>
    stand.vendor.record('PUT', `members/${id}`, {
      club: '001', FirstName: 'Else', LastName: 'Where', HomeClub: '001', Membership_Type: 'GUEST', MemberStatus: 'Active', Email: null, ...more,
    });

  async function unanswered(stand: Stand, hazard: 'timeout-after-commit' | 'timeout-before-commit' = 'timeout-after-commit'): Promise<void> {
    await stand.vendor.hazard(hazard, { operation: 'addMember', params: { holdMs: 50 } });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
  }

  const linked = async ({ instance }: Stand): Promise<unknown> => (await instance.database.rows<{ id: string }>('SELECT vendor_contact_id AS id FROM link'))[0]?.id;

  it('is found by our id beyond the first page, and not made again', async () => {
    const stand = await set();
    for (let n = 0; n < 55; n += 1) await typedIn(stand, String(200 + n));
    await unanswered(stand);
    expect((await stand.vendor.requests('findMembers')).map(({ query }) => query['pageNumber'])).toEqual(['1', '2', '3']);
    expect((await members(stand)).filter(({ Salesperson3 }) => Salesperson3 === 'lead-1').map(({ ID }) => ID)).toEqual([await linked(stand)]);
  });

  it.each(['missing-results-key', 'blank-strings'])('is found through %s', async (hazard) => {
    const stand = await set();
    await stand.vendor.hazard(hazard, { operation: 'findMembers', times: null });
    await unanswered(stand);
    expect(await calls(stand, 'addMember')).toBe(1);
  });

  it('is not taken for the record of another club', async () => {
    const stand = await set();
    await typedIn(stand, '300', { HomeClub: '002', Salesperson3: 'lead-1' });
    await unanswered(stand, 'timeout-before-commit');
    expect(await members(stand)).toHaveLength(2);
    expect(await linked(stand)).not.toBe('300');
  });

  it('that left several is the lowest, with a WARNING', async () => {
    const stand = await set();
    await typedIn(stand, '99', { Salesperson3: 'lead-1' });
    await unanswered(stand);
    expect(await linked(stand)).toBe('99');
    expect(await stand.instance.entries('duplicate-at-vendor', 'lead-1')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('99 is used') }]);
    expect(await calls(stand, 'addMember')).toBe(1);
  });

  it('is found by name and address where the club keeps no id of ours', async () => {
    const stand = await set({ settings: { externalIdField: 'none' } });
    await unanswered(stand);
    expect(await members(stand)).toHaveLength(1);
    expect((await bodies(stand, 'addMember'))[0]).not.toHaveProperty('Salesperson3');
  });

  it('in a list without an end is looked for on 500 pages, and told', async () => {
    const stand = await set();
    await stand.vendor.hazard('endless-page-one', { operation: 'findMembers', times: null });
    await unanswered(stand);
    expect(await calls(stand, 'findMembers')).toBe(500);
    expect(await stand.instance.entries('list-too-long', 'lead-1')).toMatchObject([{ level: 'WARNING' }]);
    expect(await members(stand)).toHaveLength(1);
  }, 60_000);
});
