import { testDatabase, type TestDatabase } from '@intouch/postgres/testing';
import { ClubUnderTest } from './club.js';
import { ConnectorUnderTest } from './connector-under-test.js';
import type { ConnectorProfile } from './profile.js';

/** Nothing listens there: for vendors that the sandbox does not play. */
const nowhere = 'http://127.0.0.1:9';

/** One test's world on this side of the wire: a database of its own, one instance of the connector at work, one club. */
export class BareStand {
  private readonly instances: ConnectorUnderTest[] = [];
  instance!: ConnectorUnderTest;
  club!: ClubUnderTest;

  protected constructor(
    readonly profile: ConnectorProfile,
    private readonly database: TestDatabase,
    private readonly vendorUrl: string,
  ) {}

  static async at(profile: ConnectorProfile): Promise<BareStand> {
    return new BareStand(profile, await testDatabase(), nowhere).opened();
  }

  /** One more instance on the same database. */
  async another(): Promise<ConnectorUnderTest> {
    const instance = await ConnectorUnderTest.open(this.profile.connector, this.database);
    this.instances.push(instance);
    return instance;
  }

  clubOf(instance: ConnectorUnderTest, clubId = 'club-1'): ClubUnderTest {
    return new ClubUnderTest(this.profile, instance, this.vendorUrl, clubId);
  }

  async clear(): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.stop().catch(() => undefined)));
    await this.database.drop();
  }

  protected async opened(): Promise<this> {
    this.instance = await this.another();
    this.club = this.clubOf(this.instance);
    return this;
  }
}
