import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { RecordReport } from '@intouch/connector-kit';
import type { MosoRow } from './file-rows.js';
import { report } from './report.js';

const facts = { settings: { membershipTypes: [{ code: 'GOLD', status: 'MEMBER' }, { code: 'GUEST', status: 'LEAD' }, { code: 'STAFF', status: 'IGNORE' }], unmappedStatus: 'LEAD' }, today: '2024-07-08' };
const jane: MosoRow = {
  ID: '102284', FirstName: 'Jane', LastName: 'Doe', Address1: '12 Main St, Apt 3', City: 'Boston', State: 'MA', Zip: '02134', Phone1: '(617) 200-1000', Phone3: '(617) 200-1001',
  Email: 'jane@example.com', HomeClub: '001', Membership_Type: 'GOLD', MemberStatus: 'Active', EnteredDate: '2024-07-01', MSDate: '2024-07-08',
};
const least: MosoRow = { ID: '1', LastName: 'Doe', HomeClub: '001', Membership_Type: 'GOLD', MemberStatus: 'Active' };
const of = (row: Partial<MosoRow>) => report({ ...least, ...row }, facts) as Required<RecordReport>;

it('is the sample of the page in InTouch\'s words', () => {
  expect(report(jane, facts)).toEqual({
    kind: 'report', state: 'MEMBER', holds: false, stamp: null, joinDate: '2024-07-08', endDate: null, updates: false, againOn: null, warnings: [],
    fields: {
      firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com', mobile: '6172001001', homePhone: '6172001000', street: '12 Main St, Apt 3', city: 'Boston', state: 'MA', zip: '02134',
    },
  });
});

it('has only what the row has', () => expect(of({})).toMatchObject({ fields: { lastName: 'Doe' }, joinDate: null, warnings: [] }));
it('an empty column never clears', () => expect(Object.keys(of({}).fields)).toEqual(['lastName']));

it.each([
  [{ MSDate: '2024-07-02', EnteredDate: '2024-07-01' }, '2024-07-02'], [{ EnteredDate: '2024-07-01' }, '2024-07-01'], [{}, null],
])('joined as of %j: %s', (dates, joinDate) => expect(of(dates)).toMatchObject({ joinDate }));

it('tells status and dates as the rules say', () => {
  expect(of({ MemberStatus: 'Frozen' })).toMatchObject({ state: 'MEMBER', holds: true });
  expect(of({ MemberStatus: 'Expired', TermDate: '2024-08-01' })).toMatchObject({ state: 'MEMBER', endDate: '2024-08-01', againOn: '2024-08-01' });
  expect(of({ MemberStatus: 'Expired', TermDate: '2024-07-01' })).toMatchObject({ state: 'FORMER_MEMBER', endDate: '2024-07-01', againOn: null });
  expect(of({ Membership_Type: 'GUEST' })).toMatchObject({ state: 'LEAD' });
});

it('is none where the rules say so', () => {
  expect(of({ Membership_Type: 'STAFF' })).toEqual({ kind: 'ignored', code: 'type-ignored', detail: 'STAFF is IGNORE in membershipTypes.', quiet: true });
  expect(of({ MemberStatus: 'Cancelled' })).toMatchObject({ kind: 'ignored', code: 'status-unknown', quiet: false });
});

describe('values', () => {
  it.each<[Partial<MosoRow>, object, string[]]>([
    [{ Phone3: '617.200.1001' }, { mobile: '6172001001' }, []],
    [{ Phone2: '+1 617 200 1002' }, { workPhone: '6172001002' }, []],
    [{ Phone2: '617 200 1002 x7' }, { workPhone: '6172001002' }, ['extension-dropped workPhone workPhone "617 200 1002 x7" was read as "6172001002": its extension is not kept.']],
    [{ Phone1: '200-1000' }, {}, ['omitted-invalid homePhone homePhone "200-1000" was left out: it is not a ten-digit phone number.']],
    [{ Phone1: '200-1000 ext 5' }, {}, ['omitted-invalid homePhone homePhone "200-1000 ext 5" was left out: it is not a ten-digit phone number.']],
    [{ Phone1: 'none' }, {}, []],
    [{ Email: 'jane.example.com' }, {}, ['omitted-invalid email email "jane.example.com" was left out: it has no @.']],
    [{ Email: 'Jane Doe@Example' }, { email: 'Jane Doe@Example' }, []],
    [{ Zip: '2134' }, { zip: '02134' }, ['zip-padded zip zip "2134" was read as "02134": its leading zero was lost.']],
    [{ Zip: '213' }, { zip: '213' }, []],
    [{ Zip: '02134-1234' }, { zip: '02134-1234' }, []],
    [{ Zip: 'K1A 0B1' }, { zip: 'K1A 0B1' }, []],
    [{ State: 'Massachusetts', City: 'Boston ', Address1: '12  Main St' }, { state: 'Massachusetts', city: 'Boston ', street: '12  Main St' }, []],
    [{ FirstName: 'Jane' }, { firstName: 'Jane' }, []],
  ])('%j', (row, fields, warnings) => {
    const said = of(row);
    expect(said.fields).toEqual({ lastName: 'Doe', ...fields });
    expect(said.warnings.map(({ code, key, detail }) => `${code} ${key} ${detail}`)).toEqual(warnings);
  });

  it('that are wrong are named with where to correct them', () => {
    expect(of({ Email: 'x', Phone3: '1' }).warnings.map(({ howToFix }) => howToFix)).toEqual(['Correct Phone3 at MoSoClub.', 'Correct Email at MoSoClub.']);
  });
});
