import { testDatabase, type TestDatabase } from '@intouch/postgres/testing';
import { ClubUnderTest } from './club.js';
import { ConnectorUnderTest } from './connector-under-test.js';
import { MemoryVendor } from './memory-vendor.js';
import type { ConnectorProfile } from './profile.js';

/** The kit at work for one club at a vendor in memory, on a database of its own. */
export class MemoryStand {
  constructor(private readonly isCrm = false) {}

  readonly vendor = new MemoryVendor(this.isCrm);
  private readonly profile: ConnectorProfile = {
    connector: this.vendor.connector,
    settings: () => ({}),
    credentials: { key: 'account-one' },
    vendorClub: '1',
    timeZone: 'America/New_York',
    operations: { create: 'create', update: 'update' },
    hazards: { throttle: '', unknownField: '' },
    lead: (index) => this.vendor.lead(index),
  };
  instance!: ConnectorUnderTest;
  club!: ClubUnderTest;
  private database!: TestDatabase;

  /** `atWork` false: messages are taken, nothing is delivered or read. */
  static async set(isCrm = false, atWork = true): Promise<MemoryStand> {
    const stand = new MemoryStand(isCrm);
    stand.database = await testDatabase();
    stand.instance = await ConnectorUnderTest.open(stand.vendor.connector, stand.database);
    stand.club = stand.clubOf('club-1');
    if (atWork) stand.instance.run();
    return stand;
  }

  clubOf(clubId: string): ClubUnderTest {
    return new ClubUnderTest(this.profile, this.instance, 'http://127.0.0.1:9', clubId);
  }

  async clear(): Promise<void> {
    await this.instance.stop();
    await this.database.drop();
  }
}
