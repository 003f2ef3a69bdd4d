import { createHash } from 'node:crypto';
import { Rejected, Throttled, Unauthorized, Unavailable, type Access } from '@intouch/connector-kit';
import { Garbled, isObject, parsed } from './garbled.js';
import { defaultRetryAfterSeconds, throwUnlessOk } from './http-status.js';
import { textOf, type Answered } from './v4-wire.js';

export type CallAccess = Pick<Access, 'http' | 'session' | 'settings' | 'credentials'>;
type Arguments = Readonly<Record<string, unknown>>;

/** Tells it from what another mode of access keeps for the same account. */
const keptAs = 'v4_1 ';
const credentialsRefused: ReadonlySet<number> = new Set([10, 12, 70, 1008, 1009, 1012]);
const deadSession = 11;

/**
 * The envelope, the session and the errors of rest-v4_1 (vendors/sugarcrm.md, 3.2 and section 4). Arguments go out all, and in the
 * order they are given: newer servers bind them by name, older ones by position.
 */
export class V4Calls {
  private known: string | null = null;

  constructor(private readonly access: CallAccess) {}

  /** A call within the session; one that is found dead is renewed once. */
  async call(method: string, args: Arguments, creating = false): Promise<Answered> {
    const session = await this.session();
    const first = await this.send(method, { session, ...args }, creating);
    const answer = isDead(first) ? await this.send(method, { session: await this.renewed(keptAs + session), ...args }, creating) : first;
    if (answer === null) throw new Rejected('vendor-refused', 'SugarCRM answered null: it cannot make anything of this id.');
    if (isDead(answer)) throw new Unavailable('SugarCRM does not know the session, right after a login', false);
    return answer;
  }

  async callWithoutLogin(method: string, args: Arguments = {}): Promise<Answered> {
    const answer = await this.send(method, args, false);
    if (answer === null || isDead(answer)) throw new Garbled(false);
    return answer;
  }

  private async session(): Promise<string> {
    const kept = this.known ?? (await this.access.session.current());
    this.known = kept?.startsWith(keptAs) ? kept : await this.access.session.renew(kept, () => this.logIn());
    return this.known.slice(keptAs.length);
  }

  private async renewed(dead: string): Promise<string> {
    this.known = await this.access.session.renew(dead, () => this.logIn());
    return this.known.slice(keptAs.length);
  }

  /** @throws {Unauthorized} user or password not accepted */
  private async logIn(): Promise<string> {
    const { settings, credentials } = this.access;
    const password = createHash('md5').update(String(credentials['password'] ?? ''), 'utf8').digest('hex');
    const { id } = await this.callWithoutLogin('login', {
      user_auth: { user_name: String(settings['userName']), password, version: '1' }, application: 'InTouch Connector', name_value_list: [{ name: 'notifyonsave', value: false }],
    });
    if (textOf(id) === '') throw new Garbled(false);
    return keptAs + textOf(id);
  }

  private async send(method: string, args: Arguments, creating: boolean): Promise<Answered | null> {
    const { http, settings } = this.access;
    const form = new URLSearchParams({ method, input_type: 'JSON', response_type: 'JSON', rest_data: JSON.stringify(args) });
    const answer = await http.send({
      method: 'POST', url: `${String(settings['baseUrl'])}/service/v4_1/rest.php`, headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
      body: form.toString(), ambiguous: creating,
    });
    throwUnlessOk(answer, creating);
    const value = parsed(answer.text, creating);
    if (value === null) return null;
    if (!isObject(value)) throw new Garbled(creating);
    // A success never has a number.
    if ('number' in value && Number(value['number']) !== deadSession) throw fault(value);
    return value;
  }
}

function isDead(answer: Answered | null): boolean {
  return answer === null || 'number' in answer;
}

/** Errors come with HTTP 200. */
function fault({ number, name, description }: Answered): Error {
  const [code, words] = [Number(number), textOf(description) || textOf(name)];
  if (credentialsRefused.has(code)) return new Unauthorized('integration', `SugarCRM did not accept the login: ${words}`);
  if (code === 20 || code === 40 || code === -1) return new Unauthorized('integration', `SugarCRM refuses the call: ${words}`, 'access-refused');
  if (code === 60 || code === 90) return new Throttled(defaultRetryAfterSeconds);
  return new Rejected('vendor-refused', words || `error ${code}`);
}
