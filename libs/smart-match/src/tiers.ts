import type { MatchKeys } from './normalise.js';

export type PersonStatus = 'LEAD' | 'MEMBER' | 'FORMER_MEMBER';
export type Tier = 1 | 2 | 3 | 4 | 5 | 6;
export type TiePolicy = 'review' | 'insert';
/** InTouch's names of the compared fields; the birth date only vetoes. */
export type KeyField = 'firstName' | 'lastName' | 'email' | 'mobile' | 'birthDate';
export type UndecidedReason = 'SEVERAL_CANDIDATES' | 'BIRTH_DATE_CONFLICT' | 'LINKED_ELSEWHERE' | 'BELOW_AUTO_TIER';

/** The six tiers, in order: a tier holds when every field is present on both sides and equal after normalising. */
export const tiers: readonly { tier: Tier; fields: readonly KeyField[] }[] = [
  { tier: 1, fields: ['firstName', 'lastName', 'email', 'mobile'] },
  { tier: 2, fields: ['firstName', 'lastName', 'email'] },
  { tier: 3, fields: ['firstName', 'lastName', 'mobile'] },
  { tier: 4, fields: ['firstName', 'email', 'mobile'] },
  { tier: 5, fields: ['firstName', 'email'] },
  { tier: 6, fields: ['firstName', 'mobile'] },
];

/** Who the vendor reports. */
export interface Reported extends MatchKeys {
  vendor: string;
  vendorContactId: string;
}

/** A contact of the same club, as far as matching at one vendor needs it. */
export interface Candidate {
  /** InTouch's id, or a provisional one while InTouch has not acknowledged the insert. */
  contactId: string;
  status: PersonStatus;
  keys: MatchKeys;
  /** Ids at the report's vendor that are live now. */
  linkedIds: readonly string[];
  /** Ids at the report's vendor that were replaced. */
  aliasIds: readonly string[];
  archived: boolean;
}

export interface MatchOptions {
  /** default true */
  birthDateVeto?: boolean;
  /** 1 to 6, default 6: a single candidate at a later tier goes to a person. */
  autoMatchThroughTier?: number;
  /** Plays no part in finding, only in `decide`; here so that one object of options serves both. */
  tiePolicy?: TiePolicy;
}

export interface FoundCandidate {
  contactId: string;
  status: PersonStatus;
  /** The best tier whose criterion it meets. */
  tier: Tier;
  agrees: KeyField[];
  differs: KeyField[];
}

export interface Found {
  by: 'vendor-id' | 'tier' | 'none' | 'undecided';
  /** null unless found by a tier. */
  tier: Tier | null;
  /** The match; null where there is none. */
  contactId: string | null;
  /** The match's status; null where there is none. */
  status: PersonStatus | null;
  /** The vendor's id belongs to a contact that is archived in InTouch. */
  archived: boolean;
  /** The id was replaced: the contact has a newer one at this vendor. */
  replaced: boolean;
  reason: UndecidedReason | null;
  /** Who it could be, best tier first; only where undecided. */
  candidates: FoundCandidate[];
  /** Present on both sides and equal, or different; of the match, or of the only candidate. */
  agrees: KeyField[];
  differs: KeyField[];
}

const nobody: Found = {
  by: 'none', tier: null, contactId: null, status: null, archived: false, replaced: false, reason: null, candidates: [],
  agrees: [], differs: [],
};

/**
 * Finds the contact a report is about. Pure: the order of the candidates is of no account.
 *
 * Step 0 comes first: the contact that holds the vendor's id, as its live id or as a replaced one. An archived holder is
 * still the holder, marked `archived`: going on to the tiers could give its id to somebody else, or insert again the very
 * person the club has put away; `decide` ignores it. In the tiers archived contacts take no part.
 *
 * A tier with several does not end the search: exactly one at a later tier is the match.
 * @param candidates contacts of the report's club; those that meet no tier may be among them
 */
export function findMatch(reported: Reported, candidates: readonly Candidate[], options: MatchOptions = {}): Found {
  return findByVendorId(reported, candidates) ?? findByTier(reported, candidates, options);
}

function findByVendorId(reported: Reported, candidates: readonly Candidate[]): Found | null {
  const id = reported.vendorContactId;
  // A live id outranks a replaced one; of two holders alike, the one in use outranks the archived one.
  for (const ids of ['linkedIds', 'aliasIds'] as const) {
    const all = candidates.filter((candidate) => candidate[ids].includes(id));
    const holders = distinct(all.some(inUse) ? all.filter(inUse) : all);
    const [holder] = holders;
    if (holder === undefined) continue;
    // An id has one holder. Should a caller's copy ever show two, a person decides; no `tiePolicy` may insert a third.
    if (holders.length > 1) return undecided('LINKED_ELSEWHERE', holders.map((one) => listed(reported, one, 1)));
    return {
      ...nobody, by: 'vendor-id', contactId: holder.contactId, status: holder.status, archived: holder.archived,
      replaced: ids === 'aliasIds' && holder.linkedIds.length > 0, ...compare(reported, holder.keys),
    };
  }
  return null;
}

function findByTier(reported: Reported, candidates: readonly Candidate[], options: MatchOptions): Found {
  // A record without first or last name is found by link only (vendors' common rules).
  if (reported.first === null || reported.last === null) return nobody;

  const resembling: Resembling[] = [];
  for (const candidate of distinct(candidates.filter(inUse))) {
    const best = tiers.find(({ fields }) => fields.every((field) => agree(reported, candidate.keys, field)));
    if (best !== undefined) resembling.push({ candidate, tier: best.tier, barred: barrier(reported, candidate, options) });
  }
  if (resembling.length === 0) return nobody;

  const list = (some: Resembling[]) => some.map((one) => listed(reported, one.candidate, one.tier));
  const eligible = resembling.filter(({ barred }) => barred === null);
  if (eligible.length === 0) {
    const vetoed = resembling.some(({ barred }) => barred === 'BIRTH_DATE_CONFLICT');
    return undecided(vetoed ? 'BIRTH_DATE_CONFLICT' : 'LINKED_ELSEWHERE', list(resembling));
  }

  let several = false;
  for (const { tier, fields } of tiers) {
    const holding = eligible.filter(({ candidate }) => fields.every((field) => agree(reported, candidate.keys, field)));
    if (holding.length > 1) several = true;
    const only = holding.length === 1 ? holding[0]?.candidate : undefined;
    if (only === undefined) continue;
    if (tier > (options.autoMatchThroughTier ?? 6)) {
      return undecided(several ? 'SEVERAL_CANDIDATES' : 'BELOW_AUTO_TIER', list(eligible));
    }
    return { ...nobody, by: 'tier', tier, contactId: only.contactId, status: only.status, ...compare(reported, only.keys) };
  }
  return undecided('SEVERAL_CANDIDATES', list(eligible));
}

interface Resembling {
  candidate: Candidate;
  tier: Tier;
  barred: 'BIRTH_DATE_CONFLICT' | 'LINKED_ELSEWHERE' | null;
}

function barrier(reported: Reported, candidate: Candidate, options: MatchOptions): Resembling['barred'] {
  if ((options.birthDateVeto ?? true) && differ(reported, candidate.keys, 'birthDate')) return 'BIRTH_DATE_CONFLICT';
  // A prospect's id may change when it is sold, and a former member rejoins under a new one; a member keeps the one it has.
  if (candidate.status === 'MEMBER' && candidate.linkedIds.length > 0) return 'LINKED_ELSEWHERE';
  return null;
}

const keyOf: Record<KeyField, keyof MatchKeys> = {
  firstName: 'first', lastName: 'last', email: 'email', mobile: 'mobile', birthDate: 'birthDate',
};
const keyFields = Object.keys(keyOf) as KeyField[];

function agree(a: MatchKeys, b: MatchKeys, field: KeyField): boolean {
  const key = keyOf[field];
  return a[key] !== null && a[key] === b[key];
}

function differ(a: MatchKeys, b: MatchKeys, field: KeyField): boolean {
  const key = keyOf[field];
  return a[key] !== null && b[key] !== null && a[key] !== b[key];
}

function compare(a: MatchKeys, b: MatchKeys): { agrees: KeyField[]; differs: KeyField[] } {
  return {
    agrees: keyFields.filter((field) => agree(a, b, field)),
    differs: keyFields.filter((field) => differ(a, b, field)),
  };
}

function listed(reported: Reported, { contactId, status, keys }: Candidate, tier: Tier): FoundCandidate {
  return { contactId, status, tier, ...compare(reported, keys) };
}

function undecided(reason: UndecidedReason, unsorted: FoundCandidate[]): Found {
  const candidates = unsorted.sort((a, b) => a.tier - b.tier || (a.contactId < b.contactId ? -1 : 1));
  const only = candidates.length === 1 ? candidates[0] : undefined;
  return {
    ...nobody, by: 'undecided', reason, candidates, agrees: only?.agrees ?? [], differs: only?.differs ?? [],
  };
}

function inUse(candidate: Candidate): boolean {
  return !candidate.archived;
}

/** A set-based look-up may well bring one contact twice, by its email and by its mobile; that is no tie. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.map((candidate) => [candidate.contactId, candidate])).values()];
}
