import { text, withHeaders, type Answer } from '../../../http/answer.js';
import type { Request } from '../../../http/request.js';
import { crashed } from '../failures.js';
import type { Changes } from '../listed-leads.js';
import { tableStamp } from '../stamps.js';
import { apiUser, type SugarState } from '../state.js';
import { accessDenied, invalidCall, invalidSession, noSuchModule, nothing, php, wrongLogin } from './answers.js';
import { boundTo, isMethod, type Args } from './arguments.js';
import { getEntry, getEntryList } from './entry-list.js';
import { formOf } from './form.js';
import { getModuleFields } from './module-fields.js';
import { getRelationships, setRelationship } from './relationships.js';
import { isWelcome, type Sessions } from './sessions.js';
import { setEntry } from './set-entry.js';

export const restPhp = '/service/v4_1/rest.php';
export const isRestPhp = ({ method, path }: Request): boolean => method === 'POST' && path === restPhp;

/** One call of `rest.php`; checks come in the order of section 8.1 of the page. */
export function answerRestPhp(state: SugarState, sessions: Sessions, request: Request, changes: Changes): Answer {
  if (!isRestPhp(request)) return text(404, 'text/html', '');
  const { method, data } = formOf(request);
  if (data === undefined) return method === 'login' ? wrongLogin : crashed;
  if (!isMethod(method)) return invalidCall;
  const args = boundTo(method, data, state.server.arguments ?? 'named');
  if (args === null) return crashed;
  if (method === 'get_server_info') return serverInfo(state);
  if (method === 'login') return isWelcome(args['user_auth']) ? loggedIn(sessions.begin()) : wrongLogin;
  if (args['session'] === '') return nothing;
  if (changes.has('session-lost')) sessions.end(args['session']);
  if (!sessions.admit(args['session'])) return invalidSession;
  if (method === 'get_user_id') return php(apiUser.id);
  if (method === 'logout') {
    sessions.end(args['session']);
    return nothing;
  }
  return withModule(state, method, args, changes);
}

function withModule(state: SugarState, method: string, args: Args, changes: Changes): Answer {
  if (args['module_name'] !== 'Leads' && args['module_name'] !== 'Users') return noSuchModule;
  switch (method) {
    case 'get_module_fields': return getModuleFields(state, args);
    case 'get_entry_list': return getEntryList(state, args, changes);
    case 'get_entry': return getEntry(state, args, changes);
    case 'get_relationships': return getRelationships(state, args, changes);
    case 'set_relationship': return setRelationship(state, args, changes);
    default: return args['module_name'] === 'Users' ? accessDenied : setEntry(state, args, changes);
  }
}

const serverInfo = (state: SugarState): Answer =>
  php({
    flavor: 'CE',
    ...(state.isSuite ? { version: '6.5.25', suitecrm_version: '7.14.6' } : { version: '6.5.23' }),
    gmt_time: tableStamp(state.clock.stamp()),
  });

/** The cookie comes as PHP has it; nobody needs it. */
function loggedIn(session: string): Answer {
  const values = { user_id: apiUser.id, user_name: apiUser.name, user_language: 'en_us', user_is_admin: true, user_default_dateformat: 'm/d/Y' };
  const name_value_list = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { name, value }]));
  return withHeaders(php({ id: session, module_name: 'Users', name_value_list }), { 'set-cookie': `PHPSESSID=${session}; path=/` });
}
