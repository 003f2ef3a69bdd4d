import { createHash } from 'node:crypto';
import { retryAfterSeconds, Throttled, Unauthorized, Unavailable, type Access, type VendorAnswer } from '@intouch/connector-kit';
import { assertion } from './assertion.js';
import { codeIn, dateIn, errorIn, parsed } from './answers.js';
import { isObject, rowsIn, textIn, type Row } from './wire.js';

/** A token, where it is good, and which versions there are. */
export interface Session {
  /** As the account keeps it. */
  readonly kept: string;
  readonly token: string;
  /** Origin of the org. */
  readonly instance: string;
  readonly versions: readonly string[];
}

type LoginAccess = Pick<Access, 'http' | 'session' | 'settings' | 'credentials'>;

const throttleSeconds = 60;

/**
 * The token of an account (vendors/salesforce.md, 3.3): no end of it is told, so it is used until it is refused. All clubs and
 * instances share it, but only where they would have got it with the same credentials: to know an app's public id gives no access.
 */
export class Login {
  private known: Session | null = null;
  private readonly credentialsMark: string;

  constructor(private readonly access: LoginAccess) {
    const { settings, credentials } = access;
    const proof = ['loginUrl', 'authFlow', 'clientId', 'userName', 'audience'].map((name) => settings[name] ?? null);
    this.credentialsMark = createHash('sha256').update(JSON.stringify([...proof, credentials['clientSecret'] ?? null, credentials['privateKeyPem'] ?? null])).digest('hex').slice(0, 32);
  }

  async session(): Promise<Session> {
    this.known ??= await this.kept();
    return this.known;
  }

  /** Logs in anew, unless somebody else has since. @throws {Unauthorized} not accepted */
  async renewed({ kept }: Session): Promise<Session> {
    this.known = await this.ownAfter(kept);
    return this.known;
  }

  /** Logs in anew whatever is known: what proves the credentials. Answers the vendor's clock, too. */
  async prove(): Promise<Date | null> {
    let answeredAt: Date | null = null;
    const dead = await this.access.session.current();
    this.known = await this.ownAfter(dead, (at) => (answeredAt = at));
    return answeredAt;
  }

  /** The versions that are there by now, for the same token. */
  async versionsAgain(session: Session): Promise<Session> {
    const text = await this.access.session.renew(session.kept, async () => this.sealed({ ...session, versions: await this.listVersions(session) }));
    this.known = this.readKept(text) ?? (await this.ownAfter(text));
    return this.known;
  }

  private async kept(): Promise<Session> {
    const text = await this.access.session.current();
    return (text === null ? null : this.readKept(text)) ?? (await this.ownAfter(text));
  }

  private async ownAfter(dead: string | null, told?: (at: Date | null) => void): Promise<Session> {
    for (let foreign = dead; ; ) {
      const text = await this.access.session.renew(foreign, () => this.logIn(told));
      const session = this.readKept(text);
      if (session) return session;
      // Somebody with other credentials has logged in meanwhile.
      foreign = text;
    }
  }

  private async logIn(told: (at: Date | null) => void = () => undefined): Promise<string> {
    const { http, settings } = this.access;
    const answer = await http.send({
      method: 'POST', url: `${String(settings['loginUrl'])}/services/oauth2/token`, headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' }, body: this.form().toString(),
    });
    const given = tokenIn(answer);
    told(dateIn(answer));
    const token = textIn(given, 'access_token');
    const instance = textIn(given, 'instance_url');
    if (token === null || instance === null) throw new Unavailable('Salesforce answered the login without a token', false);
    const session = { token, instance: trusted(instance, String(settings['loginUrl'])) };
    return this.sealed({ ...session, versions: await this.listVersions(session) });
  }

  private form(): URLSearchParams {
    const { settings, credentials } = this.access;
    if (settings['authFlow'] === 'jwt-bearer') return new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertion(settings, credentials) });
    return new URLSearchParams({ grant_type: 'client_credentials', client_id: String(settings['clientId']), client_secret: String(credentials['clientSecret'] ?? '') });
  }

  private async listVersions({ token, instance }: Pick<Session, 'token' | 'instance'>): Promise<readonly string[]> {
    const answer = await this.access.http.send({ method: 'GET', url: `${instance}/services/data/`, headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' } });
    if (answer.status === 401) throw new Unauthorized('integration', `HTTP 401 ${codeIn(answer) ?? ''}, right after a login`);
    if (answer.status !== 200) throw errorIn(answer, 'other', false);
    const list = parsed(answer.text);
    if (!Array.isArray(list)) throw new Unavailable('Salesforce does not tell its versions', false);
    return rowsIn(list).flatMap((row) => textIn(row, 'version') ?? []);
  }

  /** As the account keeps it. */
  sealed({ token, instance, versions }: Omit<Session, 'kept'>): string {
    return JSON.stringify({ token, instance, versions, by: this.credentialsMark });
  }

  /** null: of other credentials, or none that can be read. */
  private readKept(kept: string): Session | null {
    const value = parsed(kept);
    if (!isObject(value) || value['by'] !== this.credentialsMark) return null;
    const { token, instance, versions } = value as unknown as Session;
    return { kept, token, instance, versions };
  }
}

/** `wanted` where it is there, else the highest one between 52.0 and it. @throws {Unauthorized} there is none */
export function versionOf({ versions }: Pick<Session, 'versions'>, wanted: string): string {
  const usable = versions.filter((version) => /^\d{2,3}\.0$/.test(version) && Number(version) >= 52 && Number(version) <= Number(wanted));
  const [highest] = usable.sort((a, b) => Number(b) - Number(a));
  if (highest === undefined) throw new Unauthorized('integration', `Salesforce has no version from 52.0 to ${wanted}`, 'api-version-unsupported');
  return highest;
}

function throwUnlessUp({ status, headers }: VendorAnswer): void {
  if (status === 429 || status === 420) throw new Throttled(retryAfterSeconds(headers['retry-after'], throttleSeconds));
  if (status >= 500 || (status >= 300 && status < 400)) throw new Unavailable(`Salesforce answered HTTP ${status}`, false);
}

function tokenIn(answer: VendorAnswer): Row {
  throwUnlessUp(answer);
  const said = parsed(answer.text);
  const { status } = answer;
  if (status === 200 && isObject(said)) return said;
  if (status < 400) throw new Unavailable('Salesforce answered the login with something that is not its JSON', false);
  const error = isObject(said) ? textIn(said, 'error') : null;
  if (error === 'rate_limit_exceeded') throw new Throttled(throttleSeconds);
  if (error === null) throw new Unauthorized('integration', `Salesforce answered the login with HTTP ${status}: the address is wrong`);
  throw new Unauthorized('integration', `Salesforce did not accept the login (${error}): ${textIn(said as Row, 'error_description') ?? 'no reason given'}`);
}

/** The token goes to the customer's own host or to Salesforce's, and nowhere else. */
function trusted(instance: string, loginUrl: string): string {
  const [given, login] = [URL.parse(instance), new URL(loginUrl)];
  const isHost = given !== null && (given.host === login.host || /\.(salesforce|force)\.com$/.test(given.hostname));
  if (!isHost || !['https:', login.protocol].includes(given.protocol)) {
    throw new Unauthorized('integration', `The login names ${given?.host ?? 'no host'} as the org's, which is neither loginUrl's nor one of Salesforce; nothing was sent there`);
  }
  return given.origin;
}
