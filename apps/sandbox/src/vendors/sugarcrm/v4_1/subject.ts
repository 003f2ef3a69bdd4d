import type { Request } from '../../../http/request.js';
import { isSet, textOf } from '../lead.js';
import type { SugarState } from '../state.js';
import type { About } from '../wires.js';
import { boundTo, isMethod, type Args } from './arguments.js';
import { formOf } from './form.js';
import { readNameValues } from './name-values.js';
import { readQuery } from './queries.js';
import { isToEmails } from './relationships.js';
import { isRestPhp } from './rest-php.js';
import { writeMeant } from './set-entry.js';

const plainNames: Readonly<Record<string, string>> = { get_server_info: 'ping', get_user_id: 'whoAmI', get_module_fields: 'describe' };
const writeNames = { create: 'createLead', update: 'updateLead', delete: 'deleteLead' } as const;

/** What a call of `rest-v4_1` is about, in the words of section 3.1 of the page. */
export function aboutV4(state: SugarState, request: Request): About {
  const { method } = formOf(request);
  if (!isRestPhp(request) || method === '') return { operation: 'unknown', club: null, lead: null };
  const args = argsOf(state, request);
  const meant = args === null ? null : meantBy(method, args);
  const { operation, lead = null, clubSent = null } = meant ?? { operation: plainNames[method] ?? method };
  return { operation, lead, club: clubSent ?? state.leads.get(lead ?? '')?.account_name ?? null };
}

interface Meant {
  readonly operation: string;
  readonly lead?: string;
  readonly clubSent?: string | null;
}

/** Null: a call that goes by the name of its method. */
function meantBy(method: string, args: Args): Meant | null {
  const isOfLeads = args['module_name'] === 'Leads';
  switch (method) {
    case 'get_entry_list': return args['module_name'] === 'Users' ? { operation: 'listUsers' } : isOfLeads ? listMeant(textOf(args['query'])) : null;
    case 'get_entry': return isOfLeads ? { operation: method, lead: textOf(args['id']) } : null;
    case 'set_entry': return isOfLeads ? entryMeant(args['name_value_list']) : null;
    case 'get_relationships': return isToEmails(args) ? { operation: 'listLeadEmails', lead: textOf(args['module_id']) } : null;
    case 'set_relationship': return isToEmails(args) && isSet(args['delete']) ? { operation: 'unlinkEmail', lead: textOf(args['module_id']) } : null;
    default: return null;
  }
}

function listMeant(query: string): Meant | null {
  const asked = readQuery(query);
  if (asked?.about === 'lead') return { operation: 'getLead', lead: asked.id };
  return asked?.about === 'feed' ? { operation: 'listChanges' } : null;
}

function entryMeant(list: unknown): Meant {
  const sent = readNameValues(list);
  const { kind, id } = writeMeant(sent);
  const operation = id === '' ? 'set_entry' : writeNames[kind];
  return kind === 'create' ? { operation, clubSent: textOf(sent.get('account_name')) || null } : { operation, lead: id };
}

/** The session a call comes with. */
export const sessionOf = (state: SugarState, request: Request): unknown => argsOf(state, request)?.['session'];

function argsOf(state: SugarState, request: Request): Args | null {
  const { method, data } = formOf(request);
  return isMethod(method) && isRestPhp(request) ? boundTo(method, data, state.server.arguments ?? 'named') : null;
}
