import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MatchKeys } from './normalise.js';
import { findMatch, tiers, type Candidate, type Reported } from './tiers.js';

// Two values and missing for each field: small enough that ties, vetoes and links meet all the time.
const keys: fc.Arbitrary<MatchKeys> = fc.record({
  first: fc.constantFrom('ana', 'ana', 'bea', null), last: fc.constantFrom('silva', 'brown', null),
  email: fc.constantFrom('a@a.com', 'b@b.com', null), mobile: fc.constantFrom('+1617', '+1618', null),
  birthDate: fc.constantFrom('1990-04-02', '1960-01-01', null),
});
const reported: fc.Arbitrary<Reported> = keys.map((own) => ({ ...own, vendor: 'abc', vendorContactId: '7' }));
const candidates: fc.Arbitrary<Candidate[]> = fc.uniqueArray(fc.record({
  contactId: fc.string({ minLength: 1, maxLength: 3 }), status: fc.constantFrom('LEAD' as const, 'MEMBER' as const, 'FORMER_MEMBER' as const), keys,
  linkedIds: fc.constantFrom([], [], ['9']), aliasIds: fc.constantFrom([], ['5']), archived: fc.constantFrom(false, false, false, true),
}), { selector: ({ contactId }) => contactId, maxLength: 6 });
const options = fc.record({ birthDateVeto: fc.boolean(), autoMatchThroughTier: fc.integer({ min: 1, max: 6 }) });
const runs = { numRuns: 5_000 };

const keyOf = { firstName: 'first', lastName: 'last', email: 'email', mobile: 'mobile', birthDate: 'birthDate' } as const;
const holds = (tier: number, a: MatchKeys, b: MatchKeys) =>
  tiers.find((one) => one.tier === tier)!.fields.every((field) => a[keyOf[field]] !== null && a[keyOf[field]] === b[keyOf[field]]);
const conflicting = (a: MatchKeys, b: MatchKeys) => a.birthDate !== null && b.birthDate !== null && a.birthDate !== b.birthDate;
const eligible = (report: Reported, some: Candidate[], veto: boolean) => some.filter((one) => !one.archived
  && !(one.status === 'MEMBER' && one.linkedIds.length > 0) && !(veto && conflicting(report, one.keys)));

describe('whoever is found by a tier', () => {
  it('is the one and only eligible candidate of that tier, and no earlier tier had exactly one', () => {
    fc.assert(fc.property(reported, candidates, options, (report, some, how) => {
      const found = findMatch(report, some, how);
      if (found.by !== 'tier') return;
      const fit = eligible(report, some, how.birthDateVeto);
      expect(found.tier).toBeLessThanOrEqual(how.autoMatchThroughTier);
      expect(fit.filter((one) => holds(found.tier!, report, one.keys)).map((one) => one.contactId)).toEqual([found.contactId]);
      for (let tier = 1; tier < found.tier!; tier++) {
        expect(fit.filter((one) => holds(tier, report, one.keys))).not.toHaveLength(1);
      }
    }), runs);
  });

  it('is never vetoed, archived, a member of another id, or without an agreeing first name', () => {
    fc.assert(fc.property(reported, candidates, (report, some) => {
      const found = findMatch(report, some);
      if (found.by !== 'tier') return;
      const match = some.find((one) => one.contactId === found.contactId)!;
      expect(match.archived || conflicting(report, match.keys) || (match.status === 'MEMBER' && match.linkedIds.length > 0)).toBe(false);
      expect(found.agrees).toContain('firstName');
      expect(found.differs).not.toContain('birthDate');
    }), runs);
  });
});

describe('whoever is not found', () => {
  it('is none exactly when no contact in use meets a tier, else undecided with candidates', () => {
    fc.assert(fc.property(reported, candidates, options, (report, some, how) => {
      const found = findMatch(report, some, how);
      const nameless = report.first === null || report.last === null;
      const meets = !nameless && some.some((one) => !one.archived && tiers.some(({ tier }) => holds(tier, report, one.keys)));
      expect(found.by === 'none').toBe(!meets);
      expect(found.candidates.length > 0).toBe(found.by === 'undecided');
      expect(found.reason !== null).toBe(found.by === 'undecided');
      expect(found.contactId !== null).toBe(found.by === 'tier');
    }), runs);
  });

  it('lists candidates at the best tier each of them meets, best first', () => {
    fc.assert(fc.property(reported, candidates, options, (report, some, how) => {
      const { candidates: listed } = findMatch(report, some, how);
      for (const { contactId, tier } of listed) {
        const { keys: own } = some.find((one) => one.contactId === contactId)!;
        expect(tier).toBe(tiers.find((one) => holds(one.tier, report, own))!.tier);
      }
      expect(listed.map(({ tier }) => tier)).toEqual(listed.map(({ tier }) => tier).toSorted());
    }), runs);
  });
});

describe('finding', () => {
  it('does not depend on the order of the candidates', () => {
    const shuffled = candidates.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })));
    fc.assert(fc.property(reported, shuffled, options, (report, [one, other], how) => {
      expect(findMatch(report, other, how)).toEqual(findMatch(report, one, how));
    }), runs);
  });

  it('ignores contacts that meet no tier', () => {
    fc.assert(fc.property(reported, candidates, options, (report, some, how) => {
      const near = some.filter((one) => tiers.some(({ tier }) => holds(tier, report, one.keys)));
      expect(findMatch(report, near, how)).toEqual(findMatch(report, some, how));
    }), runs);
  });

  it('never falls to a later tier when one more field of the only contact agrees', () => {
    const full = { first: 'ana', last: 'silva', email: 'a@a.com', mobile: '+1617', birthDate: null };
    const field = fc.constantFrom('first' as const, 'last' as const, 'email' as const, 'mobile' as const);
    fc.assert(fc.property(keys, field, (own, more) => {
      const one = (its: MatchKeys): Candidate => ({ contactId: 'a', status: 'LEAD', keys: its, linkedIds: [], aliasIds: [], archived: false });
      const tierOf = (its: MatchKeys) => findMatch({ ...full, vendor: 'abc', vendorContactId: '7' }, [one(its)]).tier ?? 7;
      expect(tierOf({ ...own, [more]: full[more] })).toBeLessThanOrEqual(tierOf(own));
    }), runs);
  });

  it('finds the holder of the id whatever else there is', () => {
    fc.assert(fc.property(reported, candidates, keys, options, (report, some, own, how) => {
      const holder: Candidate = { contactId: 'holder', status: 'MEMBER', keys: own, linkedIds: ['7'], aliasIds: [], archived: false };
      expect(findMatch(report, [...some, holder], how)).toMatchObject({ by: 'vendor-id', contactId: 'holder' });
    }));
  });
});
