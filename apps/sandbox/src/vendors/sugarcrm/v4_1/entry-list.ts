import type { Answer } from '../../../http/answer.js';
import type { Row } from '../../../scripting/records.js';
import { theBeginning } from '../feed-order.js';
import { isSet, textOf, type Lead } from '../lead.js';
import { userFields } from '../lead-columns.js';
import { isHidden, listedAfter, offsetOf, pageLength, type Changes } from '../listed-leads.js';
import { lookOf } from '../look.js';
import type { SugarState } from '../state.js';
import { accessDenied, nothing, php } from './answers.js';
import type { Args } from './arguments.js';
import { isCrmId } from '../crm-id.js';
import { nameValues } from './name-values.js';
import { readQuery } from './queries.js';

type Found = (Row & { id: string })[];

/** `get_entry_list`: one page of what a known query asks for. */
export function getEntryList(state: SugarState, args: Args, changes: Changes): Answer {
  const found = args['module_name'] === 'Users' ? users(state, args) : leads(state, args, changes);
  if (found === null) return accessDenied;
  const [offset, length, look] = [offsetOf(args['offset']), pageLength(args['max_results'], changes), lookOf(changes)];
  const page = found.slice(offset, offset + length);
  const fields = fieldsOf(state, args);
  return php({
    result_count: page.length,
    total_count: found.length === 0 ? 0 : String(found.length),
    next_offset: offset + page.length,
    entry_list: page.map((row) => ({ id: row.id, module_name: args['module_name'], name_value_list: nameValues(row, fields, args['select_fields'], look) })),
    relationship_list: [],
  });
}

/** `get_entry`: one record, or a warning in its place. */
export function getEntry(state: SugarState, args: Args, changes: Changes): Answer {
  const [id, module_name] = [textOf(args['id']), args['module_name']];
  if (!isCrmId(id)) return nothing;
  const row: Row | undefined = module_name === 'Users' ? state.users.get(id) : state.leads.get(id);
  const isThere = row !== undefined && !isSet(row['deleted']);
  const name_value_list = isThere ? nameValues(row, fieldsOf(state, args), args['select_fields'], lookOf(changes)) : gone;
  return php({ entry_list: [{ id, module_name, name_value_list }], relationship_list: [] });
}

const gone = [
  { name: 'warning', value: 'Access to this object is denied since it has been deleted or does not exist' },
  { name: 'deleted', value: '1' },
];

const fieldsOf = (state: SugarState, { module_name }: Args): ReadonlySet<string> => (module_name === 'Users' ? new Set(userFields) : state.leadColumns);

/** Null: a query nobody may send. */
function users(state: SugarState, args: Args): Found | null {
  const isKnown = textOf(args['query']) === '' && textOf(args['order_by']) === 'users.id ASC' && !isSet(args['deleted']);
  return isKnown ? state.presentUsers : null;
}

function leads(state: SugarState, args: Args, changes: Changes): Found | null {
  const asked = readQuery(textOf(args['query']));
  const isKnown = asked !== null && textOf(args['order_by']) === asked.orderBy && isSet(args['deleted']) === (asked.deleted === '1');
  if (!isKnown) return null;
  switch (asked.about) {
    case 'feed': return listedAfter(state, asked.after, changes);
    case 'lead': {
      const lead = state.leads.get(asked.id);
      return lead === undefined || isHidden(state, lead, changes) ? [] : [lead];
    }
    case 'email': return listedAfter(state, theBeginning, changes).filter((lead) => isAt(lead, asked.address));
  }
}

const isAt = ({ emails }: Lead, address: string): boolean => emails.some(({ email_address }) => email_address.toUpperCase() === address);
