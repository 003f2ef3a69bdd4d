import { Gone, Unauthorized, Unavailable, type Access, type VendorAnswer, type VendorHttp } from '@intouch/connector-kit';
import { codeIn, dateIn, errorIn, parsed, Refusal, usageIn, type Target } from './answers.js';
import { Login, versionOf, type Session } from './login.js';
import { userQuery } from './query.js';
import { wholeId } from './record-id.js';
import { describedField, isObject, rowsIn, textIn, type DescribedField, type LeadFields, type Row, type RowsPage, type Usage } from './wire.js';

interface Call {
  readonly method: 'GET' | 'PATCH' | 'DELETE';
  /** Below the version; from the root where the vendor itself names it. */
  readonly path: string;
  readonly target: Target;
  /** What a good answer has: JSON, or nothing with 204. */
  readonly good: readonly (200 | 201 | 204)[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: LeadFields;
  /** A lost answer leaves it open whether a lead was made. */
  readonly creating?: boolean;
}

const lead = '/sobjects/Lead';
/** Rules that only alert let our writes pass; those that block still refuse. */
const pastAlerts = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true; includeRecordDetails=false; runAsCurrentUser=true' };
const usersPerPage = 2_000;

/** The wire of Salesforce's REST API (vendors/salesforce.md, section 3). */
export class SalesforceClient {
  readonly clubId: string;
  private readonly http: VendorHttp;
  private readonly login: Login;
  private readonly wantedVersion: string;
  private readonly batchSize: number;

  constructor(access: Pick<Access, 'clubId' | 'http' | 'session' | 'settings' | 'credentials'>) {
    this.clubId = access.clubId;
    this.http = access.http;
    this.login = new Login(access);
    this.wantedVersion = String(access.settings['apiVersion'] ?? '62.0');
    this.batchSize = Number(access.settings['pageSize'] ?? 2_000);
  }

  /** Logs in anew. Answers the vendor's time. @throws {Unauthorized} credentials or version */
  async prove(): Promise<Date | null> {
    const answeredAt = await this.login.prove();
    versionOf(await this.login.session(), this.wantedVersion);
    return answeredAt;
  }

  async describeLead(): Promise<readonly DescribedField[]> {
    const fields = objectIn(await this.call({ method: 'GET', path: `${lead}/describe`, target: 'other', good: [200] }))['fields'];
    if (!Array.isArray(fields)) throw new Unavailable('Salesforce described leads without their fields', false);
    return rowsIn(fields).map(describedField);
  }

  /** Calls of the day; null: not told. */
  async limits(): Promise<Usage | null> {
    const daily = objectIn(await this.call({ method: 'GET', path: '/limits', target: 'other', good: [200] }))['DailyApiRequests'];
    if (!isObject(daily)) return null;
    const [allowed, left] = [Number(daily['Max']), Number(daily['Remaining'])];
    return allowed > 0 && left >= 0 ? { used: allowed - left, allowed } : null;
  }

  async users(): Promise<readonly Row[]> {
    const users: Row[] = [];
    for (let last: string | null = null; ; ) {
      let page = await this.query('query', userQuery(last), usersPerPage);
      const from: number = users.length;
      users.push(...page.rows);
      while (page.next !== null) {
        page = await this.more(page.next);
        users.push(...page.rows);
      }
      const reached: string | null = users.length === from ? null : textIn(users.at(-1)!, 'Id');
      if (reached === null || reached === last || users.length - from < usersPerPage) return users;
      last = reached;
    }
  }

  /** One page of leads, deleted ones too. */
  leads(soql: string): Promise<RowsPage> {
    return this.query('queryAll', soql, this.batchSize);
  }

  /** The rest of a page. @throws {Refusal} `INVALID_QUERY_LOCATOR`: it is not kept any more */
  async more(next: string): Promise<RowsPage> {
    return pageIn(await this.call({ method: 'GET', path: next, target: 'query', good: [200] }));
  }

  /**
   * Makes the lead of this contact, or changes it where it is there.
   * @throws {Unavailable} ambiguous: it may have been stored · @throws {Gone} converted
   */
  async upsertLead(contactId: string, body: LeadFields, crmAssigns: boolean): Promise<{ readonly id: string; readonly created: boolean }> {
    const headers = { 'Sforce-Auto-Assign': crmAssigns ? 'TRUE' : 'FALSE', ...pastAlerts };
    const answer = await this.call({ method: 'PATCH', path: this.keyPath(contactId), target: 'key', good: [200, 201], headers, body, creating: true });
    const id = textIn(objectIn(answer, true), 'id');
    if (id === null) throw new Unavailable('Salesforce answered a create without an id', true);
    return { id: wholeId(id), created: answer.status === 201 };
  }

  /** The lead that bears this contact's id; null: there is none. */
  findLead(contactId: string, fields: readonly string[]): Promise<Row | null> {
    return this.read(this.keyPath(contactId), fields);
  }

  /** null: deleted, or never there. */
  getLead(id: string, fields: readonly string[]): Promise<Row | null> {
    return this.read(`${lead}/${encodeURIComponent(id)}`, fields);
  }

  /** Repeatable. @throws {Gone} deleted or converted */
  async updateLead(id: string, body: LeadFields): Promise<void> {
    await this.call({ method: 'PATCH', path: `${lead}/${encodeURIComponent(id)}`, target: 'record', good: [204], headers: { 'Sforce-Auto-Assign': 'FALSE', ...pastAlerts }, body });
  }

  /** Into the Recycle Bin; one that is not there any more is as good as deleted. */
  async deleteLead(id: string): Promise<void> {
    await this.call({ method: 'DELETE', path: `${lead}/${encodeURIComponent(id)}`, target: 'record', good: [204] }).catch(unlessGone);
  }

  private keyPath(contactId: string): string {
    return `${lead}/InTouch_Id__c/${encodeURIComponent(`${this.clubId}:${contactId}`)}`;
  }

  /** By either path an unknown lead is no fault. */
  private async read(path: string, fields: readonly string[]): Promise<Row | null> {
    const answer = await this.call({ method: 'GET', path: `${path}?fields=${fields.join(',')}`, target: 'record', good: [200] }).catch(unlessGone);
    return answer === null ? null : objectIn(answer);
  }

  private async query(kind: 'query' | 'queryAll', soql: string, batchSize: number): Promise<RowsPage> {
    const headers = { 'Sforce-Query-Options': `batchSize=${Math.min(2_000, Math.max(200, batchSize))}` };
    return pageIn(await this.call({ method: 'GET', path: `/${kind}?q=${encodeURIComponent(soql)}`, target: 'query', good: [200], headers }));
  }

  private async call(call: Call): Promise<VendorAnswer> {
    const session = await this.login.session();
    let answer = await this.send(call, session);
    if (answer.status === 401) {
      // The token has ended: nothing was processed.
      answer = await this.send(call, await this.login.renewed(session));
      if (answer.status === 401) throw new Unauthorized('integration', `HTTP 401 ${codeIn(answer) ?? ''}, right after a login`);
    }
    if (answer.status === 404 && codeIn(answer) === 'NOT_FOUND') answer = (await this.inAnotherVersion(call)) ?? answer;
    if (answer.status === 300) throw new Refusal('', 'duplicate-at-vendor', `Several leads bear ${this.clubId}'s id: InTouch_Id__c is not unique. ${String(parsed(answer.text) ?? '')}`.trim(), ['InTouch_Id__c']);
    if (!(call.good as readonly number[]).includes(answer.status)) throw errorIn(answer, call.target, call.creating === true);
    return answer;
  }

  /** Versions end: then everything answers as an unknown lead does, and must not be taken for deleted. null: it is not that. */
  private async inAnotherVersion(call: Call): Promise<VendorAnswer | null> {
    const before = await this.login.session();
    const now = await this.login.versionsAgain(before);
    return versionOf(now, this.wantedVersion) === versionOf(before, this.wantedVersion) ? null : this.send(call, now);
  }

  private send({ method, path, headers, body, creating = false }: Call, session: Session): Promise<VendorAnswer> {
    const root = path.startsWith('/services/') ? session.instance : `${session.instance}/services/data/v${versionOf(session, this.wantedVersion)}`;
    const all = { Authorization: `Bearer ${session.token}`, Accept: 'application/json', ...headers };
    return this.http.send({
      method, url: `${root}${path}`, ambiguous: creating,
      ...(body ? { headers: { ...all, 'Content-Type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) } : { headers: all }),
    });
  }
}

function unlessGone(error: unknown): null {
  if (error instanceof Gone && error.reason === 'deleted') return null;
  throw error;
}

/** @throws {Unavailable} a login page, or half a body */
function objectIn({ text }: VendorAnswer, creating = false): Row {
  const value = parsed(text);
  if (!isObject(value)) throw new Unavailable('Salesforce answered something that is not its JSON', creating);
  return value;
}

/** @throws {Unavailable} there is no list in it: that is not an empty one */
function pageIn(answer: VendorAnswer): RowsPage {
  const said = objectIn(answer);
  const next = textIn(said, 'nextRecordsUrl');
  if (!Array.isArray(said['records']) || (said['done'] !== true && next === null)) throw new Unavailable('Salesforce answered a query without its rows', false);
  return { rows: rowsIn(said['records']), next: said['done'] === true ? null : next, answeredAt: dateIn(answer), usage: usageIn(answer) };
}
