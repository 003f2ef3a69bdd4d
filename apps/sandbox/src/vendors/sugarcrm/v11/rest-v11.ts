import { json, type Answer } from '../../../http/answer.js';
import { isObject, type JsonObject } from '../../../http/json-body.js';
import { header, type Request } from '../../../http/request.js';
import { textOf } from '../lead.js';
import type { Changes } from '../listed-leads.js';
import { apiUser, type SugarState } from '../state.js';
import type { About } from '../wires.js';
import { incorrectVersion, invalidParameter, needLogin, noMethod } from './answers.js';
import { filterLeads, filterUsers } from './filter.js';
import { createLead, deleteLead, getLead, updateLead } from './leads.js';
import { tokenFor } from './oauth.js';
import { routeOf } from './routes.js';
import type { Tokens } from './tokens.js';

/** The access token a call comes with. */
export const tokenOf = (request: Request): string | null => header(request, 'oauth-token');

export const bodyOf = ({ body }: Request): JsonObject | null => {
  try {
    const value: unknown = JSON.parse(body === '' ? '{}' : body);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
};

/** What a call of `rest-v11` is about, in the words of section 3.1 of the page. */
export function aboutV11(state: SugarState, request: Request): About {
  const { operation, id } = routeOf(request);
  if (operation === 'createLead') return { operation, lead: null, club: textOf(bodyOf(request)?.['account_name']) || null };
  return { operation, lead: id || null, club: state.leads.get(id)?.account_name ?? null };
}

/** One call below `/rest/v1…`; checks come in the order of section 8.1 of the page. */
export function answerRestV11(state: SugarState, tokens: Tokens, request: Request, changes: Changes): Answer {
  const { operation, id, refusal } = routeOf(request);
  if (refusal !== undefined) return refusal === 'incorrect-version' ? incorrectVersion : noMethod;
  const body = bodyOf(request);
  if (body === null) return invalidParameter('The body is not a JSON object.');
  const token = tokenOf(request);
  if (changes.has('session-lost')) tokens.drop(token);
  if (changes.has('login-displaced')) tokens.displace(token, body['refresh_token']);
  if (operation === 'ping') return json(200, 'pong');
  if (operation === 'login') return tokenFor(tokens, body);
  if (!tokens.isLive(token)) return needLogin;
  switch (operation) {
    case 'logout': {
      tokens.end(token);
      return json(200, { success: true });
    }
    case 'whoAmI': return json(200, { current_user: { id: apiUser.id, user_name: apiUser.name } });
    case 'describe': return json(200, Object.fromEntries([['', ''], ...state.leadSources]));
    case 'listUsers': return filterUsers(state, body, changes);
    case 'listChanges': return filterLeads(state, body, changes);
    case 'createLead': return createLead(state, body, changes);
    case 'updateLead': return updateLead(state, id, body, changes);
    case 'deleteLead': return deleteLead(state, id, changes);
    case 'getLead': return getLead(state, id, request.search, changes);
  }
}
