import type { Settings, VendorAnswer, VendorHttp, VendorRequest, VendorSession } from '@intouch/connector-kit';
import { MosoClient } from '../client.js';
import { settings } from './facts.js';

export const password = 'p&ss wörd=1';

class ScriptedHttp implements VendorHttp {
  readonly sent: VendorRequest[] = [];
  constructor(private readonly answers: readonly (VendorAnswer | Error)[]) {}

  async send(request: VendorRequest): Promise<VendorAnswer> {
    const answer = this.answers[this.sent.push(request) - 1];
    if (!answer) throw new Error(`no answer was scripted for ${request.method} ${request.url}`);
    if (answer instanceof Error) throw answer;
    return answer;
  }

  /** What was called, without the queries. */
  get paths(): string[] {
    return this.sent.map(({ url }) => new URL(url).pathname.split('/').at(-1)!);
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

/** A client whose calls, logins too, are answered by these, one after the other. */
export function clientOf(answers: readonly (VendorAnswer | Error)[], { session = new KeptSession('a=1'), set = {} }: Scripted = {}) {
  const http = new ScriptedHttp(answers);
  return { http, session, client: new MosoClient({ http, session, settings: { ...settings, ...set }, credentials: { password } }) };
}

/** An answer as it is. */
export const text = (status: number, body = '', headers: VendorAnswer['headers'] = {}): VendorAnswer => ({ status, headers, text: body });
const json = { 'content-type': 'application/json; charset=utf-8' };
export const good = (data: unknown): VendorAnswer => text(200, JSON.stringify({ Data: data, Success: true, Message: null }), json);
export const bad = (status: number, message: string): VendorAnswer => text(status, JSON.stringify({ Data: null, Success: false, Message: message }), json);
export const html = text(200, '<html><body>Please sign in</body></html>', { 'content-type': 'text/html' });
export const redirected = text(302, '', { location: '/Account/Login' });
/** A good login with these cookies. */
export const loggedIn = (...cookies: string[]): VendorAnswer => {
  const answer = good({ Authenticated: true });
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookies.length === 1 ? cookies[0] : cookies } };
};
export const fresh = loggedIn('.MOSOAUTH=0f; path=/; HttpOnly', 'ASP.NET_SessionId=abc; path=/; HttpOnly');
export const freshCookies = '.MOSOAUTH=0f; ASP.NET_SessionId=abc';
