import { describe, expect, it } from '@jest/globals';
import { decide, type DecideContext, type DecideOptions, type MatchReport, type Outcome, type ReportedStatus } from './decide.js';
import type { Found, FoundCandidate, PersonStatus } from './tiers.js';

const switches = ['insertLead', 'insertMember', 'updateContact', 'convertLeadToMember', 'convertMemberToFormerMember', 'deleteLead'] as const;
const allOn: DecideOptions = Object.fromEntries(switches.map((name) => [name, true]));
const states: ReportedStatus[] = ['LEAD', 'MEMBER', 'FORMER_MEMBER', 'DELETED'];
const statuses: PersonStatus[] = ['LEAD', 'MEMBER', 'FORMER_MEMBER'];

const report = (state: ReportedStatus, over: Partial<MatchReport> = {}): MatchReport => ({
  state, stamp: '2026-11-22T10:00:00Z', fields: { firstName: 'Ana', lastName: 'Silva' }, ...over,
});
const none: Found = {
  by: 'none', tier: null, contactId: null, status: null, archived: false, replaced: false, reason: null, candidates: [], agrees: [], differs: [],
};
const matched = (status: PersonStatus, over: Partial<Found> = {}): Found => ({ ...none, by: 'vendor-id', contactId: 'c1', status, ...over });
const candidate = (status: PersonStatus, n: number): FoundCandidate => ({ contactId: `c${n}`, status, tier: 3, agrees: [], differs: [] });
const between = (some: PersonStatus[], reason: Found['reason'] = 'SEVERAL_CANDIDATES'): Found => ({ ...none, by: 'undecided', reason, candidates: some.map(candidate) });
const context = (options: DecideOptions = allOn, over: Partial<DecideContext> = {}): DecideContext => ({ options, fieldsDiffer: true, ...over });

describe('the table', () => {
  const rows: [ReportedStatus, PersonStatus | null, (typeof switches)[number] | null, string | null, Outcome, string | null][] = [
    ['LEAD', null, 'insertLead', 'lead.inserted', 'inserted', null],
    ['LEAD', 'LEAD', 'updateContact', 'contact.updated', 'updated', null],
    ['LEAD', 'MEMBER', null, null, 'ignored', 'NEVER_DEMOTED'],
    ['LEAD', 'FORMER_MEMBER', null, null, 'ignored', 'NEVER_DEMOTED'],
    ['MEMBER', null, 'insertMember', 'member.inserted', 'inserted', null],
    ['MEMBER', 'LEAD', 'convertLeadToMember', 'member.converted', 'converted', null],
    ['MEMBER', 'MEMBER', 'updateContact', 'contact.updated', 'updated', null],
    ['MEMBER', 'FORMER_MEMBER', 'convertLeadToMember', 'member.converted', 'converted', null],
    ['FORMER_MEMBER', null, null, null, 'ignored', 'FORMER_NEVER_INSERTED'],
    ['FORMER_MEMBER', 'LEAD', null, null, 'ignored', 'LEAD_NEVER_LAPSES'],
    ['FORMER_MEMBER', 'MEMBER', 'convertMemberToFormerMember', 'member.lapsed', 'lapsed', null],
    ['FORMER_MEMBER', 'FORMER_MEMBER', null, null, 'unchanged', 'ALREADY_FORMER'],
    ['DELETED', null, null, null, 'ignored', 'DELETED_UNKNOWN'],
    ['DELETED', 'LEAD', 'deleteLead', 'lead.deleted', 'updated', null],
    ['DELETED', 'MEMBER', null, null, 'ignored', 'MEMBER_NEVER_DELETED'],
    ['DELETED', 'FORMER_MEMBER', null, null, 'ignored', 'MEMBER_NEVER_DELETED'],
  ];

  it.each(rows)('%s, matched %s: %s → %s, %s', (state, status, option, change, outcome, reason) => {
    const found = status === null ? none : matched(status);
    expect(decide(report(state), found, context())).toEqual({ outcome, change, option, reason, link: false, review: false });
    if (option === null) return;
    // Its own switch, and no other, stops it.
    expect(decide(report(state), found, context({ ...allOn, [option]: false }))).toEqual({
      outcome: 'ignored', change: null, option, reason: 'OPTION_OFF', link: false, review: false,
    });
    expect(decide(report(state), found, context({ [option]: true }))).toMatchObject({ outcome, change });
  });

  it('has every cell covered above, and changes nothing when all is off', () => {
    expect(rows).toHaveLength(states.length * (statuses.length + 1));
    for (const state of states) {
      for (const found of [none, ...statuses.map((status) => matched(status))]) {
        expect(decide(report(state), found, context({}))).toMatchObject({ change: null, review: false });
      }
    }
  });

  it.each([['LEAD', 'LEAD'], ['MEMBER', 'MEMBER']] as const)('leaves a %s matched with a %s unchanged where no field differs', (state, status) => {
    expect(decide(report(state), matched(status), context(allOn, { fieldsDiffer: false }))).toMatchObject({ outcome: 'unchanged', reason: 'NO_DIFFERENCE', change: null });
    expect(decide(report(state), matched(status), context({}, { fieldsDiffer: false }))).toMatchObject({ outcome: 'ignored', reason: 'OPTION_OFF' });
  });
});

describe('primaryOnly', () => {
  const primaryOnly = { ...allOn, primaryOnly: true };
  it('keeps a secondary member from being inserted', () => {
    expect(decide(report('MEMBER', { secondary: true }), none, context(primaryOnly))).toMatchObject({ outcome: 'ignored', reason: 'SECONDARY', option: 'primaryOnly' });
    expect(decide(report('MEMBER', { secondary: true }), none, context())).toMatchObject({ outcome: 'inserted' });
    expect(decide(report('MEMBER'), none, context(primaryOnly))).toMatchObject({ outcome: 'inserted' });
    expect(decide(report('LEAD', { secondary: true }), none, context(primaryOnly))).toMatchObject({ outcome: 'inserted' });
  });
  it('lets a known secondary convert, rejoin and lapse', () => {
    expect(decide(report('MEMBER', { secondary: true }), matched('LEAD'), context(primaryOnly))).toMatchObject({ outcome: 'converted' });
    expect(decide(report('MEMBER', { secondary: true }), matched('FORMER_MEMBER'), context(primaryOnly))).toMatchObject({ outcome: 'converted' });
    expect(decide(report('FORMER_MEMBER', { secondary: true }), matched('MEMBER'), context(primaryOnly))).toMatchObject({ outcome: 'lapsed' });
  });
});

describe('linking', () => {
  it('follows every match by tier, whatever the outcome, and no other', () => {
    for (const state of states) {
      for (const status of statuses) {
        for (const how of [context(), context({}), context(allOn, { fieldsDiffer: false }), context(allOn, { lastAppliedStamp: '2027-01-01T00:00:00Z' })]) {
          expect(decide(report(state), matched(status, { by: 'tier', tier: 4 }), how).link).toBe(true);
          expect(decide(report(state), matched(status), how).link).toBe(false);
          expect(decide(report(state), between([status, status]), how).link).toBe(false);
          expect(decide(report(state), none, how).link).toBe(false);
        }
      }
    }
  });
});

describe('a stale report', () => {
  it.each([
    ['2026-11-22T10:00:01Z', 'ignored', 'STALE'], ['2026-11-22T10:00:00Z', 'converted', null], ['2026-11-22T10:00:00.000Z', 'converted', null],
    ['2026-11-22T10:00:00.001Z', 'ignored', 'STALE'], ['2026-11-22T11:00:00+01:00', 'converted', null], ['2026-11-22T09:59:59Z', 'converted', null], [null, 'converted', null],
  ])('against %s is %s', (lastAppliedStamp, outcome, reason) => {
    expect(decide(report('MEMBER'), matched('LEAD'), context(allOn, { lastAppliedStamp }))).toMatchObject({ outcome, reason });
  });
});

describe('the same report twice', () => {
  it.each(['converted', 'inserted', 'lapsed', 'updated', 'unchanged', 'undecided'] as const)('is unchanged when it was %s', (sameReportOutcome) => {
    expect(decide(report('MEMBER'), matched('LEAD'), context(allOn, { sameReportOutcome }))).toEqual({
      outcome: 'unchanged', change: null, option: null, reason: 'SAME_REPORT', link: false, review: false,
    });
    expect(decide(report('MEMBER'), between(['LEAD', 'LEAD']), context(allOn, { sameReportOutcome }))).toMatchObject({ outcome: 'unchanged', review: false });
  });
  it('is decided again when it was ignored: its option may be on now', () => {
    expect(decide(report('MEMBER'), matched('LEAD'), context(allOn, { sameReportOutcome: 'ignored' }))).toMatchObject({ outcome: 'converted' });
  });
});

describe('a report that holds', () => {
  it('leaves a known member or former member as it is, whatever is reported', () => {
    for (const state of states) {
      for (const status of ['MEMBER', 'FORMER_MEMBER'] as const) {
        expect(decide(report(state, { holds: true }), matched(status), context())).toMatchObject({ outcome: 'unchanged', reason: 'HOLDS', change: null });
      }
    }
  });
  it('is a member like any other when unknown or a lead', () => {
    expect(decide(report('MEMBER', { holds: true }), none, context())).toMatchObject({ outcome: 'inserted' });
    expect(decide(report('MEMBER', { holds: true }), matched('LEAD'), context())).toMatchObject({ outcome: 'converted' });
  });
});

describe('a contact that is archived or has a newer id', () => {
  it.each(states)('archived: a reported %s changes nothing and inserts nobody', (state) => {
    for (const status of statuses) {
      expect(decide(report(state), matched(status, { archived: true }), context())).toMatchObject({ outcome: 'ignored', reason: 'ARCHIVED', change: null, link: false });
    }
  });
  it('is not ended by the record under its old id, yet may rejoin under it', () => {
    expect(decide(report('FORMER_MEMBER'), matched('MEMBER', { replaced: true }), context())).toMatchObject({ outcome: 'ignored', reason: 'REPLACED_ID' });
    expect(decide(report('DELETED'), matched('LEAD', { replaced: true }), context())).toMatchObject({ outcome: 'ignored', reason: 'REPLACED_ID' });
    expect(decide(report('MEMBER'), matched('FORMER_MEMBER', { replaced: true }), context())).toMatchObject({ outcome: 'converted' });
  });
});

describe('a record without a name', () => {
  it.each([{}, { firstName: 'Ana' }, { lastName: 'Silva' }, { firstName: ' ', lastName: 'Silva' }, { firstName: 'Ana', lastName: null }, { firstName: '-', lastName: '.' }])(
    'is never inserted: %j', (fields) => {
      for (const state of ['LEAD', 'MEMBER'] as const) {
        expect(decide(report(state, { fields }), none, context())).toMatchObject({ outcome: 'ignored', reason: 'ROW_NO_NAME' });
        expect(decide(report(state, { fields }), between(['LEAD', 'LEAD']), context({ ...allOn, tiePolicy: 'insert' }))).toMatchObject({ outcome: 'ignored', reason: 'ROW_NO_NAME' });
      }
    },
  );
  it('still ends the membership it is linked to', () => {
    expect(decide(report('FORMER_MEMBER', { fields: {} }), matched('MEMBER'), context())).toMatchObject({ outcome: 'lapsed' });
  });
});

describe('an undecided match', () => {
  it.each(['SEVERAL_CANDIDATES', 'BIRTH_DATE_CONFLICT', 'LINKED_ELSEWHERE', 'BELOW_AUTO_TIER'] as const)('by %s goes to a person, and nothing is written', (reason) => {
    expect(decide(report('MEMBER'), between(['LEAD', 'MEMBER'], reason), context())).toEqual({
      outcome: 'undecided', change: null, option: 'convertLeadToMember', reason, link: false, review: true,
    });
  });

  it.each([
    // an old lapse that could concern two leads needs nobody's time
    ['FORMER_MEMBER', ['LEAD', 'LEAD'], allOn, 'ignored', 'SEVERAL_CANDIDATES'],
    ['FORMER_MEMBER', ['LEAD', 'FORMER_MEMBER'], allOn, 'ignored', 'SEVERAL_CANDIDATES'],
    ['FORMER_MEMBER', ['LEAD', 'MEMBER'], allOn, 'undecided', 'SEVERAL_CANDIDATES'],
    ['FORMER_MEMBER', ['LEAD', 'MEMBER'], { ...allOn, convertMemberToFormerMember: false }, 'ignored', 'OPTION_OFF'],
    ['LEAD', ['MEMBER', 'FORMER_MEMBER'], allOn, 'ignored', 'SEVERAL_CANDIDATES'],
    ['LEAD', ['LEAD', 'MEMBER'], allOn, 'undecided', 'SEVERAL_CANDIDATES'],
    ['LEAD', ['LEAD', 'LEAD'], { insertLead: true }, 'ignored', 'OPTION_OFF'],
    ['MEMBER', ['LEAD', 'LEAD'], { convertLeadToMember: true }, 'undecided', 'SEVERAL_CANDIDATES'],
    ['MEMBER', ['LEAD', 'LEAD'], { insertMember: true }, 'ignored', 'OPTION_OFF'],
    ['MEMBER', ['MEMBER', 'MEMBER'], { convertLeadToMember: true }, 'ignored', 'OPTION_OFF'],
    ['DELETED', ['MEMBER', 'FORMER_MEMBER'], allOn, 'ignored', 'SEVERAL_CANDIDATES'],
    ['DELETED', ['LEAD', 'LEAD'], allOn, 'undecided', 'SEVERAL_CANDIDATES'],
  ] as const)('%s between %j', (state, some, options, outcome, reason) => {
    expect(decide(report(state), between([...some]), context(options))).toMatchObject({ outcome, reason, change: null, review: outcome === 'undecided' });
  });

  it('does not count a candidate that a held report leaves as it is', () => {
    expect(decide(report('MEMBER', { holds: true }), between(['MEMBER', 'FORMER_MEMBER']), context())).toMatchObject({ outcome: 'ignored', review: false });
    expect(decide(report('MEMBER', { holds: true }), between(['MEMBER', 'LEAD']), context())).toMatchObject({ outcome: 'undecided', review: true });
  });
});

describe('tiePolicy insert', () => {
  const options = { ...allOn, tiePolicy: 'insert' as const };
  it('inserts as if there were none, under the same rules', () => {
    const tie = between(['LEAD', 'LEAD']);
    expect(decide(report('MEMBER'), tie, context(options))).toMatchObject({ outcome: 'inserted', change: 'member.inserted', option: 'insertMember', review: false, link: false });
    expect(decide(report('LEAD'), tie, context(options))).toMatchObject({ outcome: 'inserted', change: 'lead.inserted' });
    expect(decide(report('MEMBER'), tie, context({ ...options, insertMember: false }))).toMatchObject({ outcome: 'ignored', reason: 'OPTION_OFF' });
    expect(decide(report('MEMBER', { secondary: true }), tie, context({ ...options, primaryOnly: true }))).toMatchObject({ outcome: 'ignored', reason: 'SECONDARY' });
    expect(decide(report('FORMER_MEMBER'), between(['MEMBER', 'MEMBER']), context(options))).toMatchObject({ outcome: 'ignored', reason: 'FORMER_NEVER_INSERTED' });
  });
  it.each(['BIRTH_DATE_CONFLICT', 'LINKED_ELSEWHERE', 'BELOW_AUTO_TIER'] as const)('does not concern %s', (reason) => {
    expect(decide(report('MEMBER'), between(['LEAD'], reason), context(options))).toMatchObject({ outcome: 'undecided', review: true, change: null });
  });
});
