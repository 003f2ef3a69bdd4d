import { isObject } from '../../../http/json-body.js';

export type Args = Readonly<Record<string, unknown>>;

/** The methods there are, with the names of their arguments in order; `!`: must be there. */
const signatures: Readonly<Record<string, string>> = {
  get_server_info: '',
  login: 'user_auth! application name_value_list',
  get_user_id: 'session!',
  logout: 'session!',
  get_module_fields: 'session! module_name! fields',
  get_entry_list: 'session! module_name! query order_by offset select_fields link_name_to_fields_array max_results deleted favorites',
  get_entry: 'session! module_name! id! select_fields! link_name_to_fields_array track_view',
  set_entry: 'session! module_name! name_value_list! track_view',
  get_relationships:
    'session! module_name! module_id! link_field_name! related_module_query related_fields related_module_link_name_to_fields_array deleted',
  set_relationship: 'session! module_name! module_id! link_field_name! related_ids! name_value_list delete',
};

export const isMethod = (name: string): boolean => Object.hasOwn(signatures, name);

/**
 * The arguments of a method by name; null where PHP would end with a fatal error. Newer PHP binds the keys of the object
 * by name and dies of one it does not know, or misses; older PHP binds by position and does not look at the names.
 */
export function boundTo(method: string, data: unknown, mode: 'named' | 'positional'): Args | null {
  const signature = signatures[method]!.split(' ').filter(Boolean);
  const names = signature.map((name) => name.replace('!', ''));
  const bound = mode === 'positional' ? byPosition(names, data) : byName(names, data);
  const isWhole = bound !== null && signature.every((name) => !name.endsWith('!') || name.slice(0, -1) in bound);
  return isWhole ? bound : null;
}

function byName(names: readonly string[], data: unknown): Args | null {
  return isObject(data) && Object.keys(data).every((key) => names.includes(key)) ? data : null;
}

function byPosition(names: readonly string[], data: unknown): Args | null {
  if (typeof data !== 'object' || data === null) return null;
  return Object.fromEntries(Object.values(data).slice(0, names.length).map((value, index) => [names[index]!, value]));
}
