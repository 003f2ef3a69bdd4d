import { describe, expect, it } from '@jest/globals';
import type { MatchKeys } from './normalise.js';
import { findMatch, tiers, type Candidate, type Reported } from './tiers.js';

const keys: MatchKeys = { first: 'ana', last: 'silva', email: 'ana@a.com', mobile: '+16175550100', birthDate: null };
const ana: Reported = { ...keys, vendor: 'compete', vendorContactId: '7' };

function contact(contactId: string, over: Partial<MatchKeys> = {}, rest: Partial<Candidate> = {}): Candidate {
  return { contactId, status: 'LEAD', keys: { ...keys, ...over }, linkedIds: [], aliasIds: [], archived: false, ...rest };
}
const born = (birthDate: string): Reported => ({ ...ana, birthDate });
const find = (...candidates: Candidate[]) => findMatch(ana, candidates);

/** The fields of a contact that meets exactly this tier as its best. */
const atTier: Record<number, Partial<MatchKeys>> = {
  1: {}, 2: { mobile: null }, 3: { email: null }, 4: { last: null }, 5: { last: null, mobile: null }, 6: { last: null, email: null },
};

describe('step 0: the vendor id', () => {
  const stranger = { first: 'x', last: 'y', email: 'x@y.com', mobile: null, birthDate: '1950-01-01' };

  it.each(['LEAD', 'MEMBER', 'FORMER_MEMBER'] as const)('finds the linked %s, whatever the fields say', (status) => {
    const found = findMatch(born('1990-04-02'), [contact('twin'), contact('linked', stranger, { status, linkedIds: ['7'] })]);
    expect(found).toMatchObject({ by: 'vendor-id', tier: null, contactId: 'linked', status, reason: null, replaced: false });
    expect(found.agrees).toEqual([]);
    expect(found.differs).toEqual(['firstName', 'lastName', 'email', 'birthDate']);
  });

  it('finds by a replaced id, and says that it was replaced', () => {
    const held = contact('held', stranger, { linkedIds: ['8'], aliasIds: ['3', '7'] });
    expect(find(held)).toMatchObject({ by: 'vendor-id', contactId: 'held', replaced: true });
    expect(find({ ...held, linkedIds: [] })).toMatchObject({ by: 'vendor-id', contactId: 'held', replaced: false });
  });

  it('prefers the live id to an alias', () => {
    expect(find(contact('old', {}, { aliasIds: ['7'] }), contact('now', {}, { linkedIds: ['7'] }))).toMatchObject({ contactId: 'now' });
  });

  it('finds a record without a name', () => {
    expect(findMatch({ ...ana, first: null, last: null }, [contact('a', {}, { linkedIds: ['7'] })])).toMatchObject({ by: 'vendor-id' });
  });

  it('stays with an archived holder, so that nobody else gets its id', () => {
    expect(find(contact('gone', {}, { linkedIds: ['7'], archived: true }), contact('twin'))).toMatchObject({
      by: 'vendor-id', contactId: 'gone', archived: true,
    });
  });

  it('of two holders of a replaced id takes the one in use, and of two in use none', () => {
    const gone = contact('gone', {}, { aliasIds: ['7'], archived: true });
    const [a, b] = [contact('a', {}, { aliasIds: ['7'] }), contact('b', {}, { aliasIds: ['7'] })];
    expect(find(gone, a)).toMatchObject({ by: 'vendor-id', contactId: 'a', archived: false });
    expect(find(a, b)).toMatchObject({ by: 'undecided', reason: 'LINKED_ELSEWHERE', contactId: null });
  });
});

describe('the six tiers', () => {
  it('are these, in this order', () => {
    expect(tiers.map(({ tier, fields }) => `${tier} ${fields.join(' ')}`)).toEqual([
      '1 firstName lastName email mobile', '2 firstName lastName email', '3 firstName lastName mobile',
      '4 firstName email mobile', '5 firstName email', '6 firstName mobile',
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6] as const)('finds at tier %i', (tier) => {
    for (const status of ['LEAD', 'MEMBER', 'FORMER_MEMBER'] as const) {
      expect(find(contact('a', atTier[tier], { status }))).toMatchObject({ by: 'tier', tier, contactId: 'a', status });
    }
  });

  it('tells which fields agree and which differ, and is silent on missing ones', () => {
    expect(find(contact('a', { last: 'brown', mobile: null }))).toMatchObject({
      tier: 5, agrees: ['firstName', 'email'], differs: ['lastName'],
    });
  });

  it.each([
    ['another first name', { first: 'bea' }], ['no first name', { first: null }],
    ['both names only', { email: null, mobile: null }], ['both names, other email and mobile', { email: 'x@y.com', mobile: '+1' }],
  ])('finds nobody by %s', (_, over) => expect(find(contact('a', over))).toMatchObject({ by: 'none', contactId: null, candidates: [] }));

  it('lets missing agree with nothing, not even with missing', () => {
    const bare = { email: null, mobile: null };
    expect(findMatch({ ...ana, ...bare }, [contact('a', bare)])).toMatchObject({ by: 'none' });
  });

  it.each([{ first: null }, { last: null }])('never finds a record without a name: %j', (missing) => {
    expect(findMatch({ ...ana, ...missing }, [contact('a')])).toMatchObject({ by: 'none' });
  });

  it('leaves archived contacts out', () => {
    expect(find(contact('a', {}, { archived: true }))).toMatchObject({ by: 'none' });
    expect(find(contact('a', {}, { archived: true }), contact('b', atTier[6]))).toMatchObject({ tier: 6, contactId: 'b' });
  });

  it('takes the earlier tier of two', () => {
    expect(find(contact('late', atTier[5]), contact('early', atTier[2]))).toMatchObject({ tier: 2, contactId: 'early' });
    expect(find(contact('x', atTier[3]), contact('y', atTier[3]), contact('early', atTier[2]))).toMatchObject({ tier: 2, contactId: 'early' });
  });

  it('is not confused by the same contact listed twice', () => {
    expect(find(contact('a'), contact('a'))).toMatchObject({ by: 'tier', tier: 1 });
  });
});

describe('several', () => {
  it('is undecided, with the candidates and their best tiers', () => {
    expect(find(contact('b'), contact('a'), contact('d', atTier[5]))).toMatchObject({
      by: 'undecided', reason: 'SEVERAL_CANDIDATES', contactId: null, tier: null,
      candidates: [{ contactId: 'a', tier: 1 }, { contactId: 'b', tier: 1 }, { contactId: 'd', tier: 5 }],
    });
  });

  it('goes on to a later tier, where exactly one is the match', () => {
    // The two of tier 2 meet tier 5 as well; the third alone has both email and mobile.
    const found = find(contact('a', atTier[2]), contact('b', atTier[2]), contact('c', { last: 'brown' }));
    expect(found).toMatchObject({ by: 'tier', tier: 4, contactId: 'c' });
  });

  it('does not count who is not eligible', () => {
    expect(findMatch(born('1990-04-02'), [contact('a', { birthDate: '1960-01-01' }), contact('b')])).toMatchObject({ by: 'tier', tier: 1, contactId: 'b' });
    expect(find(contact('a', {}, { status: 'MEMBER', linkedIds: ['9'] }), contact('b'))).toMatchObject({ by: 'tier', contactId: 'b' });
  });
});

describe('the birth-date veto', () => {
  const other = contact('a', { birthDate: '1960-01-01' });

  it('makes the only candidate undecided, not none', () => {
    expect(findMatch(born('1990-04-02'), [other])).toMatchObject({
      by: 'undecided', reason: 'BIRTH_DATE_CONFLICT', contactId: null, differs: ['birthDate'],
      candidates: [{ contactId: 'a', tier: 1, agrees: ['firstName', 'lastName', 'email', 'mobile'], differs: ['birthDate'] }],
    });
  });

  it('needs both dates, and a difference', () => {
    expect(findMatch(ana, [other])).toMatchObject({ by: 'tier', tier: 1 });
    expect(findMatch(born('1990-04-02'), [contact('a')])).toMatchObject({ by: 'tier', tier: 1 });
    expect(findMatch(born('1960-01-01'), [other])).toMatchObject({ by: 'tier', agrees: ['firstName', 'lastName', 'email', 'mobile', 'birthDate'] });
  });

  it('can be switched off', () => {
    expect(findMatch(born('1990-04-02'), [other], { birthDateVeto: false })).toMatchObject({ by: 'tier', tier: 1, differs: ['birthDate'] });
  });

  it('does not concern who meets no tier', () => {
    expect(findMatch(born('1990-04-02'), [contact('a', { birthDate: '1960-01-01', email: null, mobile: null })])).toMatchObject({ by: 'none' });
  });

  it('breaks a tie and lets a later tier through', () => {
    const found = findMatch(born('1990-04-02'), [contact('vetoed', { birthDate: '1960-01-01' }), contact('b', atTier[6])]);
    expect(found).toMatchObject({ by: 'tier', tier: 6, contactId: 'b' });
  });
});

describe('linked to another id at the vendor', () => {
  it.each([['LEAD', 'tier'], ['FORMER_MEMBER', 'tier'], ['MEMBER', 'undecided']] as const)('a %s is found by %s', (status, by) => {
    expect(find(contact('a', {}, { status, linkedIds: ['9'] }))).toMatchObject({ by, reason: by === 'tier' ? null : 'LINKED_ELSEWHERE' });
  });

  it('means linked now, not by a replaced id', () => {
    expect(find(contact('a', {}, { status: 'MEMBER', aliasIds: ['9'] }))).toMatchObject({ by: 'tier' });
  });
});

describe('autoMatchThroughTier', () => {
  it.each([1, 2, 3, 4, 5, 6] as const)('%i accepts that tier and none after it', (through) => {
    for (const { tier } of tiers) {
      expect(findMatch(ana, [contact('a', atTier[tier])], { autoMatchThroughTier: through })).toMatchObject(tier <= through
        ? { by: 'tier', tier }
        : { by: 'undecided', reason: 'BELOW_AUTO_TIER', tier: null, contactId: null, candidates: [{ contactId: 'a', tier }] });
    }
  });

  it('does not touch the vendor id', () => {
    expect(findMatch(ana, [contact('a', { first: 'x' }, { linkedIds: ['7'] })], { autoMatchThroughTier: 1 })).toMatchObject({ by: 'vendor-id' });
  });
});

describe('the order of reasons', () => {
  const vetoed = contact('vetoed', { birthDate: '1960-01-01' });
  const elsewhere = contact('elsewhere', {}, { status: 'MEMBER', linkedIds: ['9'] });
  const reason = (candidates: Candidate[], autoMatchThroughTier = 6) =>
    findMatch(born('1990-04-02'), candidates, { autoMatchThroughTier }).reason;

  it.each([
    ['several before a veto', [vetoed, contact('a'), contact('b')], 6, 'SEVERAL_CANDIDATES'],
    ['several before a link', [elsewhere, contact('a'), contact('b')], 6, 'SEVERAL_CANDIDATES'],
    ['a tie, then one below the limit', [contact('a', atTier[2]), contact('b', atTier[2]), contact('c', { last: 'x' })], 3, 'SEVERAL_CANDIDATES'],
    ['a veto before a link', [elsewhere, vetoed], 6, 'BIRTH_DATE_CONFLICT'],
    ['a veto and a link on one', [{ ...elsewhere, keys: vetoed.keys }], 6, 'BIRTH_DATE_CONFLICT'],
    ['a link alone', [elsewhere], 6, 'LINKED_ELSEWHERE'],
    ['a vetoed one is not the only one', [vetoed, contact('a', atTier[5])], 3, 'BELOW_AUTO_TIER'],
  ] as const)('%s', (_, candidates, through, expected) => expect(reason([...candidates], through)).toBe(expected));
});
