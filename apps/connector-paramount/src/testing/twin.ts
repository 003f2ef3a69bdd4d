import { eventually, Stand, type ConnectorUnderTest, type SandboxProcess } from '@intouch/connector-kit/testing';
import { topics, type LookupEntry } from '@intouch/contracts';
import { profile } from '../paramount.profile.js';

export const lead = profile.lead;

/** Paramount's twin and the club of one test, at work. */
export async function setUp(sandbox: SandboxProcess, { fixture = 'default' }: { readonly fixture?: 'default' | 'empty' } = {}): Promise<Stand> {
  const stand = await Stand.set(profile, sandbox, { fixture });
  stand.instance.run();
  await stand.club.configure();
  return stand;
}

/** A lead source as the twin keeps it. */
export interface KeptSource {
  readonly LeadSourceId: number;
  readonly Description: string;
}

/** The twin's lead sources of this name. */
export async function sourcesCalled(stand: Stand, name: string): Promise<KeptSource[]> {
  const { records } = await stand.vendor.record<{ records: KeptSource[] }>('GET', 'leadSources');
  return records.filter(({ Description }) => Description === name);
}

/** How a club's lead source stands, once it is linked; whichever instance linked it. */
export async function linkedSource(instance: ConnectorUnderTest, id: string, clubId = 'club-1'): Promise<LookupEntry> {
  return eventually(`${id} of ${clubId} linked`, async () => {
    const told = (await instance.published(topics.lookupsReported)).filter((it) => it.clubId === clubId);
    return told.at(-1)?.leadSources.find((it) => it.id === id && it.vendorId !== null);
  });
}

/** The content of an element in a request; null where it is not in it, '' where it is empty or nil. */
export function sent({ body }: { readonly body: string }, element: string): string | null {
  const found = new RegExp(`<${element}(?: [^>]*)?(?:/>|>([^<]*)<)`).exec(body);
  return found ? (found[1] ?? '') : null;
}
