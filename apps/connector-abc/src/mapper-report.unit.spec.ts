import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { RecordReport } from '@intouch/connector-kit';
import { report, stampOf } from './mapper.js';
import { campaign, employee, member, prospect, without } from './testing/facts.js';

describe('status, first match', () => {
  const inactive = { isActive: 'false' };
  it.each<[string, ReturnType<typeof member>, object]>([
    ['a payer', member({ agreement: { isNonMember: 'true' } }), { kind: 'ignored', quiet: true }],
    ['a payer among the prospects', prospect('b', {}, { agreement: { isNonMember: 'TRUE' } }), { kind: 'ignored', quiet: true }],
    ['a row of the prospects', prospect('b'), { state: 'LEAD', joinDate: null, endDate: null }],
    ['an expired one', prospect('b', inactive, { agreement: { expirationDate: '2024-01-01' } }), { state: 'LEAD', endDate: null }],
    ['a prospect among the members', member({ personal: { joinStatus: 'prospect' } }), { state: 'LEAD', joinDate: null }],
    ['a member that does not say', without(member(), 'isActive'), { kind: 'ignored', code: 'status-unknown' }],
    ['a member that says something else', member({ personal: { isActive: 'maybe' } }), { kind: 'ignored', code: 'status-unknown' }],
    ['active, whatever the text', member(), { state: 'MEMBER', endDate: '2025-07-07' }],
    ['active, spelled otherwise', member({ personal: { isActive: 'True' } }), { state: 'MEMBER' }],
    ['active and on hold', member({ personal: { memberStatus: 'Frozen' } }), { state: 'MEMBER' }],
    ['active, to begin next year', member({ agreement: { beginDate: '2099-01-01', convertedDate: '2099-01-01' } }), { state: 'MEMBER', againOn: null }],
    ['active, expired', member({ agreement: { expirationDate: '2020-01-01' } }), { state: 'MEMBER', againOn: null }],
    ...['frozen', 'Freeze', 'HOLD', 'On Hold'].map((memberStatus): [string, ReturnType<typeof member>, object] => [
      `on hold: ${memberStatus}`, member({ personal: { ...inactive, memberStatus } }), { state: 'FORMER_MEMBER', holds: true },
    ]),
    ['not active', member({ personal: { ...inactive, memberStatus: 'Cancelled' } }), { state: 'FORMER_MEMBER', endDate: '2025-07-07' }],
    ['not active, without a word', without(member({ personal: inactive }), 'memberStatus'), { state: 'FORMER_MEMBER' }],
  ])('%s', (_name, record, wanted) => expect(report(record)).toMatchObject(wanted));

  it('an end is no hold', () => expect(report(member({ personal: { isActive: 'false', memberStatus: 'Cancelled' } }))).not.toHaveProperty('holds', true));
});

it.each([
  ['the conversion', member(), '2024-07-08'],
  ['else since', without(member(), 'convertedDate'), '2024-07-07'],
  ['else the beginning', without(member(), 'convertedDate', 'sinceDate'), '2024-07-06'],
  ['else nothing', without(member(), 'convertedDate', 'sinceDate', 'beginDate'), null],
  ['unpadded', member({ agreement: { convertedDate: '2024-7-8' } }), '2024-07-08'],
  ['what is no date does not count', member({ agreement: { convertedDate: '2024-02-31' } }), '2024-07-07'],
])('joined on the day of %s', (_name, record, joinDate) => expect(report(record)).toMatchObject({ joinDate }));

it.each([
  ['false', true], ['False', true], ['true', false], [undefined, false],
])('isPrimaryMember %s', (isPrimaryMember, secondary) => {
  const record = isPrimaryMember === undefined ? without(member(), 'isPrimaryMember') : member({ agreement: { isPrimaryMember } });
  expect(report(record)).toMatchObject({ secondary });
});

it('members\' details are not carried over, nor their sales person; their campaign is', () => {
  expect(report(member())).toMatchObject({ updates: false, leadSourceVendorId: campaign });
  expect(report(member())).not.toHaveProperty('ownerVendorId');
  expect(report(prospect('b', {}, { agreement: { salesPersonId: employee, campaignId: campaign } }))).toMatchObject({ ownerVendorId: employee, leadSourceVendorId: campaign });
  expect(report(prospect('b'))).not.toHaveProperty('updates');
});

it('tells the fields in InTouch\'s words', () => {
  expect((report(member()) as RecordReport).fields).toEqual({
    firstName: 'JANE', lastName: 'DOE', email: 'jane@example.com', mobile: '5015550101', homePhone: '5015550100', workPhone: '5015550102', street: '12 MAIN ST', city: 'SHERWOOD',
    state: 'AR', zip: '72120', country: 'US', birthDate: '1990-04-02', gender: 'F',
  });
  expect((report(prospect('b')) as RecordReport).fields).toEqual({
    firstName: 'Ann', lastName: 'Lee', email: 'ann@example.com', mobile: '5015550111', homePhone: null, workPhone: null, street: null, city: null, state: null, zip: null,
    country: null, birthDate: null, gender: null,
  });
});

it.each<[Record<string, string>, object]>([
  [{ workPhoneExt: '1234' }, { workPhone: '5015550102 x1234' }],
  [{ workPhoneExt: '7' }, { workPhone: '5015550102 x7' }],
  [{ mobilePhone: '(501) 555-0101' }, { mobile: '5015550101' }],
  [{ mobilePhone: '+1 501 555 0101' }, { mobile: '5015550101' }],
  [{ mobilePhone: 'none' }, { mobile: null }],
  [{ addressLine2: 'Apt 4' }, { street: '12 MAIN ST, Apt 4' }],
  [{ birthDate: '1990-4-2' }, { birthDate: '1990-04-02' }],
  [{ birthDate: 'soon' }, { birthDate: null }],
  [{ gender: 'MALE' }, { gender: 'M' }],
  [{ gender: 'Unknown' }, { gender: null }],
])('%j', (personal, wanted) => expect((report(member({ personal })) as RecordReport).fields).toMatchObject(wanted));

it('a second street line alone is the street', () => {
  expect((report(without(member({ personal: { addressLine2: 'Apt 4' } }), 'addressLine1')) as RecordReport).fields).toMatchObject({ street: 'Apt 4' });
});

it('an extension without a number is none', () => {
  expect((report(without(member({ personal: { workPhoneExt: '1234' } }), 'workPhone')) as RecordReport).fields).toMatchObject({ workPhone: null });
});

it.each([
  ['2024-07-08 07:36:23.829511', '2024-07-08T12:36:23.829Z'],
  ['2024-01-08 07:36:23.8', '2024-01-08T13:36:23.800Z'],
  ['2024-7-8 07:36:23', '2024-07-08T12:36:23.000Z'],
  ['2024-11-03 01:30:00', '2024-11-03T06:30:00.000Z'],
  ['2024-07-08', null], ['soon', null], [null, null],
])('the stamp %s is Central time, whatever the club', (stamp, instant) => expect(stampOf(stamp)).toBe(instant));
