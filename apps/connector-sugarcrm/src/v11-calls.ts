import { isCutOff, Rejected, Unauthorized, Unavailable, type VendorAnswer } from '@intouch/connector-kit';
import { isObject, parsed } from './garbled.js';
import { throwUnlessOk } from './http-status.js';
import { rootOf, TokenLogin, type CallAccess } from './token-login.js';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly creating?: boolean;
}

/** Under another's feet: the same call once more is all it takes. */
const conflicts: ReadonlySet<number> = new Set([409, 412]);

/** The token and the errors of rest-v11 (vendors/sugarcrm.md, 3.6 and section 4). */
export class V11Calls {
  private readonly root: string;
  private readonly login: TokenLogin;

  constructor(private readonly access: CallAccess) {
    this.root = rootOf(access.settings);
    this.login = new TokenLogin(access);
  }

  /** undefined: 404 in the CRM's own words, there is no such record. */
  async call(call: Call): Promise<unknown> {
    const token = await this.login.token();
    let answer = await this.send(call, token);
    if (answer.status === 401) answer = await this.send(call, await this.login.renewed(token));
    else if (conflicts.has(answer.status)) answer = await this.send(call, token);
    return answeredIn(answer, call);
  }

  /** Without a token; that one is asked for is an answer, too. */
  async ping(): Promise<VendorAnswer> {
    const answer = await this.send({ method: 'GET', path: '/ping' }, null);
    if (answer.status === 401 && labelOf(answer) !== null) return answer;
    answeredIn(answer, {});
    return answer;
  }

  private send({ method, path, body, creating = false }: Call, token: string | null): Promise<VendorAnswer> {
    const headers = { 'Content-Type': 'application/json', ...(token === null ? {} : { 'OAuth-Token': token }) };
    return this.access.http.send({ method, url: `${this.root}${path}`, headers, ambiguous: creating, ...(body ? { body: JSON.stringify(body) } : {}) });
  }
}

function answeredIn(answer: VendorAnswer, { creating = false }: Pick<Call, 'creating'>): unknown {
  const { status, text } = answer;
  if (status >= 400 && isCutOff(text)) throw new Unavailable(`SugarCRM's answer was cut off (HTTP ${status})`, creating);
  const label = labelOf(answer);
  const message = label === null ? null : ((JSON.parse(text) as { error_message?: string }).error_message ?? label);
  if (status === 401) throw new Unauthorized('integration', `SugarCRM wants a login again, right after one: ${message ?? 'HTTP 401'}`);
  if (status === 404 && label === 'not_found') return undefined;
  if (conflicts.has(status)) throw new Unavailable(`SugarCRM answered HTTP ${status} twice`, false);
  if (status === 503 && label === 'maintenance') throw new Unavailable('SugarCRM is under maintenance', false);
  throwUnlessOk(answer, creating, message);
  return parsed(text, creating);
}

/** What an error is called; null: it is not one of the CRM's own. */
function labelOf({ status, text }: VendorAnswer): string | null {
  if (status < 300) return null;
  try {
    const said = JSON.parse(text) as unknown;
    return isObject(said) && typeof said['error'] === 'string' ? said['error'] : null;
  } catch {
    return null;
  }
}

/** 422: the id sent with a create is another record's already. */
export function isTaken(error: unknown): boolean {
  return error instanceof Rejected && /\balready exists\b/i.test(error.message);
}
