import { header, type Request } from '../../../http/request.js';
import { organization } from '../ids.js';
import type { SalesforceState } from '../state.js';

/** Real time after the last use: what an org has that nobody has set otherwise. */
const life = 2 * 3_600_000;

export interface Session {
  readonly clientId: string;
  /** Id of the user who acts. */
  readonly user: string;
  /** By `performance.now()`. */
  usedAt: number;
}

/**
 * Who is logged in. A reset of the records leaves them be, and tokens are never given twice: a token from before stays
 * what it was.
 */
export class Sessions {
  private readonly byToken = new Map<string, Session>();
  private given = 0;

  constructor(private readonly state: SalesforceState) {}

  /** @returns the access token */
  open(clientId: string, user: string): string {
    for (const [token, session] of this.byToken) if (!this.isLive(session)) this.byToken.delete(token);
    const token = `${organization}!simtoken${String(++this.given).padStart(4, '0')}`;
    this.byToken.set(token, { clientId, user, usedAt: performance.now() });
    return token;
  }

  /** The session of a request, which goes on living from now; null without a live one. */
  admit(request: Request): Session | null {
    const session = this.of(request);
    if (session !== null) session.usedAt = performance.now();
    return session;
  }

  /** As `admit`, but leaves no trace. */
  of(request: Request): Session | null {
    const session = this.byToken.get(tokenOf(request));
    return session !== undefined && this.isLive(session) ? session : null;
  }

  /** @returns false when there is no such token */
  end(token: string): boolean {
    return this.byToken.delete(token);
  }

  /** Ends the session that a request comes with, if any. */
  endOf(request: Request): void {
    this.end(tokenOf(request));
  }

  private isLive({ clientId, user, usedAt }: Session): boolean {
    const { apps, users } = this.state;
    return performance.now() - usedAt < life && apps.get(clientId) !== undefined && users.get(user)?.IsActive === true;
  }
}

function tokenOf(request: Request): string {
  return /^(?:Bearer|OAuth) +(\S+)$/i.exec(header(request, 'authorization') ?? '')?.[1] ?? '';
}
