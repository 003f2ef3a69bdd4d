import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';
import type { VendorLookup } from '../define-connector.js';
import { jsonb } from './jsonb.js';

/** The vendor's users as its list told them last, per club: whom rules may assign a lead to. */
@Injectable()
export class VendorUserStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** undefined: the list was never read. */
  async of(clubId: string): Promise<readonly VendorLookup[] | undefined> {
    return (await this.database.row<{ users: VendorLookup[] }>('SELECT users FROM vendor_users WHERE club_id = $1', [clubId]))?.users;
  }

  async keep(clubId: string, users: readonly VendorLookup[]): Promise<void> {
    await this.database.run(
      'INSERT INTO vendor_users (club_id, fetched_at, users) VALUES ($1, now(), $2) ON CONFLICT (club_id) DO UPDATE SET fetched_at = now(), users = excluded.users',
      [clubId, jsonb(users)],
    );
  }
}
