import { Injectable } from '@nestjs/common';
import type { IntegrationConfigured, IntegrationStateChanged, Vendor, VendorDescribed } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

export interface StoredIntegration extends IntegrationConfigured {
  readonly createdAt: Date;
  /** The newest revision the connector says it follows. */
  readonly connectorRevision: number;
  readonly suspended: boolean;
  readonly suspendedReason: string | null;
}

const columns = `club_id AS "clubId", vendor, revision, enabled, paused, resumes, settings, options, credentials, schedule,
  created_at AS "createdAt", connector_revision AS "connectorRevision", suspended, suspended_reason AS "suspendedReason"`;

@Injectable()
export class IntegrationStore {
  constructor(private readonly database: Database) {}

  async find(clubId: string, vendor: string): Promise<StoredIntegration | undefined> {
    return this.database.row<StoredIntegration>(`SELECT ${columns} FROM integration WHERE club_id = $1 AND vendor = $2`, [clubId, vendor]);
  }

  async ofClub(clubId: string): Promise<StoredIntegration[]> {
    return this.database.rows<StoredIntegration>(`SELECT ${columns} FROM integration WHERE club_id = $1 ORDER BY vendor`, [clubId]);
  }

  /** One vendor's integrations are written one after the other, so that two clubs cannot take one value at the same moment. */
  async lockVendor(vendor: Vendor): Promise<void> {
    await this.database.run('SELECT pg_advisory_xact_lock(hashtext($1))', [`integration:${vendor}`]);
  }

  /** An enabled integration of another club whose settings hold all of these. */
  async clubWith(vendor: Vendor, settings: Record<string, unknown>, besides: string): Promise<string | undefined> {
    const row = await this.database.row<{ clubId: string }>(
      `SELECT club_id AS "clubId" FROM integration
       WHERE vendor = $1 AND enabled AND settings @> $2::jsonb AND club_id <> $3 LIMIT 1`,
      [vendor, JSON.stringify(settings), besides],
    );
    return row?.clubId;
  }

  async put(wanted: Pick<IntegrationConfigured, 'clubId' | 'vendor' | 'enabled' | 'settings' | 'options' | 'credentials' | 'schedule'>): Promise<StoredIntegration> {
    const row = await this.database.row<StoredIntegration>(
      `INSERT INTO integration (club_id, vendor, revision, enabled, settings, options, credentials, schedule) VALUES ($1, $2, 1, $3, $4, $5, $6, $7)
       ON CONFLICT (club_id, vendor) DO UPDATE SET revision = integration.revision + 1, enabled = excluded.enabled, settings = excluded.settings,
         options = excluded.options, credentials = excluded.credentials, schedule = excluded.schedule
       RETURNING ${columns}`,
      [wanted.clubId, wanted.vendor, wanted.enabled, JSON.stringify(wanted.settings), JSON.stringify(wanted.options), wanted.credentials, wanted.schedule],
    );
    return row!;
  }

  async pause(clubId: string, vendor: Vendor, paused: boolean): Promise<StoredIntegration | undefined> {
    return this.database.row<StoredIntegration>(
      `WITH changed AS (
         UPDATE integration SET paused = $3, resumes = resumes + CASE WHEN $3 THEN 0 ELSE 1 END, revision = revision + 1
         WHERE club_id = $1 AND vendor = $2 RETURNING *)
       SELECT ${columns} FROM changed`,
      [clubId, vendor, paused],
    );
  }

  /** What connectors tell of themselves; an older revision never replaces a newer one. */
  async follow(states: readonly IntegrationStateChanged[]): Promise<void> {
    for (const { clubId, vendor, revision, state, suspendedReason } of states) {
      await this.database.run(
        `UPDATE integration SET connector_revision = $3, suspended = $4, suspended_reason = $5
         WHERE club_id = $1 AND vendor = $2 AND connector_revision <= $3`,
        [clubId, vendor, revision, state === 'suspended', state === 'suspended' ? suspendedReason : null],
      );
    }
  }

  async describe(described: readonly VendorDescribed[]): Promise<void> {
    for (const description of described) {
      await this.database.run(
        'INSERT INTO vendor_description (vendor, described) VALUES ($1, $2) ON CONFLICT (vendor) DO UPDATE SET described = excluded.described',
        [description.vendor, JSON.stringify(description)],
      );
    }
  }

  async descriptionOf(vendor: string): Promise<VendorDescribed | undefined> {
    return (await this.database.row<{ described: VendorDescribed }>('SELECT described FROM vendor_description WHERE vendor = $1', [vendor]))?.described;
  }
}
