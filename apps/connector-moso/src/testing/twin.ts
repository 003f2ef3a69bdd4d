import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { SandboxProcess, Stand, type ConnectorProfile } from '@intouch/connector-kit/testing';
import { profile } from '../moso.profile.js';

export const lead = profile.lead;
type Options = { readonly fixture?: 'default' | 'empty'; readonly settings?: Readonly<Record<string, unknown>> };

/** MoSoClub's twin for the specs of a file: each test sets up its own stand, configured and at work, and all are cleared after it. */
export function atTheTwin(): (options?: Options) => Promise<Stand> {
  let sandbox: SandboxProcess;
  const stands: Stand[] = [];
  beforeAll(async () => {
    sandbox = await SandboxProcess.start(process.cwd());
  }, 30_000);
  afterAll(() => sandbox.stop());
  afterEach(() => Promise.all(stands.splice(0).map((stand) => stand.clear())));
  return async ({ fixture = 'empty', settings = {} } = {}) => {
    const own: ConnectorProfile = { ...profile, settings: (at) => ({ ...profile.settings(at), ...settings }) };
    const stand = await Stand.set(own, sandbox, { fixture });
    stands.push(stand);
    stand.instance.run();
    await stand.club.configure();
    return stand;
  };
}

/** A member or lead as the twin keeps it. */
export type Kept = Readonly<Record<string, string | number | null | undefined>> & { readonly ID: string };

export async function members({ vendor }: Stand): Promise<Kept[]> {
  return (await vendor.record<{ records: Kept[] }>('GET', 'members')).records;
}

/** The bodies that an operation was called with. */
export async function bodies({ vendor }: Stand, operation: string): Promise<Record<string, unknown>[]> {
  return (await vendor.requests(operation)).map(({ body }) => JSON.parse(body) as Record<string, unknown>);
}

export async function calls({ vendor }: Stand, operation?: string): Promise<number> {
  return (await vendor.requests(operation)).length;
}
