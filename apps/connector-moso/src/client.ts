import { Gone, Rejected, Unauthorized, Unavailable, type Access, type VendorAnswer, type VendorHttp } from '@intouch/connector-kit';
import { CookieLogin, objectIn, throwUnlessUp } from './cookie-login.js';
import { idOf, listedMember, textOf, type Answered, type ChangedMember, type ListedMember, type NewMember } from './wire.js';

/** The vendor tells no end of its list that could be relied on, and shows 50 rows a page. */
const lastPage = 500;

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: object;
  readonly creating?: boolean;
}

/** The wire of MoSoClub and its errors in the kit's words (vendors/moso.md, sections 3 and 4). */
export class MosoClient {
  private readonly http: VendorHttp;
  private readonly root: string;
  private readonly login: CookieLogin;

  constructor(access: Pick<Access, 'http' | 'session' | 'settings' | 'credentials'>) {
    this.http = access.http;
    this.root = String(access.settings['baseUrl']);
    this.login = new CookieLogin(access);
  }

  /** Answers the new record's id; duplicates are never detected. @throws {Unavailable} ambiguous: it may have been stored */
  async addMember(member: NewMember): Promise<string> {
    const { Data } = await this.call({ method: 'POST', path: '/Member/AddMember', body: member, creating: true });
    const id = idOf((Data as { ID?: unknown } | null | undefined)?.ID);
    if (id === null) throw new Unavailable('MoSoClub answered a create without an id', true);
    return id;
  }

  /** Repeatable. @throws {Gone} deleted */
  async updateMember(changes: ChangedMember): Promise<void> {
    await this.call({ method: 'PUT', path: '/Member/UpdateMemberDemographic', body: changes });
  }

  /** Reads the first page of the list, and nothing of it: what proves the login. */
  async prove(): Promise<void> {
    await this.activeMembers(1);
  }

  /** Every active member and lead of all clubs, by id ascending; false: the list goes on beyond the last page that is read. */
  async eachActiveMember(take: (member: ListedMember) => void): Promise<boolean> {
    for (let page = 1; page <= lastPage; page += 1) {
      const rows = await this.activeMembers(page);
      if (rows.length === 0) return true;
      for (const row of rows) {
        const member = listedMember(row);
        if (member) take(member);
      }
    }
    return false;
  }

  /** @throws {Unavailable} there is no list in the answer: that is not an empty one */
  private async activeMembers(page: number): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { Data } = await this.call({ method: 'GET', path: `/MemberSearch/FindMembers?memberStatus=Active&pageNumber=${page}` });
    const results = isObject(Data) ? (Data['Results'] ?? []) : null;
    if (!Array.isArray(results)) throw new Unavailable('MoSoClub answered without a list of members', false);
    return results.filter(isObject);
  }

  private async call(call: Call): Promise<Answered> {
    const cookies = await this.login.cookies();
    const first = await this.send(call, cookies);
    // The login has ended, or another one has taken its place: nothing was processed.
    const answer = isRefused(first) ? await this.send(call, await this.login.renewed(cookies)) : first;
    return answeredIn(answer, call);
  }

  private send({ method, path, body, creating = false }: Call, cookies: string): Promise<VendorAnswer> {
    const headers = { Accept: 'application/json', Cookie: cookies };
    return this.http.send({
      method, url: `${this.root}${path}`, ambiguous: creating,
      ...(body ? { headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) } : { headers }),
    });
  }
}

/** Redirected to the login page, or shown it, which comes with 200. */
function isLoginPage({ status, headers }: VendorAnswer): boolean {
  return (status >= 300 && status < 400) || (status === 200 && /^\s*text\/html\b/i.test(String(headers['content-type'] ?? '')));
}

function isRefused(answer: VendorAnswer): boolean {
  return isLoginPage(answer) || answer.status === 401 || answer.status === 403;
}

function answeredIn(answer: VendorAnswer, { method, creating = false }: Call): Answered {
  const { status, text } = answer;
  throwUnlessUp(answer, creating);
  if (isLoginPage(answer)) throw new Unavailable('MoSoClub asks for a login again, right after one', false);
  if (status === 401) throw new Unauthorized('integration', 'HTTP 401, right after a login');
  const said = objectIn(text);
  const message = textOf(said?.Message);
  // Only in MoSoClub's own words: an address that leads nowhere must not close links.
  if (status === 404 && method === 'PUT' && said?.Success === false) throw new Gone('deleted');
  if (status === 403 || status === 404) throw new Unauthorized('integration', `HTTP ${status}: the address is wrong or the right is not granted`, 'access-refused');
  if (status >= 400 || said?.Success === false) throw new Rejected('vendor-refused', message ?? `HTTP ${status}`, /^\w+/.exec(message ?? '')?.[0]);
  if (said === null) throw new Unavailable('MoSoClub answered something that is not its JSON', creating);
  return said;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
