import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';
import type { DropEntry } from '../files/drop.js';

/** A file that lies in a drop, as it was seen there. */
export interface ObservedEntry extends DropEntry {
  readonly unchangedSince: Date;
  readonly arrivedAt: Date;
}

/** Why a drop cannot be looked at, and since when. */
export interface Trouble {
  readonly since: Date;
  /** The code that the log has of it; null: none yet. */
  readonly told: string | null;
}

/** Where vendors put files: when to look there again, and what was seen. */
@Injectable()
export class DropStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async keep(dropKey: string): Promise<void> {
    await this.database.run('INSERT INTO file_drop (drop_key) VALUES ($1) ON CONFLICT (drop_key) DO UPDATE SET look_at = now()', [dropKey]);
  }

  /** A drop that is due to be looked at; no other instance looks there meanwhile. */
  async claimDue(leaseMs: number): Promise<string | undefined> {
    const row = await this.database.row<{ key: string }>(
      `UPDATE file_drop SET lease_until = now() + $1 * interval '1 millisecond'
       WHERE drop_key = (
         SELECT d.drop_key FROM file_drop d
         WHERE d.look_at <= now() AND (d.lease_until IS NULL OR d.lease_until < now())
           AND EXISTS (SELECT 1 FROM integration i WHERE i.drop_key = d.drop_key AND i.enabled)
         ORDER BY d.look_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING drop_key AS key`,
      [leaseMs],
    );
    return row?.key;
  }

  async renew(dropKey: string, leaseMs: number): Promise<void> {
    await this.database.run(`UPDATE file_drop SET lease_until = now() + $2 * interval '1 millisecond' WHERE drop_key = $1`, [dropKey, leaseMs]);
  }

  async lookAgain(dropKey: string, inMs: number): Promise<void> {
    await this.database.run(`UPDATE file_drop SET lease_until = NULL, look_at = now() + $2 * interval '1 millisecond' WHERE drop_key = $1`, [dropKey, Math.round(inMs)]);
  }

  /** Somebody wants it looked at now. */
  async lookNow(dropKey: string): Promise<void> {
    await this.database.run('UPDATE file_drop SET look_at = now() WHERE drop_key = $1', [dropKey]);
  }

  /** Writes down what lies there now; an entry that changed counts as changed just now, one that is gone is forgotten. */
  async observe(dropKey: string, entries: readonly DropEntry[], at: Date): Promise<ObservedEntry[]> {
    const rows = JSON.stringify(entries.map(({ name, size, modifiedAt }) => ({ name, size, modified_at: Math.round(modifiedAt) })));
    await this.database.run(
      `DELETE FROM drop_entry e WHERE drop_key = $1 AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset($2) AS n (name text) WHERE n.name = e.name)`,
      [dropKey, rows],
    );
    return this.database.rows<ObservedEntry>(
      `INSERT INTO drop_entry AS e (drop_key, name, size, modified_at, unchanged_since, arrived_at)
       SELECT $1, name, size, modified_at, $3, $3 FROM jsonb_to_recordset($2) AS n (name text, size bigint, modified_at bigint)
       ON CONFLICT (drop_key, name) DO UPDATE SET size = excluded.size, modified_at = excluded.modified_at,
         unchanged_since = CASE WHEN (e.size, e.modified_at) = (excluded.size, excluded.modified_at) THEN e.unchanged_since ELSE excluded.unchanged_since END
       RETURNING name, size::float AS size, modified_at::float AS "modifiedAt", unchanged_since AS "unchangedSince", arrived_at AS "arrivedAt"`,
      [dropKey, rows, at],
    );
  }

  /** Notes that it cannot be looked at; answers what is known of that. */
  async troubled(dropKey: string, at: Date): Promise<Trouble> {
    const row = await this.database.row<Trouble>(
      `UPDATE file_drop SET troubled_since = coalesce(troubled_since, $2) WHERE drop_key = $1 RETURNING troubled_since AS since, trouble AS told`,
      [dropKey, at],
    );
    return row ?? { since: at, told: null };
  }

  async told(dropKey: string, code: string): Promise<void> {
    await this.database.run('UPDATE file_drop SET trouble = $2 WHERE drop_key = $1', [dropKey, code]);
  }

  /** It can be looked at again; answers what the log has of the trouble, null: nothing. */
  async recovered(dropKey: string): Promise<string | null> {
    const row = await this.database.row<{ told: string | null }>(
      `UPDATE file_drop d SET troubled_since = NULL, trouble = NULL FROM (SELECT drop_key, trouble FROM file_drop WHERE drop_key = $1 FOR UPDATE) before
       WHERE d.drop_key = before.drop_key AND d.troubled_since IS NOT NULL RETURNING before.trouble AS told`,
      [dropKey],
    );
    return row?.told ?? null;
  }
}
