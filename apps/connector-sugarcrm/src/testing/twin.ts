import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { IntegrationOptions } from '@intouch/contracts';
import { SandboxProcess, Stand, type ConnectorProfile } from '@intouch/connector-kit/testing';
import { profile as v11 } from '../sugarcrm-v11.profile.js';
import { profile as v4 } from '../sugarcrm.profile.js';

export const modes = [['v4_1', v4], ['v11', v11]] as const;
export const lead = v4.lead;
export { v4 };

interface Options {
  readonly fixture?: 'default' | 'empty';
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly options?: Partial<IntegrationOptions>;
}

/** SugarCRM's twin for the specs of a file: each test sets up its own stand, configured and at work, and all are cleared after it. */
export function atTheTwin(): (profile: ConnectorProfile, options?: Options) => Promise<Stand> {
  let sandbox: SandboxProcess;
  const stands: Stand[] = [];
  beforeAll(async () => {
    sandbox = await SandboxProcess.start(process.cwd());
  }, 30_000);
  afterAll(() => sandbox.stop());
  afterEach(() => Promise.all(stands.splice(0).map((stand) => stand.clear())));
  return async (profile, { fixture = 'empty', settings = {}, options = {} } = {}) => {
    const own: ConnectorProfile = { ...profile, settings: (at) => ({ ...profile.settings(at), ...settings }) };
    const stand = await Stand.set(own, sandbox, { fixture });
    stands.push(stand);
    stand.instance.run();
    await stand.club.configure({ options });
    return stand;
  };
}

/** A lead as the twin keeps it. */
export type Kept = Readonly<Record<string, unknown>> & { readonly id: string };

export async function leads({ vendor }: Stand): Promise<Kept[]> {
  return (await vendor.record<{ records: Kept[] }>('GET', 'leads')).records;
}

export function kept({ vendor }: Stand, id: string): Promise<Kept> {
  return vendor.record('GET', `leads/${id}`);
}

/** An edit by the CRM's own people. */
export async function typed({ vendor }: Stand, id: string, values: Readonly<Record<string, unknown>>): Promise<void> {
  await vendor.record('PUT', `leads/${id}`, values);
}

/** What was called, but for the lists that are read on the side. */
export async function calls({ vendor }: Stand): Promise<string[]> {
  return (await vendor.requests()).map(({ operation }) => operation).filter((operation) => !['listUsers', 'describe', 'login'].includes(operation));
}

export function action({ sandbox }: Stand, name: string, body: object = {}): Promise<unknown> {
  return sandbox.script('POST', `/sugarcrm/actions/${name}`, body);
}
