import { Refusal } from '../call.js';
import { entityIsDeleted, noExternalId, notFound } from '../errors.js';
import type { FieldTarget, Target } from '../routes.js';
import type { Lead, SalesforceState } from '../state.js';
import { answered } from '../wire.js';
import { recordUrl } from './lead-values.js';

/** The live lead of a path. @throws {Refusal} 404, 300 */
export function neededLead(state: SalesforceState, target: Target, version: string): Lead {
  const lead = 'id' in target ? state.leads.get(target.id) : (leadByField(state, target, version) ?? binnedWith(state, target));
  if (lead === undefined) throw new Refusal(notFound);
  if (lead.IsDeleted === true) throw new Refusal(entityIsDeleted);
  return lead;
}

/**
 * The one live lead with that external id; undefined: none, as deleted ones do not count.
 * @throws {Refusal} 404 when there is no such field or it is no external id, 300 when several leads have the value
 */
export function leadByField(state: SalesforceState, { field, value }: FieldTarget, version: string): Lead | undefined {
  if (state.fields.get(field)?.externalId !== true) throw new Refusal(noExternalId(field));
  const found = state.liveWith(field, value);
  if (found.length > 1) throw new Refusal(severalRecords(version, found.map(({ Id }) => Id)));
  return found[0];
}

export const severalRecords = (version: string, ids: readonly string[]) => answered(300, ids.map((id) => recordUrl(version, 'Lead', id)));

function binnedWith({ leads }: SalesforceState, { field, value }: FieldTarget): Lead | undefined {
  return [...leads.values()].find((lead) => lead[field] === value);
}
