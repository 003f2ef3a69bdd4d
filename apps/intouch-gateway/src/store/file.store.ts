import { Injectable } from '@nestjs/common';
import type { FilesReported, VendorFile } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

export type KeptFile = Omit<VendorFile, 'at'> & { readonly at: Date };

const columns = 'name, state, rows, bad, reason, at';

/** Files that vendors left for clubs, as the connectors told last. */
@Injectable()
export class FileStore {
  constructor(private readonly database: Database) {}

  async newestOf(clubId: string, vendor: string, limit: number): Promise<KeptFile[]> {
    return this.database.rows<KeptFile>(`SELECT ${columns} FROM vendor_file WHERE club_id = $1 AND vendor = $2 ORDER BY at DESC, name DESC LIMIT $3`, [clubId, vendor, limit]);
  }

  async find(clubId: string, vendor: string, name: string): Promise<KeptFile | undefined> {
    return this.database.row<KeptFile>(`SELECT ${columns} FROM vendor_file WHERE club_id = $1 AND vendor = $2 AND name = $3`, [clubId, vendor, name]);
  }

  async unmappedCodes(clubId: string, vendor: string): Promise<string[]> {
    return (await this.database.row<{ codes: string[] }>('SELECT codes FROM unmapped_codes WHERE club_id = $1 AND vendor = $2', [clubId, vendor]))?.codes ?? [];
  }

  /** One file may be told of several times in a batch: its latest state counts, and of two equal in time the one told last. */
  async keep(reports: readonly FilesReported[]): Promise<void> {
    const rows = reports.flatMap(({ clubId, vendor, files }) => files.map((file) => ({ ...file, clubId, vendor }))).map((row, n) => ({ ...row, n }));
    if (rows.length === 0) return;
    await this.database.run(
      `INSERT INTO vendor_file (club_id, vendor, name, state, rows, bad, reason, at)
       SELECT DISTINCT ON (r."clubId", r.vendor, r.name) r."clubId", r.vendor, r.name, r.state, r.rows, r.bad, r.reason, r.at
       FROM jsonb_to_recordset($1::jsonb) AS r ("clubId" text, vendor text, name text, state text, rows integer, bad integer, reason text, at timestamptz, n integer)
       ORDER BY r."clubId", r.vendor, r.name, r.at DESC, r.n DESC
       ON CONFLICT (club_id, vendor, name) DO UPDATE SET state = excluded.state, rows = excluded.rows, bad = excluded.bad, reason = excluded.reason,
         at = excluded.at
       WHERE excluded.at >= vendor_file.at`,
      [JSON.stringify(rows)],
    );
  }

  /** Each report holds the whole list; the last one stays. */
  async keepUnmappedCodes(reports: readonly FilesReported[]): Promise<void> {
    await this.database.run(
      `INSERT INTO unmapped_codes (club_id, vendor, codes)
       SELECT DISTINCT ON (r."clubId", r.vendor) r."clubId", r.vendor, r.codes
       FROM jsonb_to_recordset($1::jsonb) AS r ("clubId" text, vendor text, codes jsonb, n integer)
       ORDER BY r."clubId", r.vendor, r.n DESC
       ON CONFLICT (club_id, vendor) DO UPDATE SET codes = excluded.codes`,
      [JSON.stringify(reports.map(({ clubId, vendor, unmappedCodes }, n) => ({ clubId, vendor, codes: unmappedCodes, n })))],
    );
  }
}
