import { Inject, Injectable } from '@nestjs/common';
import type { FileStateName, VendorFile } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

export type Folder = 'in' | 'done' | 'quarantine';

/** A file of a club, as the connector remembers it. */
export interface KnownFile extends Omit<VendorFile, 'at'> {
  readonly clubId: string;
  readonly stamp: string | null;
  readonly sha256: string | null;
  readonly folder: Folder;
  readonly moveTo: Folder | null;
  /** What is put beside it in quarantine. */
  readonly account: object | null;
  readonly at: Date;
}

/** What changes of a file; keys that are absent stay. */
export interface FileChange {
  readonly clubId: string;
  readonly name: string;
  readonly state: FileStateName;
  readonly at: Date;
  readonly stamp?: string | null;
  readonly rows?: number | null;
  readonly bad?: number | null;
  readonly reason?: string | null;
  readonly sha256?: string;
  readonly moveTo?: Folder;
  readonly account?: object | null;
}

const columns = `club_id AS "clubId", name, stamp, state, rows, bad, reason, at, sha256, folder, move_to AS "moveTo", account`;

/** Files of clubs and what became of them; moving them is somebody else's work, told here by `moveTo`. */
@Injectable()
export class FileStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async one(clubId: string, name: string): Promise<KnownFile | undefined> {
    return this.database.row<KnownFile>(`SELECT ${columns} FROM file WHERE club_id = $1 AND name = $2`, [clubId, name]);
  }

  async named(clubIds: readonly string[], names: readonly string[]): Promise<KnownFile[]> {
    return this.database.rows<KnownFile>(`SELECT ${columns} FROM file WHERE club_id = ANY($1) AND name = ANY($2)`, [clubIds, names]);
  }

  /** A file that was not there before, or has come once more under its name. */
  async arrived({ clubId, name, stamp, at }: Pick<KnownFile, 'clubId' | 'name' | 'stamp' | 'at'>): Promise<void> {
    await this.database.run(
      `INSERT INTO file (club_id, name, stamp, state, at) VALUES ($1, $2, $3, 'waiting', $4)
       ON CONFLICT (club_id, name) DO UPDATE SET stamp = excluded.stamp, state = 'waiting', rows = NULL, bad = NULL, reason = NULL, at = excluded.at,
         sha256 = NULL, folder = 'in', move_to = NULL, account = NULL`,
      [clubId, name, stamp, at],
    );
  }

  async change({ clubId, name, ...it }: FileChange): Promise<KnownFile> {
    const keep = (key: keyof typeof it): boolean => !(key in it);
    const row = await this.database.row<KnownFile>(
      `INSERT INTO file AS f (club_id, name, stamp, state, at, rows, bad, reason, sha256, move_to, account)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (club_id, name) DO UPDATE SET state = excluded.state, at = greatest(f.at + interval '1 microsecond', excluded.at),
         rows = CASE WHEN $12 THEN f.rows ELSE excluded.rows END, bad = CASE WHEN $13 THEN f.bad ELSE excluded.bad END,
         reason = CASE WHEN $14 THEN f.reason ELSE excluded.reason END, sha256 = coalesce(excluded.sha256, f.sha256),
         move_to = CASE WHEN excluded.move_to = f.folder THEN NULL ELSE coalesce(excluded.move_to, f.move_to) END,
         account = CASE WHEN $15 THEN f.account ELSE excluded.account END
       RETURNING ${columns}`,
      [
        clubId, name, it.stamp ?? null, it.state, it.at, it.rows ?? null, it.bad ?? null, it.reason ?? null, it.sha256 ?? null, it.moveTo ?? null,
        it.account ? JSON.stringify(it.account) : null, keep('rows'), keep('bad'), keep('reason'), keep('account'),
      ],
    );
    return row!;
  }

  async toMove(clubIds: readonly string[]): Promise<KnownFile[]> {
    return this.database.rows<KnownFile>(`SELECT ${columns} FROM file WHERE club_id = ANY($1) AND move_to IS NOT NULL ORDER BY at`, [clubIds]);
  }

  async moved({ clubId, name, moveTo }: KnownFile): Promise<void> {
    await this.database.run('UPDATE file SET folder = $3, move_to = NULL WHERE club_id = $1 AND name = $2 AND move_to = $3', [clubId, name, moveTo]);
  }

  /** The name under which these bytes were applied for this club before; null: never. */
  async appliedAs(clubId: string, sha256: string): Promise<string | null> {
    const row = await this.database.row<{ name: string }>('SELECT name FROM file_content WHERE club_id = $1 AND sha256 = $2', [clubId, sha256]);
    return row?.name ?? null;
  }

  async keepContent(clubId: string, sha256: string, name: string): Promise<void> {
    await this.database.run('INSERT INTO file_content (club_id, sha256, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [clubId, sha256, name]);
  }

  /** Which of these records no newer file has shown; `keeps`: from now on this stamp has shown them. */
  async fresh(clubId: string, ids: readonly string[], stamp: string, keeps: boolean): Promise<ReadonlySet<string>> {
    const known = `SELECT n.id FROM unnest($2::text[]) AS n (id) LEFT JOIN file_row r ON r.club_id = $1 AND r.vendor_contact_id = n.id WHERE r.stamp IS NULL OR r.stamp <= $3`;
    const keeping = `INSERT INTO file_row AS r (club_id, vendor_contact_id, stamp) SELECT $1, id, $3 FROM unnest($2::text[]) AS n (id) ORDER BY id
      ON CONFLICT (club_id, vendor_contact_id) DO UPDATE SET stamp = excluded.stamp WHERE r.stamp <= excluded.stamp RETURNING vendor_contact_id AS id`;
    const rows = await this.database.rows<{ id: string }>(keeps ? keeping : known, [clubId, ids, stamp]);
    return new Set(rows.map(({ id }) => id));
  }

  /** Whether a file with a stamp from `from` to before `to` has come. Both club-local, `yyyyMMddHHmm`. */
  async cameBetween(clubId: string, from: string, to: string): Promise<boolean> {
    return (await this.database.row('SELECT 1 FROM file WHERE club_id = $1 AND stamp >= $2 AND stamp < $3 LIMIT 1', [clubId, from, to])) !== undefined;
  }
}
