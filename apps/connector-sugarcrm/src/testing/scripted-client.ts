import type { Settings, VendorAnswer, VendorHttp, VendorRequest, VendorSession } from '@intouch/connector-kit';
import { V11Client } from '../v11-client.js';
import { V4Client } from '../v4-client.js';
import { settings } from './facts.js';

/** Of the page's sample login. */
export const password = 'not-a-real-password';

class ScriptedHttp implements VendorHttp {
  readonly sent: VendorRequest[] = [];
  constructor(private readonly answers: readonly (VendorAnswer | Error)[]) {}

  async send(request: VendorRequest): Promise<VendorAnswer> {
    const answer = this.answers[this.sent.push(request) - 1];
    if (!answer) throw new Error(`no answer was scripted for ${request.method} ${request.url} ${request.body ?? ''}`);
    if (answer instanceof Error) throw answer;
    return answer;
  }

  /** The calls of rest-v4_1: the method and its arguments. */
  get calls(): (readonly [method: string, args: Readonly<Record<string, unknown>>])[] {
    return this.sent.map(({ body }) => {
      const form = new URLSearchParams(body);
      return [form.get('method')!, JSON.parse(form.get('rest_data')!) as Record<string, unknown>];
    });
  }

  /** The calls of rest-v11. */
  get paths(): string[] {
    return this.sent.map(({ method, url }) => `${method} ${new URL(url).pathname.replace(/^.*\/rest\/v[^/]*/, '')}`);
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
  readonly session?: KeptSession;
  readonly set?: Settings;
}

type Answers = readonly (VendorAnswer | Error)[];

/** A client of rest-v4_1 whose calls, logins too, are answered by these, one after the other. */
export function v4ClientOf(answers: Answers, { session = new KeptSession('v4_1 S'), set = {} }: Scripted = {}) {
  const http = new ScriptedHttp(answers);
  return { http, session, client: new V4Client({ http, session, settings: { ...settings, ...set }, credentials: { password } }) };
}

export const tokens = (access: string, inMs = 3_600_000): string => JSON.stringify({ access, refresh: `refresh of ${access}`, until: Date.now() + inMs });

/** The same of rest-v11. */
export function v11ClientOf(answers: Answers, { session = new KeptSession(tokens('T')), set = {} }: Scripted = {}) {
  const http = new ScriptedHttp(answers);
  return { http, session, client: new V11Client({ http, session, settings: { ...settings, protocol: 'rest-v11', ...set }, credentials: { password, clientSecret: 'hush' } }) };
}

/** An answer as it is. */
export const text = (status: number, body = '', headers: VendorAnswer['headers'] = {}): VendorAnswer => ({ status, headers, text: body });
export const json = (value: unknown, status = 200): VendorAnswer => text(status, JSON.stringify(value), { 'content-type': 'application/json; charset=UTF-8' });
export const html = text(200, '<html><body>Please sign in</body></html>', { 'content-type': 'text/html' });

/** An error of rest-v4_1, which comes with HTTP 200. */
export const fault = (number: number | string, description = 'what it says'): VendorAnswer => json({ name: 'Some Error', number, description });
export const failed = text(500, 'Database failure. Please refer to suitecrm.log for details.');
export const loggedIn = (id: string): VendorAnswer => json({ id, module_name: 'Users', name_value_list: {} });

type Values = Readonly<Record<string, string>>;
const named = (values: Values): object => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { name, value }]));

/** A list of rest-v4_1 with rows of these values. */
export const listed = (...rows: Values[]): VendorAnswer =>
  json({
    result_count: rows.length, total_count: rows.length === 0 ? 0 : String(rows.length), next_offset: rows.length,
    entry_list: rows.map((values) => ({ id: values['id'], module_name: 'Leads', name_value_list: named(values) })), relationship_list: [],
  });
export const stored = (id: string): VendorAnswer => json({ id, entry_list: {} });
export const suite = json({ flavor: 'CE', version: '6.5.25', suitecrm_version: '7.14.6', gmt_time: '2026-11-22 02:02:29' });
export const ce = json({ flavor: 'CE', version: '6.5.23', gmt_time: '2026-11-22 02:02:29' });

/** An error of rest-v11. */
export const refused = (status: number, error: string, error_message = 'what it says'): VendorAnswer => json({ error, error_message }, status);
