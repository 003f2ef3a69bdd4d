import type { Answer } from '../../../http/answer.js';
import { oauthRefused } from '../wire.js';

/** A token is not given; always 400, https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm. */
export class TokenError extends Error {
  constructor(
    readonly error: 'invalid_client' | 'invalid_client_id' | 'invalid_grant' | 'invalid_request' | 'inactive_user' | 'unsupported_grant_type',
    description: string,
  ) {
    super(description);
  }

  answer(): Answer {
    return oauthRefused(this.error, this.message);
  }
}

export const unknownClient = () => new TokenError('invalid_client_id', 'client identifier invalid');
export const wrongSecret = () => new TokenError('invalid_client', 'invalid client credentials');
