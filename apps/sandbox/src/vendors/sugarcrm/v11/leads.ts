import { json, type Answer } from '../../../http/answer.js';
import type { JsonObject } from '../../../http/json-body.js';
import { isCrmId, newCrmId } from '../crm-id.js';
import { textOf, type Lead } from '../lead.js';
import { meddle, writeLead } from '../lead-write.js';
import { isHidden, type Changes } from '../listed-leads.js';
import { lookOf } from '../look.js';
import { apiUser, type SugarState } from '../state.js';
import { invalidParameter, notFound } from './answers.js';
import { leadJson } from './lead-json.js';
import { readLead } from './lead-input.js';

export function getLead(state: SugarState, id: string, search: string, changes: Changes): Answer {
  const lead = state.leads.get(id);
  if (lead === undefined || lead.deleted === 1 || isHidden(state, lead, changes)) return notFound(id);
  return shown(state, lead, changes, fieldNames(new URLSearchParams(search).get('fields')));
}

/** An id of our own is taken once and for all: that of a deleted lead is not free again. */
export function createLead(state: SugarState, body: JsonObject, changes: Changes): Answer {
  const id = textOf(body['id']) || newCrmId();
  const read = readLead(state, body);
  if (!isCrmId(id)) return invalidParameter(`Invalid value for the field id`);
  if (state.leads.get(id) !== undefined) return invalidParameter(`Record already exists: ${id} in module: Leads`);
  if ('complaint' in read) return invalidParameter(read.complaint);
  const author = { created_by: apiUser.id, modified_user_id: apiUser.id };
  return writeLead(state, changes, id, (modifiedAt) => shown(state, state.leads.patch(id, { ...read.values, ...author, modifiedAt }), changes));
}

/** Moves the stamp even when nothing differs. */
export function updateLead(state: SugarState, id: string, body: JsonObject, changes: Changes): Answer {
  meddle(state, changes, id);
  if (state.leads.get(id)?.deleted !== 0) return notFound(id);
  const read = readLead(state, body);
  if ('complaint' in read) return invalidParameter(read.complaint);
  const author = { modified_user_id: apiUser.id };
  return writeLead(state, changes, id, (modifiedAt) => shown(state, state.leads.patch(id, { ...read.values, ...author, modifiedAt }), changes));
}

export function deleteLead(state: SugarState, id: string, changes: Changes): Answer {
  const lead = state.leads.get(id);
  if (lead?.deleted !== 0) return notFound(id);
  return writeLead(state, changes, id, (modifiedAt) => {
    state.leads.patch(id, { deleted: 1, modifiedAt, modified_user_id: apiUser.id });
    return json(200, { id: lead.id });
  });
}

/** `fields`, names with commas between them. */
export const fieldNames = (fields: unknown): string[] => textOf(fields).split(',').map((field) => field.trim()).filter(Boolean);

const shown = (state: SugarState, lead: Lead, changes: Changes, fields: readonly string[] = []): Answer =>
  json(200, leadJson(lead, state.leadColumns, fields, lookOf(changes)));
