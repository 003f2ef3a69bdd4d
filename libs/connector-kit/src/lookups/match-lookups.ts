import type { LookupStatus } from '@intouch/contracts';
import type { VendorLookup } from '../define-connector.js';
import { clean } from '../fit.js';
import type { Lookup } from '../store/lookup.store.js';

export interface LookupResult {
  readonly vendorId: string | null;
  readonly status: LookupStatus;
  readonly detail: string | null;
}

const fold = (text: string | null | undefined): string | null => clean(text)?.toLowerCase() ?? null;

/** A staff member is known by e-mail address, any case. Ambiguous or missing ones are listed, never guessed. */
export function matchStaff(own: Lookup, theirs: readonly VendorLookup[]): LookupResult {
  const email = fold(own.email);
  if (email === null) return { vendorId: null, status: 'no-email', detail: 'The staff member has no e-mail address in InTouch.' };
  return choose(theirs.filter((it) => fold(it.email) === email), 'e-mail address');
}

/** A lead source is known by name, cleaned, any case. */
export function matchLeadSource(own: Lookup, theirs: readonly VendorLookup[]): LookupResult {
  const name = fold(own.name);
  return choose(theirs.filter((it) => fold(it.name) === name), 'name');
}

function choose(hits: readonly VendorLookup[], by: string): LookupResult {
  const active = hits.filter((it) => it.active !== false);
  if (active.length === 1) return { vendorId: active[0]!.vendorId, status: 'matched', detail: null };
  if (active.length > 1) return { vendorId: null, status: 'ambiguous', detail: `Several at the vendor have this ${by}: ${active.map((it) => it.name).join(', ')}.` };
  if (hits.length > 0) return { vendorId: null, status: 'inactive', detail: `The one at the vendor with this ${by} is not active.` };
  return { vendorId: null, status: 'not-found', detail: `Nobody at the vendor has this ${by}.` };
}
