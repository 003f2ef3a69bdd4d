import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { SandboxProcess, Stand, type ConnectorProfile } from '@intouch/connector-kit/testing';

/** A prospect or member as ABC's twin stores it. */
export interface Stored {
  readonly prospectId?: string;
  readonly memberId?: string;
  readonly personal: Readonly<Record<string, string | undefined>>;
  readonly agreement: Readonly<Record<string, string | undefined>>;
  readonly note?: { readonly text: string };
}

type SetUp = (profile: ConnectorProfile, options?: { readonly fixture?: 'default' | 'empty'; readonly now?: string | null }) => Promise<Stand>;

/** ABC's twin for the specs of a file: each test sets up its own stand, at work already, and all are cleared after it. */
export function atTheTwin(): SetUp {
  let sandbox: SandboxProcess;
  const stands: Stand[] = [];
  beforeAll(async () => {
    sandbox = await SandboxProcess.start(process.cwd());
  }, 30_000);
  afterAll(() => sandbox.stop());
  afterEach(() => Promise.all(stands.splice(0).map((stand) => stand.clear())));
  return async (profile, options) => {
    const stand = await Stand.set(profile, sandbox, options);
    stands.push(stand);
    stand.instance.run();
    return stand;
  };
}

export async function prospects({ vendor }: Stand): Promise<Stored[]> {
  return (await vendor.record<{ records: Stored[] }>('GET', 'prospects')).records;
}

/** The only prospect of this first name. */
export async function prospectNamed(stand: Stand, firstName: string): Promise<Stored> {
  const [found, ...others] = (await prospects(stand)).filter(({ personal }) => personal['firstName'] === firstName);
  if (!found || others.length > 0) throw new Error(`${found ? others.length + 1 : 'no'} prospects are called ${firstName}`);
  return found;
}

/** What a REST create or update sent of the prospect. */
export function sentIn(body: string): { readonly personal: Record<string, string>; readonly agreement?: Record<string, string>; readonly note?: object } {
  const { prospect, prospects: list } = JSON.parse(body) as { prospect?: never; prospects?: [{ prospect: never }] };
  return prospect ?? list![0].prospect;
}

/** Another club of the same account. */
export function clubOf(profile: ConnectorProfile, clubNumber: string, timeZone: string): ConnectorProfile {
  return { ...profile, timeZone, vendorClub: clubNumber, settings: (sandbox) => ({ ...profile.settings(sandbox), clubNumber }) };
}
