import type { Answer } from '../../../http/answer.js';
import type { JsonObject } from '../../../http/json-body.js';
import { isCrmId, newCrmId } from '../crm-id.js';
import { databaseFailure } from '../failures.js';
import { isSet, textOf, type Lead } from '../lead.js';
import { setByServer } from '../lead-columns.js';
import { meddle, writeLead } from '../lead-write.js';
import type { Changes } from '../listed-leads.js';
import { lookOf } from '../look.js';
import { instantOf, isTableStamp } from '../stamps.js';
import { apiUser, type SugarState } from '../state.js';
import { storedText } from '../stored-text.js';
import { nothing, php } from './answers.js';
import type { Args } from './arguments.js';
import { readNameValues, written } from './name-values.js';

type Sent = ReadonlyMap<string, unknown>;

/** What a `set_entry` on Leads is, by what is sent. Without an id it is a create that nothing of ours sends. */
export function writeMeant(sent: Sent): { kind: 'create' | 'update' | 'delete'; id: string } {
  const id = textOf(sent.get('id'));
  if (id === '' || isSet(sent.get('new_with_id'))) return { kind: 'create', id };
  return { kind: isSet(sent.get('deleted')) ? 'delete' : 'update', id };
}

/** `set_entry`: says 200 to nearly everything, and shows what was sent, whatever has become of it. */
export function setEntry(state: SugarState, args: Args, changes: Changes): Answer {
  const sent = readNameValues(args['name_value_list']);
  const { kind, id } = writeMeant(sent);
  if (id !== '' && !isCrmId(id)) return nothing;
  const target = id === '' ? newCrmId() : id;
  if (kind === 'update') meddle(state, changes, target);
  return writeLead(state, changes, target, (stamp) => {
    const before = state.leads.get(target);
    if (kind === 'create' && before !== undefined) return databaseFailure;
    // There is no update of what is not there or deleted, and no undelete; only, nobody is told.
    if (kind === 'create' || before?.deleted === 0) state.leads.patch(target, { ...valuesOf(state, sent, before), ...stamps(sent, before, stamp) });
    return php({ id: target, entry_list: echo(state, sent, changes) });
  });
}

function valuesOf(state: SugarState, sent: Sent, before: Lead | undefined): JsonObject {
  const fields = state.leadColumns;
  const values: JsonObject = {};
  for (const [field, value] of sent) {
    if (!fields.has(field) || setByServer.has(field) || (typeof value === 'object' && value !== null)) continue;
    // SuiteCRM from 7.12 keeps the address a lead has, https://github.com/SuiteCRM/SuiteCRM/issues/10513.
    if (field === 'email1' && state.isSuite && before?.email1 !== undefined) continue;
    values[field] = storedText(field, textOf(value), state.isSuite) || null;
  }
  return values;
}

/** Any client may send its own stamp, or leave the old one. */
function stamps(sent: Sent, before: Lead | undefined, now: string): JsonObject {
  const isForced = sent.has('update_date_modified') && !isSet(sent.get('update_date_modified'));
  const given = sent.get('date_modified');
  const forced = isTableStamp(given) ? instantOf(given) : before?.modifiedAt;
  return {
    modifiedAt: (isForced && forced) || now,
    modified_user_id: apiUser.id,
    ...(before === undefined ? { created_by: apiUser.id } : {}),
  };
}

function echo(state: SugarState, sent: Sent, changes: Changes) {
  const fields = state.leadColumns;
  return written([...sent].filter(([field]) => fields.has(field)), lookOf(changes));
}
