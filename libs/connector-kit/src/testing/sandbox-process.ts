import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** A person at the imitated vendor, in the sandbox's neutral words; absent values null. */
export interface VendorPerson {
  readonly id: string;
  readonly club: string;
  readonly status: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly city: string | null;
  readonly owner: string | number | null;
  readonly leadSource: string | number | null;
}

/** A request as the imitated vendor saw it. */
export interface VendorRequestSeen {
  readonly at: string;
  readonly operation: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status: number;
}

/** The imitated vendors as a process of their own: they share no code with the connectors. */
export class SandboxProcess {
  private constructor(
    /** `http://127.0.0.1:<port>` */
    readonly url: string,
    private readonly end: () => Promise<void>,
  ) {}

  /** @throws {Error} with what it printed, when it ends before it listens */
  static async start(root: string): Promise<SandboxProcess> {
    await promisify(execFile)(process.execPath, [join(root, 'tools/build/build.mjs'), 'sandbox'], { cwd: root });
    const child = spawn(process.execPath, [join(root, 'dist/apps/sandbox/main.js')], {
      cwd: root, env: { PATH: process.env['PATH'], SANDBOX_PORT: '0', SFTP_PORT: '0', GATEWAY_URL: 'http://127.0.0.1:9' }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const printed: string[] = [];
    child.stderr.on('data', (text: Buffer) => printed.push(text.toString()));
    const url = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).on('line', (line) => {
        const found = /listening on (\S+)/.exec(line)?.[1];
        if (found) resolve(found);
      });
      void ended.then(() => reject(new Error(`The sandbox ended before it listened: ${printed.join('')}`)));
    });
    return new SandboxProcess(url, async () => {
      child.kill('SIGKILL');
      await ended;
    });
  }

  async stop(): Promise<void> {
    await this.end();
  }

  /** Scripting, below `/__sandbox`. @throws {Error} for anything but 2xx */
  async script<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/__sandbox${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  vendor(name: string, calls?: VendorCalls): VendorScript {
    return new VendorScript(this, name, calls);
  }
}

/** How creates and updates are told among a vendor's requests. */
export interface VendorCalls {
  readonly operations: { readonly create: string; readonly update: string };
  readonly isUpdate?: (request: VendorRequestSeen) => boolean;
}

/** One imitated vendor, scripted. */
export class VendorScript {
  constructor(
    private readonly sandbox: SandboxProcess,
    readonly name: string,
    private readonly calls?: VendorCalls,
  ) {}

  async reset(fixture: 'default' | 'empty' = 'empty', now: string | null = null): Promise<void> {
    await this.sandbox.script('POST', `/${this.name}/reset`, { fixture, now });
  }

  async clock(now: string | null): Promise<void> {
    await this.sandbox.script('PUT', `/${this.name}/clock`, { now });
  }

  async hazard(name: string, more: { readonly operation?: string; readonly club?: string; readonly skip?: number; readonly times?: number | null; readonly params?: Readonly<Record<string, unknown>> } = {}): Promise<string> {
    return (await this.sandbox.script<{ id: string }>('POST', `/${this.name}/hazards`, { name, ...more })).id;
  }

  async calm(): Promise<void> {
    await this.sandbox.script('DELETE', `/${this.name}/hazards`);
  }

  async people(): Promise<VendorPerson[]> {
    return (await this.sandbox.script<{ people: VendorPerson[] }>('GET', `/${this.name}/people`)).people;
  }

  async typedIn(person: Readonly<Record<string, unknown>>): Promise<VendorPerson> {
    return this.sandbox.script('POST', `/${this.name}/people`, person);
  }

  async edited(id: string, changes: Readonly<Record<string, unknown>>): Promise<VendorPerson> {
    return this.sandbox.script('PATCH', `/${this.name}/people/${id}`, changes);
  }

  /** A membership sold; answers the member, under a new id where asked for. */
  async sold(id: string, sale: { readonly newId?: boolean; readonly on?: string } = {}): Promise<VendorPerson> {
    return this.sandbox.script('POST', `/${this.name}/people/${id}/sell`, sale);
  }

  async ended(id: string, on?: string): Promise<void> {
    await this.sandbox.script('POST', `/${this.name}/people/${id}/end`, on ? { on } : {});
  }

  async record<T>(method: 'GET' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
    return this.sandbox.script(method, `/${this.name}/records/${path}`, body);
  }

  async creates(): Promise<VendorRequestSeen[]> {
    const { operations, isUpdate = () => false } = this.calls!;
    return (await this.requests(operations.create)).filter((request) => !isUpdate(request));
  }

  async updates(): Promise<VendorRequestSeen[]> {
    const { operations, isUpdate = () => true } = this.calls!;
    return (await this.requests(operations.update)).filter(isUpdate);
  }

  async requests(operation?: string): Promise<VendorRequestSeen[]> {
    const query = operation ? `?operation=${operation}` : '';
    return (await this.sandbox.script<{ requests: VendorRequestSeen[] }>('GET', `/${this.name}/requests${query}`)).requests;
  }
}
