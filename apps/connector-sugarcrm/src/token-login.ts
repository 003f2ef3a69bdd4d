import { Unauthorized, type Access } from '@intouch/connector-kit';
import { Garbled, isObject, parsed } from './garbled.js';
import { throwUnlessOk } from './http-status.js';

export type CallAccess = Pick<Access, 'http' | 'session' | 'settings' | 'credentials'>;

interface Tokens {
  readonly access: string;
  readonly refresh: string | null;
  /** Milliseconds, by our clock. */
  readonly until: number;
}

/** Renewed so long before its end. */
const marginMs = 60_000;

/**
 * The token of an account, one for all clubs and instances: a second login of its user on a platform ends the first
 * (https://support.sugarcrm.com/documentation/sugar_developer/). Refreshed where that is still allowed.
 */
export class TokenLogin {
  private known: string | null = null;

  constructor(private readonly access: CallAccess) {}

  async token(): Promise<string> {
    const kept = this.known ?? (await this.access.session.current());
    const tokens = tokensIn(kept);
    if (!tokens || tokens.until - marginMs <= Date.now()) return this.renewedFrom(kept);
    this.known = kept;
    return tokens.access;
  }

  /** @throws {Unauthorized} user or password not accepted */
  async renewed(dead: string): Promise<string> {
    // Somebody else may have renewed it since.
    const kept = await this.access.session.current();
    const tokens = tokensIn(kept);
    if (!tokens || tokens.access === dead) return this.renewedFrom(kept);
    this.known = kept;
    return tokens.access;
  }

  private async renewedFrom(kept: string | null): Promise<string> {
    this.known = await this.access.session.renew(kept, async () => {
      const refresh = tokensIn(kept)?.refresh ?? null;
      const tokens = (refresh === null ? null : await this.ask({ grant_type: 'refresh_token', refresh_token: refresh })) ?? (await this.ask(this.password()));
      if (tokens === null) throw new Unauthorized('integration', 'SugarCRM did not accept the login');
      return JSON.stringify(tokens);
    });
    return tokensIn(this.known)!.access;
  }

  private password(): Readonly<Record<string, string>> {
    const { settings, credentials } = this.access;
    return { grant_type: 'password', username: String(settings['userName']), password: String(credentials['password'] ?? '') };
  }

  /** null: 401, not granted. */
  private async ask(grant: Readonly<Record<string, string>>): Promise<Tokens | null> {
    const { http, settings, credentials } = this.access;
    const { grant_type, ...rest } = grant;
    const body = {
      grant_type, client_id: String(settings['clientId'] ?? 'sugar'), client_secret: String(credentials['clientSecret'] ?? ''), ...rest, platform: String(settings['platform'] ?? 'intouch'),
    };
    const answer = await http.send({ method: 'POST', url: `${rootOf(settings)}/oauth2/token`, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    if (answer.status === 401) return null;
    throwUnlessOk(answer, false);
    const said = parsed(answer.text, false);
    if (!isObject(said) || typeof said['access_token'] !== 'string') throw new Garbled(false);
    const { access_token, refresh_token, expires_in } = said;
    return { access: access_token, refresh: typeof refresh_token === 'string' ? refresh_token : null, until: Date.now() + (Number(expires_in) || 0) * 1_000 };
  }
}

export function rootOf(settings: Access['settings']): string {
  return `${String(settings['baseUrl'])}/rest/${String(settings['apiVersion'] ?? 'v11_16')}`;
}

/** null: none, or what another mode of access keeps for the same account. */
function tokensIn(kept: string | null): Tokens | null {
  if (kept === null || !kept.startsWith('{')) return null;
  return JSON.parse(kept) as Tokens;
}
