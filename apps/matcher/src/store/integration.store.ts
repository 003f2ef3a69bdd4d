import { Injectable } from '@nestjs/common';
import type { IntegrationConfigured, IntegrationOptions, Vendor } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import { rowsAsJson } from './rows-as-json.js';

export interface KnownIntegration {
  readonly clubId: string;
  readonly vendor: Vendor;
  readonly enabled: boolean;
  readonly options: IntegrationOptions;
}

@Injectable()
export class IntegrationStore {
  constructor(private readonly database: Database) {}

  async ofClubs(clubIds: Iterable<string>): Promise<KnownIntegration[]> {
    return this.database.rows<KnownIntegration>(
      'SELECT club_id AS "clubId", vendor, enabled, options FROM integration WHERE club_id = ANY($1::text[])',
      [[...new Set(clubIds)]],
    );
  }

  async keep(integrations: readonly IntegrationConfigured[]): Promise<void> {
    const rows = integrations.map(({ clubId, vendor, revision, enabled, options }) => ({ clubId, vendor, revision, enabled, options }));
    await this.database.run(
      `INSERT INTO integration (club_id, vendor, revision, enabled, options)
       SELECT DISTINCT ON ("clubId", vendor) "clubId", vendor, revision, enabled, options
         FROM jsonb_to_recordset($1::jsonb) AS i("clubId" text, vendor text, revision integer, enabled boolean, options jsonb)
        ORDER BY "clubId", vendor, revision DESC
       ON CONFLICT (club_id, vendor) DO UPDATE SET revision = excluded.revision, enabled = excluded.enabled, options = excluded.options
        WHERE excluded.revision >= integration.revision`,
      [rowsAsJson(rows)],
    );
  }
}
