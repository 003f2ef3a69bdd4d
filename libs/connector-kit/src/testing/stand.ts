import { testDatabase, type TestDatabase } from '@intouch/postgres/testing';
import { BareStand } from './bare-stand.js';
import type { ConnectorProfile } from './profile.js';
import type { SandboxProcess, VendorScript } from './sandbox-process.js';

/** One test's world, and the vendor's twin. */
export class Stand extends BareStand {
  private constructor(
    profile: ConnectorProfile,
    readonly sandbox: SandboxProcess,
    readonly vendor: VendorScript,
    database: TestDatabase,
  ) {
    super(profile, database, sandbox.url);
  }

  static async set(profile: ConnectorProfile, sandbox: SandboxProcess, { fixture = 'empty', now = null }: { readonly fixture?: 'default' | 'empty'; readonly now?: string | null } = {}): Promise<Stand> {
    const vendor = sandbox.vendor(profile.connector.vendor, profile);
    await vendor.reset(fixture, now);
    return new Stand(profile, sandbox, vendor, await testDatabase()).opened();
  }
}
