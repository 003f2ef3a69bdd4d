import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discoverServices, eventually, startStack, type Stack } from '@intouch/stack';
import { compete, type TypedIn, type VendorUnderTest } from './vendors.js';

/** A person at the imitated vendor, in the sandbox's neutral shape. */
export interface VendorPerson {
  readonly id: string;
  readonly club: string;
  readonly status: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly city: string | null;
  readonly owner: string | null;
  readonly leadSource: string | null;
}

/** A record of the imitated InTouch. */
export interface InTouchContact {
  readonly contactId: string;
  readonly status: string;
  readonly email?: string | null;
  readonly joinDate?: string | null;
  readonly vendorIds?: Readonly<Record<string, string>>;
  readonly archived?: boolean;
  readonly history: readonly unknown[];
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

const runDeadlineMs = 45_000;

/** The whole system as processes of their own, spoken to only through its two public APIs. */
export class Ring {
  private latest: string | undefined;
  /** The vendor that the calls below are about. */
  at: VendorUnderTest = compete;

  private constructor(
    readonly stack: Stack,
    /** Servers keep their data there, and everybody logs to `logs/`. */
    readonly dataDir: string,
  ) {}

  /** With the connectors of these vendors alone: each is a process, and two cores have other tests to run. */
  static async start(vendors: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ring> {
    const dataDir = await mkdtemp(join(tmpdir(), 'intouch-ring-'));
    const services = discoverServices().filter(({ name }) => !name.startsWith('connector-') || vendors.includes(name.slice('connector-'.length)));
    const stack = await startStack({ dataDir, services, durable: false, env: { LOG_LEVEL: 'warn', ...env } });
    await stack.waitReady();
    return new Ring(stack, dataDir);
  }

  async stop(): Promise<void> {
    await this.stack.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** The last lines of a service's log, for the message of a test that waits in vain. */
  async endOfLog(service: string, lines = 5): Promise<string> {
    return (await readFile(join(this.dataDir, 'logs', `${service}.log`), 'utf8')).trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** Any answer, whatever its status. */
  async ask<T>(method: string, path: string, body?: unknown, key = 'dev-key'): Promise<Answer<T>> {
    const answer = await fetch(`${path.startsWith('/__sandbox') ? this.stack.sandboxUrl : this.stack.gatewayUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(40_000),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text ? JSON.parse(text) : undefined) as T };
  }

  /** @throws {Error} for anything but 2xx */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.ask<T>(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** Sends until it is accepted, as InTouch does: a gateway that is away or not sure says so, and nothing was accepted. */
  async persist(method: string, path: string, body: unknown): Promise<void> {
    await eventually(`${method} ${path} accepted`, async () => (await this.ask(method, path, body)).status < 300, 60_000, 100);
  }

  /** A club of its own in each test, at the vendor's club of the tests. */
  async club(clubId: string, options: Readonly<Record<string, unknown>> = {}, settings: Readonly<Record<string, unknown>> = {}, at = compete): Promise<void> {
    // Two clubs of one account never share the vendor's club: the one of the test before gives it up.
    if (this.latest) await this.integrate(this.latest, {}, {}, false);
    this.latest = clubId;
    this.at = at;
    await this.call('POST', '/__sandbox/reset', { fixture: 'empty' });
    await this.call('PUT', `/v1/clubs/${clubId}`, { clientId: 'client', name: 'Club', timeZone: at.timeZone });
    await this.integrate(clubId, options, settings);
  }

  async integrate(clubId: string, options: Readonly<Record<string, unknown>> = {}, settings: Readonly<Record<string, unknown>> = {}, enabled = true): Promise<void> {
    const { vendor, credentials, options: usual } = this.at;
    await this.call('PUT', `/v1/clubs/${clubId}/integrations/${vendor}`, {
      enabled, credentials, settings: { ...this.at.settings(new URL(this.stack.sandboxUrl)), ...settings }, options: { ...usual, ...options },
    });
  }

  async people(): Promise<VendorPerson[]> {
    return (await this.call<{ people: VendorPerson[] }>('GET', `/__sandbox/${this.at.vendor}/people`)).people;
  }

  /** A record typed in at the vendor; answers its id there. */
  async typedIn({ kind, id, record }: TypedIn): Promise<string> {
    await this.call('PUT', `/__sandbox/${this.at.vendor}/records/${kind}/${id}`, record);
    return id;
  }

  async requests(operation?: string): Promise<{ readonly operation: string; readonly body: string }[]> {
    return (await this.call<{ requests: { operation: string; body: string }[] }>('GET', `/__sandbox/${this.at.vendor}/requests${operation ? `?operation=${operation}` : ''}`)).requests;
  }

  async inTouch(clubId: string): Promise<Map<string, InTouchContact>> {
    const { contacts } = await this.call<{ contacts: InTouchContact[] }>('GET', `/__sandbox/intouch/contacts?clubId=${clubId}`);
    return new Map(contacts.map((contact) => [contact.contactId, contact]));
  }

  async hazard(name: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    return (await this.call<{ id: string }>('POST', `/__sandbox/${this.at.vendor}/hazards`, { name, ...more })).id;
  }

  async contact(clubId: string, contactId: string): Promise<ContactView> {
    return this.call('GET', `/v1/clubs/${clubId}/contacts/${contactId}`);
  }

  /** Waits until a contact stands so at the vendor. */
  async until(clubId: string, contactId: string, state: string, withinMs = 30_000): Promise<ContactView> {
    return eventually(`${contactId} ${state}`, async () => {
      const view = await this.contact(clubId, contactId);
      return view.deliveries.some((delivery) => delivery.state === state) ? view : undefined;
    }, withinMs);
  }

  /** The whole Connector Log of a club, oldest first. */
  async log(clubId: string): Promise<LogEntry[]> {
    return (await this.call<{ entries: LogEntry[] }>('GET', `/v1/log?clubId=${clubId}&limit=1000`)).entries;
  }

  /** Reads the vendor now and waits for the end of the run. */
  async sync(clubId: string, body: { readonly full?: boolean; readonly dryRun?: boolean } = {}): Promise<RunView> {
    const { runId } = await this.call<{ runId: string }>('POST', `/v1/clubs/${clubId}/integrations/${this.at.vendor}/sync`, body);
    return eventually(
      `the end of run ${runId}`,
      async () => {
        const run = await this.call<RunView>('GET', `/v1/runs/${runId}`);
        // Said by the error, should the run never end.
        if (run.state === 'running') throw new Error(JSON.stringify(run.counts));
        return run;
      },
      runDeadlineMs,
    );
  }
}

export interface LogEntry {
  readonly level: 'INFO' | 'WARNING' | 'ERROR';
  readonly contactId: string | null;
  readonly vendorContactId: string | null;
  readonly requestId: string | null;
  readonly summary: string;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly howToFix: string | null;
}

export interface ContactView {
  readonly contact: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly vendorContactId: string; readonly how: string }[];
  readonly deliveries: readonly { readonly state: string; readonly lastError: string | null }[];
  readonly log: readonly LogEntry[];
}

export interface RunView {
  readonly runId: string;
  readonly state: string;
  readonly kind: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly items: readonly { readonly vendorContactId: string; readonly outcome: string; readonly by: string; readonly tier: number | null; readonly contactId: string | null; readonly reason: string | null }[];
}

export function lead(index: number, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    status: 'LEAD', firstName: `First${index}`, lastName: `Last${index}`, email: `lead${index}@example.com`,
    mobile: `614${2_000_000 + index}`, city: 'Columbus', state: 'OH', zip: '43004', ...more,
  };
}
