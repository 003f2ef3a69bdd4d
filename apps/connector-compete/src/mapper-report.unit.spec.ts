import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { RecordReport } from '@intouch/connector-kit';
import { report } from './mapper.js';
import { customer, facts } from './testing/facts.js';
import type { Customer } from './wire.js';

const today = '2026-11-25';
const read = (more: Partial<Customer>, set = {}): unknown => report(customer(more), facts({ set }));

describe('status, first match', () => {
  it.each<[string, Partial<Customer>, object]>([
    ['member type Prospect', { MemberType: 'prospect' }, { state: 'LEAD', joinDate: null }],
    ['named as the prospect type', { MembershipType: ' PROSPECT ' }, { state: 'LEAD' }],
    ['a prospect that is terminated', { MemberType: 'Prospect', Status: 'Terminate' }, { state: 'LEAD' }],
    ['terminated today', { Status: 'Terminate', StatusDate: `${today}T00:00:00` }, { state: 'FORMER_MEMBER', endDate: today, againOn: null }],
    ['terminated earlier, any case', { Status: 'TERMINATE', StatusDate: '2026-01-01T00:00:00' }, { state: 'FORMER_MEMBER', endDate: '2026-01-01' }],
    ['terminated without a date', { Status: 'Terminate', StatusDate: null }, { state: 'FORMER_MEMBER', endDate: null }],
    ['terminated in year 1', { Status: 'Terminate', StatusDate: '0001-01-01T00:00:00' }, { state: 'FORMER_MEMBER', endDate: null }],
    ['to be terminated', { Status: 'Terminate', StatusDate: '2026-11-26T00:00:00' }, { state: 'MEMBER', endDate: '2026-11-26', againOn: '2026-11-26' }],
    ['expired yesterday', { MembershipExpires: '2026-11-24T00:00:00' }, { state: 'FORMER_MEMBER', endDate: '2026-11-24' }],
    ['expires today', { MembershipExpires: `${today}T00:00:00` }, { state: 'MEMBER', againOn: '2026-11-26' }],
    ['never expires', { MembershipExpires: '0001-01-01T00:00:00' }, { state: 'MEMBER', againOn: null }],
    ['frozen, though expired', { Status: 'Freeze', MembershipExpires: '2026-01-01T00:00:00' }, { state: 'MEMBER', holds: true }],
    ['in good standing', {}, { state: 'MEMBER', endDate: null }],
    ['in collections, whatever the status', { MemberType: 'InCollections', Status: 'Hold' }, { state: 'MEMBER' }],
    ['another status', { Status: 'Hold' }, { kind: 'ignored', code: 'status-unknown' }],
    ['no status', { Status: null }, { kind: 'ignored', code: 'status-unknown' }],
  ])('%s', (_name, more, wanted) => expect(read(more)).toMatchObject(wanted));

  it('expiry counts only where it is to', () => expect(read({ MembershipExpires: '2026-01-01T00:00:00' }, { expiredIsFormer: false })).toMatchObject({ state: 'MEMBER', againOn: null }));

  it('knows the prospect type by the name the company gave it', () => {
    const named = facts({ form: { prospectTypeName: 'Interessent' } });
    expect(report(customer({ MembershipType: 'interessent' }), named)).toMatchObject({ state: 'LEAD' });
    expect(report(customer({ MembershipType: 'Prospect' }), named)).toMatchObject({ state: 'MEMBER' });
  });
});

it.each([
  ['the join date', {}, '2024-07-01'],
  ['else the status date', { JoinDate: '', StatusDate: '2024-08-01T00:00:00' }, '2024-08-01'],
  ['year 1 is none', { JoinDate: '0001-01-01T00:00:00', StatusDate: null }, null],
  ['what is no date is none', { JoinDate: '2024-02-31T00:00:00', StatusDate: 'soon' }, null],
])('joined on %s', (_name, more, joinDate) => expect(read(more)).toMatchObject({ joinDate }));

it('tells the fields in InTouch\'s words', () => {
  expect((read({}) as RecordReport).fields).toEqual({
    firstName: 'Mary', lastName: 'Member', email: 'mary@example.com', mobile: '6142001002', workPhone: null, street: '1 Oak St', city: 'Columbus', state: 'OH', zip: '43004',
    birthDate: '1985-05-05', gender: 'F',
  });
});

it.each<[Partial<Customer>, object]>([
  [{ Address2: 'Apt 4' }, { street: '1 Oak St, Apt 4' }],
  [{ Address1: ' ', Address2: 'Apt 4' }, { street: 'Apt 4' }],
  [{ Address1: null }, { street: null }],
  [{ CellPhone: '(614) 200-1002 x5' }, { mobile: '6142001002' }],
  [{ CellPhone: 6_142_001_002 as never, City: ' ' }, { mobile: '6142001002', city: null }],
  [{ DateOfBirth: '0001-01-01T00:00:00' }, { birthDate: null }],
  [{ Gender: '' }, { gender: null }],
  [{ Gender: 'X' }, { gender: null }],
])('%j', (more, wanted) => expect((read(more) as RecordReport).fields).toMatchObject(wanted));

it('keeps e-mail away where it is not to travel', () => expect('email' in (read({}, { syncEmail: false }) as RecordReport).fields).toBe(false));

it('source 0 is a source', () => {
  expect(read({ SourceID: 0 })).toMatchObject({ leadSourceVendorId: '0' });
  expect(read({ SourceID: null })).toMatchObject({ leadSourceVendorId: null });
});
