import { testDatabase, type TestDatabase } from '@intouch/postgres/testing';
import { ClubUnderTest } from './club.js';
import { ConnectorUnderTest } from './connector-under-test.js';
import type { ConnectorProfile } from './profile.js';
import type { SandboxProcess, VendorScript } from './sandbox-process.js';

/** One test's world: a database of its own, one instance of the connector at work, one club, and the vendor's twin. */
export class Stand {
  private readonly instances: ConnectorUnderTest[] = [];
  instance!: ConnectorUnderTest;
  club!: ClubUnderTest;

  private constructor(
    readonly profile: ConnectorProfile,
    readonly sandbox: SandboxProcess,
    readonly vendor: VendorScript,
    private readonly database: TestDatabase,
  ) {}

  static async set(profile: ConnectorProfile, sandbox: SandboxProcess, { fixture = 'empty', now = null }: { readonly fixture?: 'default' | 'empty'; readonly now?: string | null } = {}): Promise<Stand> {
    const vendor = sandbox.vendor(profile.connector.vendor, profile);
    await vendor.reset(fixture, now);
    const stand = new Stand(profile, sandbox, vendor, await testDatabase());
    stand.instance = await stand.another();
    stand.club = stand.clubOf(stand.instance);
    return stand;
  }

  /** One more instance on the same database. */
  async another(): Promise<ConnectorUnderTest> {
    const instance = await ConnectorUnderTest.open(this.profile.connector, this.database);
    this.instances.push(instance);
    return instance;
  }

  clubOf(instance: ConnectorUnderTest, clubId = 'club-1'): ClubUnderTest {
    return new ClubUnderTest(this.profile, instance, this.sandbox.url, clubId);
  }

  async clear(): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.stop().catch(() => undefined)));
    await this.database.drop();
  }
}
