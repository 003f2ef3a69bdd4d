import { createHmac } from 'node:crypto';
import type { Answer } from '../../../http/answer.js';
import type { Request } from '../../../http/request.js';
import { notFound } from '../errors.js';
import { completed, organization } from '../ids.js';
import { routeOf } from '../routes.js';
import type { SalesforceState } from '../state.js';
import { answered, oauthRefused } from '../wire.js';
import { clientOfAssertion } from './assertion.js';
import type { Sessions } from './sessions.js';
import { TokenError, unknownClient, wrongSecret } from './token-error.js';

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Everything below `/services/oauth2/`. `foreign`: hazard `foreign-instance-url`. */
export function answerOauth(state: SalesforceState, sessions: Sessions, request: Request, origin: string, foreign: boolean): Answer {
  switch (routeOf(request).operation) {
    case 'token': return giveToken(state, sessions, request, origin, foreign ? 'http://example.invalid' : origin);
    case 'revoke': return revokeToken(sessions, request);
    default: return routeOf(request).allowed.length === 0 ? notFound : new TokenError('invalid_request', 'must use HTTP POST').answer();
  }
}

/**
 * `POST /services/oauth2/token`. Its shapes are those of
 * https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_client_credentials_flow.htm.
 * @param origin where the sandbox is
 * @param instanceUrl where it says it is
 */
function giveToken(state: SalesforceState, sessions: Sessions, { body }: Request, origin: string, instanceUrl: string): Answer {
  try {
    const clientId = clientOf(new URLSearchParams(body), state, origin);
    const { runAs = '', clientSecret = '' } = state.apps.need(clientId);
    const user = state.users.get(runAs);
    if (user === undefined) throw new TokenError('invalid_grant', 'no client credentials user enabled');
    if (user.IsActive !== true) throw new TokenError('inactive_user', 'user is inactive');
    const id = `${origin}/id/${completed(organization)}/${user.Id}`;
    const issued_at = String(state.clock.now());
    return answered(200, {
      access_token: sessions.open(clientId, user.Id),
      signature: createHmac('sha256', clientSecret).update(id + issued_at).digest('base64'),
      token_format: 'opaque',
      instance_url: instanceUrl,
      id,
      token_type: 'Bearer',
      issued_at,
    });
  } catch (error) {
    if (error instanceof TokenError) return error.answer();
    throw error;
  }
}

function clientOf(form: URLSearchParams, state: SalesforceState, origin: string): string {
  switch (form.get('grant_type')) {
    case 'client_credentials': {
      const clientId = form.get('client_id') ?? '';
      const app = state.apps.get(clientId);
      if (app === undefined) throw unknownClient();
      if (app.clientSecret === undefined || form.get('client_secret') !== app.clientSecret) throw wrongSecret();
      return clientId;
    }
    case jwtBearer: return clientOfAssertion(form.get('assertion') ?? '', state, origin);
    default: throw new TokenError('unsupported_grant_type', 'grant type not supported');
  }
}

/** `POST /services/oauth2/revoke`, https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm. Not on the page. */
function revokeToken(sessions: Sessions, { body }: Request): Answer {
  const token = new URLSearchParams(body).get('token') ?? '';
  return sessions.end(token) ? { status: 200, headers: {}, body: '' } : oauthRefused('invalid_token', 'invalid token');
}
