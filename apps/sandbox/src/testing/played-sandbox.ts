import { afterAll, beforeAll } from '@jest/globals';
import { startSandbox, type Sandbox, type SandboxOptions } from '../start-sandbox.js';

export interface Reply {
  status: number;
  /** Parsed when it is JSON, else the text. */
  body: any;
  headers: Headers;
}

/** A running sandbox for the specs of one file, on a port of its own. */
export interface Played {
  readonly url: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** A call of the scripting interface of Compete; `path` begins after `/__sandbox/compete`. */
  script(method: string, path: string, body?: unknown): Promise<Reply>;
  /** A call on Compete's wire, with good credentials for club 1 unless `headers` say otherwise. */
  compete(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
}

/** Starts a sandbox before the specs of this file and ends it after them. */
export function playSandbox(options: SandboxOptions = {}): Played {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox(options);
  });
  afterAll(() => sandbox.close());

  const call: Played['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: parsed(text), headers: response.headers };
  };
  return {
    get url() {
      return sandbox.url;
    },
    call,
    script: (method, path, body) => call(method, `/__sandbox/compete${path}`, body),
    compete: (method, path, body, headers) => call(method, `/api/v3/${path}`, body, { ...credentials, ...headers }),
  };
}

export const credentials = { 'X-Api-Key': 'not-a-real-key', 'X-CompanyId': '101', 'X-ClubId': '1', accept: 'application/json' };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
