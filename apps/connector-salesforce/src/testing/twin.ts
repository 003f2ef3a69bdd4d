import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { SandboxProcess, Stand, type ConnectorProfile } from '@intouch/connector-kit/testing';
import type { IntegrationOptions } from '@intouch/contracts';
import { profile } from '../salesforce.profile.js';
import type { Row } from '../wire.js';

export const lead = profile.lead;

interface Options {
  readonly fixture?: 'default' | 'empty';
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly options?: Partial<IntegrationOptions>;
  readonly credentials?: Readonly<Record<string, string>>;
}

/** Salesforce's twin for the specs of a file: each test sets up its own stand, configured and at work, and all are cleared after it. */
export function atTheTwin(): (options?: Options) => Promise<Stand> {
  let sandbox: SandboxProcess;
  const stands: Stand[] = [];
  beforeAll(async () => {
    sandbox = await SandboxProcess.start(process.cwd());
  }, 30_000);
  afterAll(() => sandbox.stop());
  afterEach(() => Promise.all(stands.splice(0).map((stand) => stand.clear())));
  return async ({ fixture = 'empty', settings = {}, options = {}, credentials = profile.credentials } = {}) => {
    const own: ConnectorProfile = { ...profile, credentials, settings: (at) => ({ ...profile.settings(at), ...settings }) };
    const stand = await Stand.set(own, sandbox, { fixture });
    stands.push(stand);
    stand.instance.run();
    await stand.club.configure({ options });
    return stand;
  };
}

/** A lead as the twin keeps it. */
export type Kept = Row & { readonly Id: string };

export async function leads({ vendor }: Stand): Promise<Kept[]> {
  return (await vendor.record<{ records: Kept[] }>('GET', 'leads')).records;
}

/** The lead of this first name. */
export async function leadNamed(stand: Stand, firstName: string): Promise<Kept> {
  const [found, ...others] = (await leads(stand)).filter((it) => it['FirstName'] === firstName);
  if (!found || others.length > 0) throw new Error(`${found ? others.length + 1 : 'no'} leads are called ${firstName}`);
  return found;
}

export async function act({ sandbox }: Stand, action: string, body: object): Promise<void> {
  await sandbox.script('POST', `/salesforce/actions/${action}`, body);
}

/** The bodies that an operation was called with. */
export async function bodies({ vendor }: Stand, operation: string): Promise<Record<string, unknown>[]> {
  return (await vendor.requests(operation)).map(({ body }) => JSON.parse(body) as Record<string, unknown>);
}

export async function calls({ vendor }: Stand, operation: string): Promise<number> {
  return (await vendor.requests(operation)).length;
}
