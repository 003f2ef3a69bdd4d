import type { Answer } from '../../../http/answer.js';
import { textOf } from '../lead.js';
import { labels, lengthOf, stockStatuses, userFields } from '../lead-columns.js';
import type { SugarState } from '../state.js';
import { php } from './answers.js';
import type { Args } from './arguments.js';

/** `get_module_fields`: the fields asked for, or all of them; one that does not exist is simply missing. */
export function getModuleFields(state: SugarState, args: Args): Answer {
  const isUsers = args['module_name'] === 'Users';
  const fields = isUsers ? userFields : [...state.leadColumns];
  const asked = Array.isArray(args['fields']) && args['fields'].length > 0 ? args['fields'].map(textOf) : fields;
  const described = asked.filter((field) => fields.includes(field)).map((field) => [field, describe(state, field)]);
  return php({
    module_name: args['module_name'],
    table_name: isUsers ? 'users' : 'leads',
    module_fields: Object.fromEntries(described),
    link_fields: [],
  });
}

function describe(state: SugarState, name: string) {
  const list = name === 'lead_source' ? state.leadSources : name === 'status' ? new Map(stockStatuses.map((one) => [one, one])) : null;
  return {
    name,
    type: list === null ? (types[name] ?? 'varchar') : 'enum',
    group: '',
    id_name: '',
    label: labels[name] ?? name,
    required: name === 'last_name' ? 1 : 0,
    // PHP's empty array.
    options: list === null ? [] : Object.fromEntries([['', ''], ...list].map(([value, label]) => [value, { name: value, value: label }])),
    related_module: '',
    calculated: false,
    len: String(lengthOf(name)),
  };
}

const types: Readonly<Record<string, string>> = {
  id: 'id', birthdate: 'date', description: 'text', converted: 'bool', deleted: 'bool', date_entered: 'datetime', date_modified: 'datetime',
  phone_mobile: 'phone', phone_home: 'phone', phone_work: 'phone', assigned_user_id: 'id', modified_user_id: 'assigned_user_name',
};
