import { Injectable } from '@nestjs/common';
import type { LookupEntry, LookupsReported } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

export interface KeptLookups {
  readonly staff: readonly LookupEntry[];
  readonly leadSources: readonly LookupEntry[];
}

@Injectable()
export class LookupStore {
  constructor(private readonly database: Database) {}

  async of(clubId: string, vendor: string): Promise<KeptLookups | undefined> {
    return this.database.row<KeptLookups>('SELECT staff, lead_sources AS "leadSources" FROM lookups WHERE club_id = $1 AND vendor = $2', [clubId, vendor]);
  }

  /** Each report holds the whole list; the last one stays. */
  async keep(reports: readonly LookupsReported[]): Promise<void> {
    for (const { clubId, vendor, staff, leadSources } of reports) {
      await this.database.run(
        `INSERT INTO lookups (club_id, vendor, staff, lead_sources) VALUES ($1, $2, $3, $4)
         ON CONFLICT (club_id, vendor) DO UPDATE SET staff = excluded.staff, lead_sources = excluded.lead_sources`,
        [clubId, vendor, JSON.stringify(staff), JSON.stringify(leadSources)],
      );
    }
  }
}
