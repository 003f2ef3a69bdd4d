import type { Request } from '../../http/request.js';
import type { SugarState } from './state.js';
import { Sessions } from './v4_1/sessions.js';
import { sessionOf } from './v4_1/subject.js';
import { bodyOf, tokenOf } from './v11/rest-v11.js';
import { Tokens } from './v11/tokens.js';
import { isV11 } from './wires.js';

/** Who is logged in, by either protocol. A reset leaves them be: it is about what the CRM keeps, not about who talks to it. */
export class Logins {
  readonly sessions = new Sessions();
  readonly tokens = new Tokens();

  constructor(private readonly state: SugarState) {}

  /** True when the request comes with a live session or access token. Leaves no trace. */
  isLive(request: Request): boolean {
    return isV11(request) ? this.tokens.isLive(tokenOf(request)) : this.sessions.isLive(sessionOf(this.state, request));
  }

  /** True when another login would end what the request comes with: the access token, or the refresh token. */
  isDisplaceable(request: Request): boolean {
    return isV11(request) && (this.isLive(request) || this.tokens.isRefreshLive(bodyOf(request)?.['refresh_token']));
  }
}
