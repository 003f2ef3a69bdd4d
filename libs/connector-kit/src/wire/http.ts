import { Agent, buildConnector, errors as undiciErrors, request, type Dispatcher } from 'undici';
import type { TLSSocket } from 'node:tls';
import { Unauthorized, Unavailable } from '../errors.js';

export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A lost answer leaves it open whether something new was stored: true for creates that are not idempotent. */
  readonly ambiguous?: boolean;
}

export interface VendorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One HTTP call: no retries here (the reconciler has the only ones), one deadline for the whole call. */
export interface VendorHttp {
  /** @throws {Unavailable} no connection, no answer in time, or cut off · @throws {Unauthorized} certificate not trusted */
  send(request: VendorRequest): Promise<VendorAnswer>;
}

export interface WireOptions {
  /** Deadline of one call, milliseconds. */
  readonly timeoutMs: number;
  readonly maxConcurrent: number;
  /** SHA-256 of the only certificate accepted, 64 hex digits; absent: the usual authorities decide. */
  readonly tlsFingerprint?: string | undefined;
  /** Certificates are not verified: for customers' own servers, where a setting says so. */
  readonly trustsAnyone?: boolean;
}

/** Answers beyond this are no vendor's page but a fault, and are not read to the end. */
const maxAnswerBytes = 64 * 1024 * 1024;

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const notTrusted = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS/;

/** Connections to one account. */
export class Wire implements VendorHttp {
  private readonly agent: Agent;

  constructor(private readonly options: WireOptions) {
    this.agent = new Agent({
      connections: options.maxConcurrent,
      pipelining: 1,
      keepAliveTimeout: 4_000,
      maxResponseSize: maxAnswerBytes,
      connect: options.tlsFingerprint ? pinned(options.tlsFingerprint, options.timeoutMs) : { timeout: options.timeoutMs, ...(options.trustsAnyone ? { rejectUnauthorized: false } : {}) },
    });
  }

  async send({ method, url, headers, body, ambiguous }: VendorRequest): Promise<VendorAnswer> {
    try {
      const answer = await request(url, {
        method: method as Dispatcher.HttpMethod,
        headers: { ...headers },
        body: body ?? null,
        dispatcher: this.agent,
        headersTimeout: this.options.timeoutMs,
        bodyTimeout: this.options.timeoutMs,
        signal: AbortSignal.timeout(this.options.timeoutMs),
      });
      return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
    } catch (error) {
      throw translate(error as Error & { code?: string; cause?: { code?: string } }, ambiguous === true);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }
}

function translate(error: Error & { code?: string; cause?: { code?: string } }, ambiguous: boolean): Error {
  const code = error.code ?? error.cause?.code ?? '';
  if (notTrusted.test(code)) return new Unauthorized('integration', `the vendor's certificate is not trusted (${code}); nothing was sent`, 'access-refused');
  if (neverConnected.has(code)) return new Unavailable(`no connection to the vendor (${code})`, false);
  const late = error.name === 'TimeoutError' || error instanceof undiciErrors.HeadersTimeoutError || error instanceof undiciErrors.BodyTimeoutError;
  return new Unavailable(late ? 'the vendor did not answer in time' : `the connection was lost (${code || error.name})`, ambiguous);
}

function pinned(fingerprint: string, timeout: number): buildConnector.connector {
  const wanted = fingerprint.toUpperCase();
  const connect = buildConnector({ rejectUnauthorized: false, timeout });
  return (options, callback) => {
    connect(options, (error, socket) => {
      if (error) return callback(error, null);
      const shown = (socket as TLSSocket).getPeerCertificate?.()?.fingerprint256?.replaceAll(':', '');
      if (shown === wanted) return callback(null, socket);
      socket.destroy();
      callback(Object.assign(new Error('another certificate than the pinned one'), { code: 'ERR_TLS_FINGERPRINT' }), null);
    });
  };
}
