import { json, type Answer } from '../../../http/answer.js';
import type { JsonObject } from '../../../http/json-body.js';
import { apiUser } from '../state.js';
import { invalidGrant, invalidParameter, missingParameter } from './answers.js';
import type { Tokens } from './tokens.js';

const password = 'not-a-real-password';

/** `POST /oauth2/token`, https://support.sugarcrm.com/documentation/sugar_developer/: the grants `password` and `refresh_token`. */
export function tokenFor(tokens: Tokens, body: JsonObject): Answer {
  const { grant_type, client_id, client_secret = '', username, refresh_token, platform = 'base' } = body;
  if (grant_type === undefined) return missingParameter('grant_type');
  if (grant_type !== 'password' && grant_type !== 'refresh_token') return invalidParameter(`There is no grant of type ${String(grant_type)}.`);
  if (client_id !== 'sugar' || client_secret !== '' || typeof platform !== 'string') return invalidGrant;
  if (grant_type === 'refresh_token') {
    const renewed = tokens.renew(refresh_token);
    return renewed === null ? invalidGrant : json(200, renewed);
  }
  const isWelcome = username === apiUser.name && body['password'] === password;
  return isWelcome ? json(200, tokens.begin(platform)) : invalidGrant;
}
