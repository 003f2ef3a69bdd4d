import type { Settings, VendorAnswer, VendorHttp, VendorRequest, VendorSession } from '@intouch/connector-kit';
import { SalesforceClient } from '../client.js';
import { Login } from '../login.js';
import { settings } from './facts.js';

export const clientSecret = 's3cret&wörd=1';
const instance = 'https://myclub.my.salesforce.com';
const data = `${instance}/services/data/v62.0`;

class ScriptedHttp implements VendorHttp {
  readonly sent: VendorRequest[] = [];
  constructor(private readonly answers: readonly (VendorAnswer | Error)[]) {}

  async send(request: VendorRequest): Promise<VendorAnswer> {
    const answer = this.answers[this.sent.push(request) - 1];
    if (!answer) throw new Error(`no answer was scripted for ${request.method} ${request.url}`);
    if (answer instanceof Error) throw answer;
    return answer;
  }

  /** What was called, below the version where there is one. */
  get calls(): string[] {
    return this.sent.map(({ method, url }) => `${method} ${url.startsWith(data) ? url.slice(data.length) : url.slice(instance.length)}`);
  }

  body(index: number): unknown {
    return JSON.parse(this.sent[index]!.body!);
  }
}

/** A login that is kept for this test alone. */
export class KeptSession implements VendorSession {
  constructor(public kept: string | null = null) {}

  async current(): Promise<string | null> {
    return this.kept;
  }

  async renew(dead: string | null, login: () => Promise<string>): Promise<string> {
    if (this.kept === null || this.kept === dead) this.kept = await login();
    return this.kept;
  }
}

interface Scripted {
  /** null: nobody has logged in. Default: a good token and version 62.0. */
  readonly session?: KeptSession;
  readonly set?: Settings;
  readonly credentials?: Readonly<Record<string, string>>;
}

export const versions = (...all: string[]): VendorAnswer => json(200, all.map((version) => ({ label: version, url: `/services/data/v${version}`, version })));
export const token = (name = 'token-1', more: object = {}): VendorAnswer => json(200, { access_token: name, instance_url: instance, id: `${instance}/id/00D/005`, token_type: 'Bearer', ...more });

/** A client whose calls, logins too, are answered by these, one after the other. */
export function clientOf(answers: readonly (VendorAnswer | Error)[], { session, set = {}, credentials = { clientSecret } }: Scripted = {}) {
  const http = new ScriptedHttp(answers);
  const kept = session ?? new KeptSession();
  const access = { clubId: 'c1', http, session: kept, settings: { ...settings, ...set }, credentials };
  if (!session) kept.kept = new Login(access).sealed({ token: 'token-1', instance, versions: ['52.0', '62.0'] });
  return { http, session: kept, client: new SalesforceClient(access) };
}

/** An answer as it is. */
export const text = (status: number, body = '', headers: VendorAnswer['headers'] = {}): VendorAnswer => ({ status, headers, text: body });
export const json = (status: number, body: unknown, headers: VendorAnswer['headers'] = {}): VendorAnswer => text(status, JSON.stringify(body), { 'content-type': 'application/json;charset=UTF-8', ...headers });
export const refused = (status: number, errorCode: string, message = errorCode, ...fields: string[]): VendorAnswer => json(status, [{ message, errorCode, fields }]);
export const expired = refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
export const notFound = refused(404, 'NOT_FOUND', 'The requested resource does not exist');
export const html = text(200, '<html><body>Please sign in</body></html>', { 'content-type': 'text/html' });
export const done = text(204);
export const made = (id: string, created = true): VendorAnswer => json(created ? 201 : 200, { id, success: true, errors: [], created });
/** A whole query, or one that goes on at `next`. */
export const rows = (records: readonly object[], next: string | null = null, headers: VendorAnswer['headers'] = {}): VendorAnswer =>
  json(200, { totalSize: records.length, done: next === null, ...(next === null ? {} : { nextRecordsUrl: next }), records }, headers);

/** A rule of the org that blocks, pointing at these records. */
export function duplicates(...records: readonly { readonly Id: string; readonly type?: string }[]): VendorAnswer {
  const matchRecords = records.map(({ Id, type = 'Lead' }) => ({ matchConfidence: 100, record: { attributes: { type, url: `/services/data/v62.0/sobjects/${type}/${Id}` }, Id } }));
  return json(400, [{
    errorCode: 'DUPLICATES_DETECTED', message: 'Use one of these records?', fields: [],
    duplicateResult: { allowSave: false, duplicateRule: 'Sim_Lead_Rule', matchResults: [{ entityType: 'Lead', rule: 'Sim_Lead_Match', success: true, matchRecords }] },
  }]);
}
