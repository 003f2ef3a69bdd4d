import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readRequest, type Request } from '../http/request.js';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly body: any;
}

type Reaction = (request: Received) => { status: number; body?: unknown; headers?: Record<string, string> } | null;

/** A gateway of a few lines: keeps what it is sent, plays a feed of changes with long polling, can be killed and come back. */
export class FakeGateway {
  readonly received: Received[] = [];
  readonly acks: { changeId: string; contactId: string | null }[] = [];
  readonly polls: string[] = [];
  readonly authorizations = new Set<string | undefined>();
  /** Answers before the gateway itself does, unless it returns null. */
  react: Reaction = () => null;
  private readonly changes: object[] = [];
  private server: Server | null = null;
  private port = 0;
  private wake: (() => void)[] = [];

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<this> {
    this.server = createServer((incoming, response) => {
      void readRequest(incoming).then(async (request) => {
        this.authorizations.add(request.headers.authorization);
        const answer = await this.answer(request);
        if (response.destroyed) return;
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
        response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => this.server!.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  /** Gone at once, as by kill -9; `start` brings it back at the same address with the same changes. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.server!.close(resolve));
    this.server!.closeAllConnections();
    await gone;
  }

  decide(change: object): void {
    this.changes.push({ occurredAt: new Date().toISOString(), vendor: 'compete', joinDate: null, endDate: null, contact: {}, ...change });
    for (const wake of this.wake.splice(0)) wake();
  }

  /** What was published of one contact, oldest first; a DELETE as null. */
  published(contactId: string): any[] {
    return this.received.filter(({ method, path }) => path.endsWith(`/contacts/${contactId}`) && method !== 'GET').map(({ body }) => body);
  }

  private async answer({ method, path, search, body: text }: Request): Promise<{ status: number; body?: unknown; headers?: Record<string, string> }> {
    const request = { method, path, body: text === '' ? null : (JSON.parse(text) as unknown) };
    const reaction = this.react(request);
    if (reaction !== null) return reaction;
    if (path === '/v1/changes') return this.poll(Number(new URLSearchParams(search).get('after')));
    const ack = /^\/v1\/changes\/(.+)\/ack$/.exec(path);
    if (ack !== null) {
      this.acks.push({ changeId: ack[1]!, contactId: (request.body as { contactId: string | null }).contactId });
      return { status: 204 };
    }
    this.received.push(request);
    return { status: 202, body: {} };
  }

  private async poll(after: number): Promise<{ status: number; body: unknown }> {
    this.polls.push(String(after));
    if (this.changes.length <= after) await new Promise<void>((resolve) => this.wake.push(resolve));
    return { status: 200, body: { changes: this.changes.slice(after), next: String(this.changes.length) } };
  }
}
