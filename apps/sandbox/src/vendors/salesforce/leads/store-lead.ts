import type { JsonObject } from '../../../http/json-body.js';
import { header } from '../../../http/request.js';
import type { Call } from '../call.js';
import type { Lead, SalesforceState } from '../state.js';

/**
 * Saves a write of the API in the name of the run-as user, and gives the lead to whom the org's own assignment rules choose
 * unless the caller forbids it: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_autoassign.htm
 */
export function saveLead(call: Call, id: string, fields: JsonObject): Lead {
  const owner = call.state.org?.autoAssignTo;
  const isAssigned = owner !== undefined && (header(call.request, 'sforce-auto-assign') ?? '').trim().toUpperCase() !== 'FALSE';
  return storeLead(call, id, isAssigned ? { ...fields, OwnerId: owner } : fields);
}

/** Into the Recycle Bin. */
export const binLead = (call: Call, id: string): Lead => storeLead(call, id, { IsDeleted: true });

function storeLead({ state, user, changes }: Call, id: string, fields: JsonObject): Lead {
  const before = state.leads.get(id);
  const stamp = changes.has('same-second') ? newestStamp(state) : null;
  const after = state.leads.patch(id, {
    ...fields,
    LastModifiedById: user,
    ...(stamp === null ? {} : { modifiedAt: stamp, ...(before === undefined ? { createdAt: stamp } : {}) }),
  });
  const late = changes.get('late-commit');
  if (late !== undefined) state.lateCommits.hold(after.Id, before, Number(late['ms']));
  return after;
}

/** Null: there are no leads. */
function newestStamp(state: SalesforceState): string | null {
  let newest: string | null = null;
  for (const { modifiedAt } of state.leads.values()) if (newest === null || Date.parse(modifiedAt) > Date.parse(newest)) newest = modifiedAt;
  return newest;
}
