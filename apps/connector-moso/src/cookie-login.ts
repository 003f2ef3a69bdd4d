import { retryAfterSeconds, Throttled, Unauthorized, Unavailable, type Access, type VendorAnswer } from '@intouch/connector-kit';
import type { Answered } from './wire.js';

/** For a 503 or 429 that names no time. */
const busySeconds = 30;

/**
 * The login of an account: one at a time per machine name, so all clubs and instances share its cookies. What is asked for it
 * stands in the address: nothing of that address, and nothing the vendor says about it, goes into an error.
 */
export class CookieLogin {
  private known: string | null = null;

  constructor(private readonly access: Pick<Access, 'http' | 'session' | 'settings' | 'credentials'>) {}

  /** The cookies as they are sent; logs in where there are none. */
  async cookies(): Promise<string> {
    this.known ??= (await this.access.session.current()) ?? (await this.renewed(null));
    return this.known;
  }

  /** Logs in anew, unless somebody else has since. @throws {Unauthorized} user, password or machine name not accepted */
  async renewed(dead: string | null): Promise<string> {
    this.known = await this.access.session.renew(dead, () => this.logIn());
    return this.known;
  }

  private async logIn(): Promise<string> {
    const { http, settings, credentials } = this.access;
    const query = { userId: settings['userId'], password: credentials['password'] ?? '', machinename: settings['machineName'] };
    const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
    const answer = await http.send({ method: 'POST', url: `${String(settings['baseUrl'])}/Account/Authenticate?${search}`, headers: { Accept: 'application/json' } });
    throwUnlessUp(answer, false);
    const { status } = answer;
    if (status >= 300 && status < 400) throw new Unavailable(`MoSoClub answered the login with HTTP ${status}`, false);
    if (status === 401) throw refused(`HTTP ${status}`);
    if (status >= 400) throw new Unauthorized('integration', `MoSoClub answered the login with HTTP ${status}: the address is wrong or the right is not granted`, 'access-refused');
    const cookies = cookiesIn(answer);
    if (cookies === '') throw refused('no cookie');
    const said = objectIn(answer.text);
    if (said === null) throw new Unavailable('MoSoClub answered the login with something that is not its JSON', false);
    // A page may be given a cookie before anybody is logged in.
    if (said.Success === false || (said.Data as { Authenticated?: unknown } | null | undefined)?.Authenticated === false) throw refused('not authenticated');
    return cookies;
  }
}

const refused = (how: string): Unauthorized => new Unauthorized('integration', `MoSoClub did not accept the login (${how})`);

/** All `name=value` pairs, as one `Cookie` header; those without a value are being taken away. */
function cookiesIn({ headers }: VendorAnswer): string {
  const given = headers['set-cookie'] ?? [];
  const pairs = (Array.isArray(given) ? given : [given]).map((cookie) => cookie.split(';')[0]!.trim()).filter((pair) => /^[^=]+=./.test(pair));
  return [...new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair])).values()].join('; ');
}

/** What the status says of the server, whatever was asked. @throws {Throttled} · @throws {Unavailable} ambiguous where a create was asked */
export function throwUnlessUp({ status, headers, text }: VendorAnswer, creating: boolean): void {
  if (status === 429 || (status === 503 && text.includes('Server Too Busy'))) throw new Throttled(retryAfterSeconds(headers['retry-after'], busySeconds));
  if (status >= 500) throw new Unavailable(`MoSoClub answered HTTP ${status}`, creating);
}

/** null: not a JSON object, or one that is cut off. */
export function objectIn(text: string): Answered | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
