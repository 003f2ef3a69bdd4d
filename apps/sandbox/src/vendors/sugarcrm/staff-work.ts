import type { JsonObject } from '../../http/json-body.js';
import { badRequest } from '../../http/problem.js';
import { newCrmId } from './crm-id.js';
import type { Lead } from './lead.js';
import type { SugarState } from './state.js';

/** The CRM's own conversion: the lead stays, beside the contact it has become. @throws {Problem} 404, 400 when it is deleted */
export function convertLead(state: SugarState, id: string): Lead {
  const { deleted, contact_id } = state.leads.need(id);
  if (deleted === 1) throw badRequest(`The lead ${id} is deleted.`);
  return state.leads.patch(id, { converted: 1, status: 'Converted', contact_id: contact_id ?? newCrmId() });
}

/** A soft delete; the links to e-mail addresses go with it. @throws {Problem} 404 */
export function deleteLead(state: SugarState, id: string): Lead {
  const lead = state.leads.need(id);
  return lead.deleted === 1 ? lead : state.leads.patch(id, { deleted: 1 });
}

/** What only an administrator can do. The links stay dead. @throws {Problem} 404 */
export const undeleteLead = (state: SugarState, id: string): Lead => state.leads.patch(state.leads.need(id).id, { deleted: 0 });

/** The CRM's monthly job: what is deleted goes for good, and no feed tells of it any more. */
export function prune(state: SugarState): { removed: number } {
  const deleted = [...state.leads.values()].filter((lead) => lead.deleted === 1);
  for (const { id } of deleted) state.leads.delete(id);
  return { removed: deleted.length };
}

const idIn = ({ id }: JsonObject): string => {
  if (typeof id !== 'string') throw badRequest('id must be the id of a lead, a text.');
  return id;
};

/** Actions of the scripting interface, by name. */
export const actionsOn = (state: SugarState) => ({
  'convert-lead': (body: JsonObject) => {
    const { id, contact_id } = convertLead(state, idIn(body));
    return { id, contact_id };
  },
  'undelete-lead': (body: JsonObject) => ({ id: undeleteLead(state, idIn(body)).id }),
  prune: () => prune(state),
});
