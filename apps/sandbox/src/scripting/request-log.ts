import type { Request } from '../http/request.js';
import type { JsonObject } from '../http/json-body.js';

/** One request to a vendor's wire; `status` is 0 until an answer has been sent, and stays 0 when none is. */
export interface LoggedRequest {
  readonly seq: number;
  readonly at: number;
  readonly operation: string;
  readonly club: string | null;
  readonly request: Request;
  readonly hazards: readonly string[];
  status: number;
}

/** What a page may show of a request: credentials out. */
export interface Redaction {
  /** Names of headers whose value is a credential, in lower case. */
  readonly headers: readonly string[];
  /** Takes credentials out of a body or a query. */
  text?(value: string): string;
}

const hidden = '***';
const newest = 50_000;

/** The newest 50,000 requests to one vendor, credentials shown as `***`. */
export class RequestLog {
  private entries: LoggedRequest[] = [];
  private oldest = 0;
  private lastSeq = 0;

  constructor(
    private readonly redaction: Redaction,
    private readonly capacity = newest,
  ) {}

  add(request: Request, operation: string, club: string | null, hazards: readonly string[], at: number): LoggedRequest {
    const entry: LoggedRequest = { seq: ++this.lastSeq, at, operation, club, request, hazards, status: 0 };
    // A ring: dropping the first of 50,000 array elements on every request would cost more than answering it.
    if (this.entries.length < this.capacity) this.entries.push(entry);
    else {
      this.entries[this.oldest] = entry;
      this.oldest = (this.oldest + 1) % this.capacity;
    }
    return entry;
  }

  reset(): void {
    this.entries = [];
    this.oldest = 0;
    this.lastSeq = 0;
  }

  /** Oldest first; `operation` null: all. */
  list(operation: string | null): JsonObject[] {
    const inOrder = [...this.entries.slice(this.oldest), ...this.entries.slice(0, this.oldest)];
    return inOrder.filter((entry) => operation === null || entry.operation === operation).map((entry) => this.show(entry));
  }

  private show({ seq, at, operation, club, request, status, hazards }: LoggedRequest): JsonObject {
    const clean = this.redaction.text ?? ((value: string) => value);
    const headers: JsonObject = { ...request.headers };
    for (const name of this.redaction.headers) if (name in headers) headers[name] = hidden;
    return {
      seq,
      at: new Date(at).toISOString(),
      operation,
      club,
      method: request.method,
      path: request.path,
      query: Object.fromEntries(new URLSearchParams(clean(request.search))),
      headers,
      body: clean(request.body),
      status,
      hazards,
    };
  }
}
