import type { LookupStatus } from '@intouch/contracts';
import type { LeadSourceRules, VendorLookup } from '../define-connector.js';
import { clean } from '../fit.js';
import type { Lookup } from '../store/lookup.store.js';

export interface LookupResult {
  readonly vendorId: string | null;
  readonly status: LookupStatus;
  /** In plain words, for the list of look-ups. */
  readonly detail: string | null;
  /** For the log, where a person has to look. */
  readonly warning?: 'staff-ambiguous' | 'source-ambiguous' | 'source-inactive' | 'source-collision';
  /** Nobody at the vendor has this name: it may be created there. */
  readonly missing?: boolean;
}

/** How one kind is matched. */
export interface MatchRules {
  readonly by: 'e-mail address' | 'name';
  keyOf(lookup: Pick<Lookup, 'name' | 'email'>): string | null;
  keyOfTheirs(lookup: VendorLookup): string | null;
  readonly several: 'none' | 'lowest-id';
  readonly exclusive: boolean;
  /** As the vendor is called. */
  readonly title: string;
}

const fold = (text: string | null | undefined): string | null => clean(text)?.toLowerCase() ?? null;

/** Staff are known by e-mail address, any case. Ambiguous or missing ones are listed, never guessed. */
export function staffRules(title: string): MatchRules {
  return { by: 'e-mail address', keyOf: ({ email }) => fold(email), keyOfTheirs: ({ email }) => fold(email), several: 'none', exclusive: false, title };
}

/** Lead sources are known by name: cleaned, any case, unless the vendor's own rules say otherwise. */
export function leadSourceRules(title: string, { key = fold, several = 'none', exclusive = false }: LeadSourceRules = {}): MatchRules {
  return { by: 'name', keyOf: ({ name }) => key(name), keyOfTheirs: ({ name }) => key(name), several, exclusive, title };
}

/**
 * Matches all of a club's staff, or all of its lead sources, with the vendor's whole list; null: the vendor has none. What
 * is linked stays linked whatever it is called today: only a person, or the vendor's refusal, undoes a link. Pure.
 */
export function matchLookups(own: readonly Lookup[], theirs: readonly VendorLookup[] | null, rules: MatchRules): Map<string, LookupResult> {
  const byKey = Map.groupBy(theirs ?? [], (it) => rules.keyOfTheirs(it));
  const byId = new Map((theirs ?? []).map((it) => [it.vendorId, it]));
  const linked = own.filter(({ vendorId }) => vendorId !== null);
  const results = new Map<string, LookupResult>(linked.map((it) => [it.id, stillLinked(it, theirs && byId.get(it.vendorId!), rules)]));
  const heldBy = new Map(linked.map((it) => [it.vendorId!, it]));
  for (const it of own) {
    if (it.vendorId !== null) continue;
    const result = theirs === null ? { vendorId: null, status: 'unsupported' as const, detail: `${rules.title} has no list of these: link it by hand.` } : find(it, byKey, heldBy, rules);
    results.set(it.id, result);
    if (result.vendorId !== null && !heldBy.has(result.vendorId)) heldBy.set(result.vendorId, it);
  }
  return results;
}

function stillLinked(own: Lookup, their: VendorLookup | null | undefined, { title }: MatchRules): LookupResult {
  const before = own.status === 'inactive' || own.status === null ? 'matched' : own.status;
  const wasRemark = own.status === 'inactive' ? null : own.detail;
  if (their && their.active === false) return { vendorId: own.vendorId, status: 'inactive', detail: `Linked to ${their.name}, not active any more at ${title}.` };
  // Absence from a list means nothing, least of all that a link is over.
  return { vendorId: own.vendorId, status: before, detail: wasRemark };
}

function find(own: Lookup, byKey: ReadonlyMap<string | null, VendorLookup[]>, heldBy: ReadonlyMap<string, Lookup>, rules: MatchRules): LookupResult {
  const { by, title } = rules;
  const key = rules.keyOf(own);
  const none = { vendorId: null };
  if (!own.active) return { ...none, status: 'inactive', detail: 'Not active in InTouch.' };
  if (key === null) {
    return by === 'name' ? { ...none, status: 'not-found', detail: `${title} cannot hold this name.` } : { ...none, status: 'no-email', detail: 'The staff member has no e-mail address in InTouch.' };
  }
  const equal = byKey.get(key) ?? [];
  const hits = equal.filter(({ vendorId }) => vendorId !== own.undoneVendorId);
  if (hits.length < equal.length && hits.length === 0) {
    return { ...none, status: 'not-found', detail: `A person undid the link to ${equal[0]!.name} (${equal[0]!.vendorId}); it is not made again by itself. Link by hand.` };
  }
  const active = hits.filter((it) => it.active !== false);
  if (active.length === 0) return nobodyActive(own, hits, rules);
  if (active.length > 1 && rules.several === 'none') {
    const detail = `Several at ${title} have this ${by}: ${active.map((it) => `${it.name} (${it.vendorId})`).join(', ')}.`;
    return { ...none, status: 'ambiguous', detail, warning: own.kind === 'staff' ? 'staff-ambiguous' : 'source-ambiguous' };
  }
  const [their] = active.sort((a, b) => byNumber(a.vendorId, b.vendorId));
  const holder = rules.exclusive ? heldBy.get(their!.vendorId) : undefined;
  if (holder) {
    return { ...none, status: 'ambiguous', detail: `"${holder.name}" is linked to ${their!.name} at ${title} already, and both are the same there.`, warning: 'source-collision' };
  }
  if (active.length === 1) return { vendorId: their!.vendorId, status: 'matched', detail: `Linked to ${their!.name}.` };
  return { vendorId: their!.vendorId, status: 'matched', detail: `Several at ${title} have this ${by}; linked to the first, ${their!.vendorId}.`, warning: 'source-ambiguous' };
}

function nobodyActive(own: Lookup, hits: readonly VendorLookup[], { by, title }: MatchRules): LookupResult {
  if (hits.length === 0) return { vendorId: null, status: 'not-found', detail: own.kind === 'staff' ? `Nobody at ${title} has this ${by}.` : `None at ${title} has this ${by}.`, missing: true };
  const result = { vendorId: null, status: 'inactive' as const, detail: `The one at ${title} with this ${by} is not active: ${hits[0]!.name} (${hits[0]!.vendorId}).` };
  return own.kind === 'staff' ? result : { ...result, warning: 'source-inactive' };
}

/** Ids are numbers at some vendors, texts at others. */
function byNumber(a: string, b: string): number {
  return Number(a) - Number(b) || (a < b ? -1 : 1);
}
