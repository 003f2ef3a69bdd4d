import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Settings } from '@intouch/connector-kit';
import type { MosoRow } from './file-rows.js';
import { isMapped, statusOf, unmapped } from './status-rules.js';

const settings: Settings = {
  membershipTypes: [{ code: 'GUEST', status: 'LEAD' }, { code: 'INTCH', status: 'LEAD' }, { code: 'GOLD', status: 'MEMBER' }, { code: 'STAFF', status: 'IGNORE' }],
  unmappedStatus: 'LEAD', memberStatusMap: {},
};
const [yesterday, today, tomorrow] = ['2024-07-07', '2024-07-08', '2024-07-09'];
const row = (Membership_Type: string | undefined, MemberStatus: string | undefined, more: Partial<MosoRow> = {}): MosoRow => ({
  ID: '1', FirstName: 'Jane', ...(Membership_Type === undefined ? {} : { Membership_Type }), ...(MemberStatus === undefined ? {} : { MemberStatus }), ...more,
});
const status = (...of: Parameters<typeof row>) => statusOf(row(...of), settings, today);
const found = (state: string, endDate: string | null = null, againOn: string | null = null, holds = false) => ({ kind: 'state', state, holds, endDate, againOn });
const ignored = (code: string, quiet = true) => ({ kind: 'ignore', code, quiet, detail: expect.any(String) });

describe('status, first match', () => {
  it.each<[string, ...Parameters<typeof row>, object]>([
    ['an ignored type', 'STAFF', 'Active', {}, ignored('type-ignored')],
    ['an ignored type with an unknown word', 'STAFF', 'Cancelled', {}, ignored('type-ignored')],
    ['a lead', 'GUEST', 'Active', {}, found('LEAD')],
    ['a lead whose end has come', 'GUEST', 'Active', { TermDate: yesterday }, found('LEAD')],
    ['a frozen lead', 'INTCH', 'Frozen', {}, found('LEAD')],
    ...['InActive', 'Terminated', 'Expired'].map((word): [string, ...Parameters<typeof row>, object] => [`a lead that is ${word}`, 'GUEST', word, {}, ignored('status-no-lead')]),

    ...['Terminated', 'Expired'].flatMap((word): [string, ...Parameters<typeof row>, object][] => [
      [`${word}, no end`, 'GOLD', word, {}, found('FORMER_MEMBER')],
      [`${word} yesterday`, 'GOLD', word, { TermDate: yesterday }, found('FORMER_MEMBER', yesterday)],
      [`${word} today`, 'GOLD', word, { TermDate: today }, found('FORMER_MEMBER', today)],
      [`${word} tomorrow`, 'GOLD', word, { TermDate: tomorrow }, found('MEMBER', tomorrow, tomorrow)],
      [`${word}, back since`, 'GOLD', word, { TermDate: yesterday, MSDate: today }, found('FORMER_MEMBER', yesterday)],
    ]),

    ['inactive, no end', 'GOLD', 'InActive', {}, ignored('status-no-change')],
    ['inactive, ended yesterday', 'GOLD', 'InActive', { TermDate: yesterday }, found('FORMER_MEMBER', yesterday)],
    ['inactive, ends today', 'GOLD', 'InActive', { TermDate: today }, found('FORMER_MEMBER', today)],
    ['inactive, ends tomorrow', 'GOLD', 'InActive', { TermDate: tomorrow }, ignored('status-no-change')],

    ['active', 'GOLD', 'Active', { MSDate: yesterday }, found('MEMBER')],
    ['active, ended yesterday', 'GOLD', 'Active', { TermDate: yesterday }, found('FORMER_MEMBER', yesterday)],
    ['active, ended yesterday, began before', 'GOLD', 'Active', { TermDate: yesterday, MSDate: '2024-01-01' }, found('FORMER_MEMBER', yesterday)],
    ['active, ended the day it began', 'GOLD', 'Active', { TermDate: yesterday, MSDate: yesterday }, found('FORMER_MEMBER', yesterday)],
    ['active, back since', 'GOLD', 'Active', { TermDate: yesterday, MSDate: today }, found('MEMBER')],
    ['active, ends today', 'GOLD', 'Active', { TermDate: today }, found('MEMBER', today, tomorrow)],
    ['active, ends at the end of the month', 'GOLD', 'Active', { TermDate: '2024-07-31' }, found('MEMBER', '2024-07-31', '2024-08-01')],
    ['active, never ends', 'GOLD', 'Active', { TermDate: '9999-12-31' }, found('MEMBER', '9999-12-31')],

    ['frozen', 'GOLD', 'Frozen', {}, found('MEMBER', null, null, true)],
    ['frozen, ended yesterday', 'GOLD', 'Frozen', { TermDate: yesterday }, found('MEMBER', null, null, true)],
    ['frozen, ends tomorrow', 'GOLD', 'Frozen', { TermDate: tomorrow }, found('MEMBER', tomorrow, null, true)],

    ['an unknown word', 'GOLD', 'Cancelled', { TermDate: yesterday }, ignored('status-unknown', false)],
    ['no word', 'GOLD', undefined, {}, ignored('status-unknown', false)],
    ['a lead with an unknown word', 'GUEST', 'Cancelled', {}, ignored('status-unknown', false)],

    ['an unmapped type', 'ZZZ9', 'Active', {}, found('LEAD')],
    ['no type', undefined, 'Active', {}, found('LEAD')],
    ['a type in any case', ' gold ', 'Active', {}, found('MEMBER')],
    ['words in any case', 'GOLD', ' INACTIVE ', { TermDate: today }, found('FORMER_MEMBER', today)],
    ['a type is no property of objects', 'constructor', 'Active', {}, found('LEAD')],
  ])('%s', (_name, type, word, more, wanted) => expect(status(type, word, more)).toEqual(wanted));

  it('an unmapped type may be a member\'s', () => expect(statusOf(row('ZZZ9', 'Active'), { ...settings, unmappedStatus: 'MEMBER' }, today)).toEqual(found('MEMBER')));

  it.each(['2024-07-09', '2024-08-01'])('what is said again on %s is something else', (againOn) => {
    const ends = againOn === '2024-08-01' ? row('GOLD', 'Active', { TermDate: '2024-07-31' }) : row('GOLD', 'Expired', { TermDate: tomorrow });
    expect(statusOf(ends, settings, today)).toMatchObject({ state: 'MEMBER', againOn });
    expect(statusOf(ends, settings, againOn)).toMatchObject({ state: 'FORMER_MEMBER', againOn: null });
  });

  it('an unknown word is named, with what to do', () => {
    expect(status('GOLD', 'Cancelled')).toMatchObject({ detail: 'MemberStatus is "Cancelled", which is not known. Say in memberStatusMap which of Active, InActive, Terminated, Frozen, Expired it means.' });
    expect(status('GOLD', undefined)).toMatchObject({ detail: expect.stringContaining('MemberStatus is empty') });
  });
});

describe('the club\'s own words', () => {
  const own = { ...settings, memberStatusMap: { ' cancelled ': 'terminated', OK: 'Active', Active: 'Frozen', Odd: 'Other' } };
  const said = (word: string) => statusOf(row('GOLD', word), own, today);
  it.each([
    ['Cancelled', found('FORMER_MEMBER')], ['CANCELLED ', found('FORMER_MEMBER')], ['ok', found('MEMBER')], ['active', found('MEMBER', null, null, true)], ['Expired', found('FORMER_MEMBER')],
    ['Odd', ignored('status-unknown', false)], ['toString', ignored('status-unknown', false)],
  ])('%s', (word, wanted) => expect(said(word)).toEqual(wanted));
});

describe('types that are not mapped', () => {
  it.each([['GOLD', null], [' gold ', null], ['STAFF', null], [' zzz9', 'ZZZ9'], [undefined, '']])('%s: %s', (type, wanted) => expect(unmapped(row(type, 'Active'), settings)).toBe(wanted));
  it('may be mapped later', () => {
    expect(isMapped('ZZZ9', settings)).toBe(false);
    expect(isMapped('ZZZ9', { ...settings, membershipTypes: [{ code: ' zzz9 ', status: 'MEMBER' }] })).toBe(true);
    expect(isMapped('ZZZ9', { unmappedStatus: 'LEAD' })).toBe(false);
  });
});
