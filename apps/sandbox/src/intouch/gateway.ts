import { Agent, request } from 'undici';

/** An answer of the gateway; `body` is its text. */
export interface GatewayAnswer {
  readonly status: number;
  readonly body: string;
  /** Milliseconds the gateway asks us to wait; null when it does not. */
  readonly retryAfterMs: number | null;
}

/** The gateway's HTTP API, as InTouch calls it. */
export class Gateway {
  private readonly agent = new Agent({ connections: 128, pipelining: 1, connect: { timeout: 5_000 } });

  constructor(
    private readonly origin: string,
    private readonly key: string,
  ) {}

  /**
   * @param path below the origin, with its query
   * @throws when no answer came: the gateway is down, was killed, or took longer than `timeoutMs`
   */
  async call(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown, options: { timeoutMs?: number; signal?: AbortSignal } = {}): Promise<GatewayAnswer> {
    const timeoutMs = options.timeoutMs ?? 10_000;
    const response = await request(`${this.origin}${path}`, {
      method,
      dispatcher: this.agent,
      headers: { authorization: `Bearer ${this.key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: options.signal ?? null,
    });
    const seconds = Number(response.headers['retry-after']);
    return {
      status: response.statusCode,
      body: await response.body.text(),
      retryAfterMs: Number.isFinite(seconds) && response.headers['retry-after'] !== undefined ? seconds * 1000 : null,
    };
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }
}

/** True for an answer that may turn out otherwise when asked again. */
export const isPassing = (status: number): boolean => status >= 500 || status === 408 || status === 425 || status === 429;
