import type { Params } from '../../scripting/hazard-catalogue.js';
import { byPlace, theBeginning, type Place } from './feed-order.js';
import type { Lead } from './lead.js';
import type { SugarState } from './state.js';

export type Changes = ReadonlyMap<string, Params>;

/** Leads, deleted ones too, that a list shows after this place, in the order of the feed. */
export function listedAfter(state: SugarState, place: Place, changes: Changes): Lead[] {
  if (state.lateCommits.isEmpty() && !changes.has('stale-read')) return state.leads.order.after(place);
  return state.leads.order
    .after(theBeginning)
    .flatMap((lead) => state.lateCommits.asListed(lead) ?? [])
    .filter((lead) => byPlace(lead, place) > 0 && !isHidden(state, lead, changes))
    .sort(byPlace);
}

/** Hazard `stale-read`: a replica that does not know the youngest yet. */
export const isHidden = (state: SugarState, { id }: Lead, changes: Changes): boolean =>
  changes.has('stale-read') && state.leads.isYoungerThan(id, Number(changes.get('stale-read')!['ms']));

/** Rows of one page, which a server may cap. */
export const pageLength = (asked: unknown, changes: Changes): number => {
  const wanted = Number(asked) > 0 ? Math.ceil(Number(asked)) : 20;
  return Math.min(wanted, Number(changes.get('page-cap')?.['rows'] ?? wanted));
};

/** Where a page begins. */
export const offsetOf = (asked: unknown): number => (Number.isSafeInteger(Number(asked)) && Number(asked) > 0 ? Number(asked) : 0);
