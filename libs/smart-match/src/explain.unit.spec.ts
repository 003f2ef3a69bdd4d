import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide, type DecideOptions, type MatchReport } from './decide.js';
import { explain } from './explain.js';
import { findMatch, type Candidate, type Reported } from './tiers.js';

const options: DecideOptions = { convertLeadToMember: true, insertMember: true, convertMemberToFormerMember: true, updateContact: true };
const keys = { first: 'ana', last: 'silva', email: 'ana@secret.com', mobile: '+16175550100', birthDate: null };
const ana: Reported = { ...keys, vendor: 'compete', vendorContactId: 'secret-7' };
const contact = (contactId: string, over: Partial<Candidate> = {}): Candidate => ({ contactId, status: 'LEAD', keys, linkedIds: [], aliasIds: [], archived: false, ...over });
const report = (state: MatchReport['state'], over: Partial<MatchReport> = {}): MatchReport => ({ state, stamp: '2026-11-22T10:00:00Z', fields: { firstName: 'Ana', lastName: 'Silva' }, ...over });

function told(state: MatchReport['state'], candidates: Candidate[], how = options, reported = ana, through = 6): string {
  const found = findMatch(reported, candidates, { autoMatchThroughTier: through });
  return explain(report(state), found, decide(report(state), found, { options: how, fieldsDiffer: true }));
}

describe('explain', () => {
  it.each([
    ['MEMBER', [contact('a', { keys: { ...keys, email: 'x@y.com' } })], options,
      "The vendor reports a member. Matched by tier 3 (first name, last name and mobile agree; email differs). Converted to a member because 'convertLeadToMember' is on. The vendor's id is linked to the contact from now on."],
    ['MEMBER', [contact('a', { status: 'FORMER_MEMBER', linkedIds: ['secret-7'] })], options,
      "The vendor reports a member. Matched by the vendor's id (first name, last name, email and mobile agree). Converted to a member (rejoined) because 'convertLeadToMember' is on."],
    ['MEMBER', [], options, "The vendor reports a member. No contact of the club matches. Inserted as a new member because 'insertMember' is on."],
    ['MEMBER', [], {}, "The vendor reports a member. No contact of the club matches. Ignored because 'insertMember' is off."],
    ['FORMER_MEMBER', [contact('a', { status: 'MEMBER', linkedIds: ['secret-7'] })], options,
      "The vendor reports a former member. Matched by the vendor's id (first name, last name, email and mobile agree). Made a former member because 'convertMemberToFormerMember' is on."],
    ['MEMBER', [contact('a'), contact('b')], options,
      'The vendor reports a member. Undecided: 2 contacts could be this person. A person has to decide; nothing was written.'],
    ['MEMBER', [contact('a'), contact('b')], { ...options, tiePolicy: 'insert' },
      "The vendor reports a member. Undecided: 2 contacts could be this person. Inserted as a new member because 'insertMember' is on and 'tiePolicy' is insert."],
    ['FORMER_MEMBER', [contact('a'), contact('b')], options,
      'The vendor reports a former member. Undecided: 2 contacts could be this person. Ignored: a former member would change none of them.'],
    ['LEAD', [contact('a', { status: 'MEMBER' })], options,
      "The vendor reports a lead. Matched by tier 1 (first name, last name, email and mobile agree). Ignored: a member or former member never becomes a lead again. The vendor's id is linked to the contact from now on."],
    ['DELETED', [], options, 'The vendor reports a deletion. No contact of the club matches. Ignored: a deleted record that is linked to nobody.'],
  ] as const)('%s %#', (state, candidates, how, expected) => expect(told(state, [...candidates], how)).toBe(expected));

  it('says why the only match is not taken', () => {
    const born = { ...ana, birthDate: '1990-04-02' };
    const older = contact('a', { keys: { ...keys, birthDate: '1960-01-01' } });
    expect(told('MEMBER', [older], options, born)).toContain('Undecided: the only match has another birth date (first name, last name, email and mobile agree; birth date differs).');
    expect(told('MEMBER', [older, { ...older, contactId: 'b' }], options, born)).toContain('Undecided: the 2 contacts that match have another birth date.');
    expect(told('MEMBER', [contact('a', { status: 'MEMBER', linkedIds: ['9'] })])).toContain('Undecided: the only match is linked to another record of this vendor');
    expect(told('MEMBER', [contact('a', { keys: { ...keys, email: null } })], options, ana, 2)).toContain("Undecided: the best match, by tier 3, is weaker than 'autoMatchThroughTier' accepts");
  });

  it('names the side that lost', () => {
    const found = findMatch(ana, [contact('a', { linkedIds: ['secret-7'] })]);
    const decision = decide(report('LEAD'), found, { options, fieldsDiffer: true });
    expect(explain(report('LEAD'), found, decision, [{ group: 'address', fields: ['street', 'city'], winner: 'InTouch', loser: 'vendor' }]))
      .toContain("Updated because 'updateContact' is on. Of the two sides' street and city (address), InTouch's is the later one and stays; the vendor's is lost.");
    expect(explain(report('LEAD'), found, decision, [{ group: 'attributes.form.goal', fields: ['attributes.form.goal'], winner: 'vendor', loser: 'InTouch' }]))
      .toContain("Of the two sides' attribute form.goal, the vendor's is the later one and stays; InTouch's is lost.");
  });

  it('is a whole sentence for every outcome there is, without a value of the person', () => {
    const status = fc.constantFrom('LEAD' as const, 'MEMBER' as const, 'FORMER_MEMBER' as const);
    const some = fc.array(fc.record({ status, archived: fc.boolean(), linkedIds: fc.constantFrom([], ['9'], ['secret-7']), aliasIds: fc.constantFrom([], ['secret-7']) }), { maxLength: 3 })
      .map((list) => list.map((over, n) => contact(`c${n}`, over)));
    const context = fc.record({
      options: fc.record({ convertLeadToMember: fc.boolean(), insertMember: fc.boolean(), updateContact: fc.boolean(), primaryOnly: fc.boolean(), tiePolicy: fc.constantFrom('review' as const, 'insert' as const) }),
      fieldsDiffer: fc.boolean(), lastAppliedStamp: fc.constantFrom(null, '2027-01-01T00:00:00Z'), sameReportOutcome: fc.constantFrom(null, 'converted' as const),
    });
    const state = fc.constantFrom('LEAD' as const, 'MEMBER' as const, 'FORMER_MEMBER' as const, 'DELETED' as const);
    fc.assert(fc.property(state, fc.boolean(), fc.boolean(), some, context, (what, holds, secondary, candidates, given) => {
      const found = findMatch(ana, candidates);
      const one = report(what, { holds, secondary });
      const text = explain(one, found, decide(one, found, given));
      expect(text).toMatch(/^The vendor reports .+\. .+\. .+\.$/);
      expect(text).not.toMatch(/secret|silva|6175550100|undefined|null|[A-Z]+_[A-Z]+/);
    }), { numRuns: 3_000 });
  });
});
