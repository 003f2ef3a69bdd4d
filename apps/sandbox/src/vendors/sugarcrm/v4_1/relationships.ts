import type { Answer } from '../../../http/answer.js';
import { isCrmId } from '../crm-id.js';
import { isSet, textOf } from '../lead.js';
import { writeLead } from '../lead-write.js';
import type { Changes } from '../listed-leads.js';
import { lookOf } from '../look.js';
import type { SugarState } from '../state.js';
import { accessDenied, nothing, php } from './answers.js';
import type { Args } from './arguments.js';
import { nameValues } from './name-values.js';

const addressFields = new Set(['id', 'email_address']);

/** The links the twin knows: from a lead to its e-mail addresses. */
export const isToEmails = (args: Args): boolean => args['module_name'] === 'Leads' && args['link_field_name'] === 'email_addresses';

/** `get_relationships` */
export function getRelationships(state: SugarState, args: Args, changes: Changes): Answer {
  if (!isToEmails(args)) return accessDenied;
  const id = textOf(args['module_id']);
  if (!isCrmId(id)) return nothing;
  const entry_list = (state.leads.get(id)?.emails ?? []).map((email) => ({
    id: email.id,
    module_name: 'EmailAddresses',
    name_value_list: nameValues({ ...email }, addressFields, args['related_fields'], lookOf(changes)),
  }));
  return php({ entry_list, relationship_list: [] });
}

/** `set_relationship`: takes links away, whether or not they are there, and leaves the stamp of the lead. It makes none. */
export function setRelationship(state: SugarState, args: Args, changes: Changes): Answer {
  if (!isToEmails(args)) return accessDenied;
  const id = textOf(args['module_id']);
  if (!isCrmId(id)) return nothing;
  if (!isSet(args['delete'])) return php({ created: 0, failed: 1, deleted: 0 });
  return writeLead(state, changes, id, () => {
    unlink(state, id, args['related_ids']);
    return php({ created: 0, failed: 0, deleted: 1 });
  });
}

function unlink(state: SugarState, id: string, relatedIds: unknown): void {
  const lead = state.leads.get(id);
  const gone = (Array.isArray(relatedIds) ? relatedIds : []).map((one) => textOf(one).toUpperCase());
  const emails = lead?.emails.filter((email) => !gone.includes(email.id.toUpperCase()));
  if (lead === undefined || emails!.length === lead.emails.length) return;
  state.leads.patch(id, { emails, modifiedAt: lead.modifiedAt, modified_user_id: lead.modified_user_id });
}
