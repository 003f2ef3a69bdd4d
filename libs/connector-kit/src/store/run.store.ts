import { Inject, Injectable } from '@nestjs/common';
import type { RunCounts, RunKind, SyncDue } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import type { VendorRecord } from '../define-connector.js';

export interface Run {
  readonly runId: string;
  readonly clubId: string;
  readonly full: boolean;
  readonly dryRun: boolean;
  readonly kind: RunKind;
  readonly state: 'queued' | 'reading' | 'reporting';
  readonly startedAt: Date | null;
  readonly attempts: number;
  readonly nextCursor: Readonly<Record<string, unknown>> | null;
  readonly readCount: number;
  readonly counts: RunCounts;
}

const columns = `run_id AS "runId", club_id AS "clubId", is_full AS "full", dry_run AS "dryRun", kind, state, started_at AS "startedAt", attempts,
  next_cursor AS "nextCursor", read_count AS "readCount", counts`;
const open = `('queued', 'reading', 'reporting')`;

/** Pulls under way. What was read is set down first and reported from there, so that a crash repeats and loses nothing. */
@Injectable()
export class RunStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async queue(runs: readonly SyncDue[]): Promise<void> {
    await this.database.run(
      `INSERT INTO run (run_id, club_id, is_full, dry_run, kind, requested_at)
       SELECT * FROM jsonb_to_recordset($1) AS n (run_id text, club_id text, is_full boolean, dry_run boolean, kind text, requested_at timestamptz)
       ON CONFLICT (run_id) DO NOTHING`,
      [
        JSON.stringify(
          runs.map((it) => ({
            run_id: it.runId, club_id: it.clubId, is_full: it.full, dry_run: it.dryRun, requested_at: it.requestedAt,
            kind: it.dryRun ? 'dry-run' : it.slot ? 'scheduled' : 'by-hand',
          })),
        ),
      ],
    );
  }

  /** The oldest run that is due, one at a time per club. */
  async claim(leaseMs: number): Promise<Run | undefined> {
    return this.database.row<Run>(
      `UPDATE run SET lease_until = now() + $1 * interval '1 millisecond', started_at = coalesce(started_at, now())
       WHERE run_id = (
         SELECT r.run_id FROM run r JOIN integration i USING (club_id) JOIN account a USING (account)
         WHERE r.state IN ${open} AND r.due_at <= now() AND (r.lease_until IS NULL OR r.lease_until < now())
           AND (a.hold_until IS NULL OR a.hold_until <= now())
           AND NOT EXISTS (SELECT 1 FROM run o WHERE o.club_id = r.club_id AND o.state IN ${open} AND o.run_id <> r.run_id
             AND (o.lease_until > now() OR (o.requested_at, o.run_id) < (r.requested_at, r.run_id)))
         ORDER BY r.requested_at LIMIT 1 FOR UPDATE OF r SKIP LOCKED)
       RETURNING ${columns}`,
      [leaseMs],
    );
  }

  async renew(runId: string, leaseMs: number): Promise<void> {
    await this.database.run(`UPDATE run SET lease_until = now() + $2 * interval '1 millisecond' WHERE run_id = $1`, [runId, leaseMs]);
  }

  /** Starts reading from the beginning: what an earlier try set down is void. */
  async startReading(runId: string): Promise<void> {
    await this.database.run('DELETE FROM run_record WHERE run_id = $1', [runId]);
    await this.database.run(`UPDATE run SET state = 'reading' WHERE run_id = $1`, [runId]);
  }

  /** The same record twice counts once, as it was read last. */
  async setDown(runId: string, records: readonly VendorRecord<unknown>[]): Promise<void> {
    const byId = new Map(records.map((record) => [record.vendorContactId, record]));
    await this.database.run(
      `INSERT INTO run_record (run_id, vendor_contact_id, raw) SELECT $1, id, raw FROM jsonb_to_recordset($2) AS n (id text, raw jsonb)
       ON CONFLICT (run_id, vendor_contact_id) DO UPDATE SET raw = excluded.raw`,
      [runId, JSON.stringify([...byId.values()].map(({ vendorContactId, raw }) => ({ id: vendorContactId, raw })))],
    );
  }

  async readAll(runId: string, cursor: object): Promise<number> {
    const row = await this.database.row<{ n: number }>(
      `UPDATE run SET state = 'reporting', next_cursor = $2, attempts = 0, read_count = (SELECT count(*) FROM run_record WHERE run_id = $1) WHERE run_id = $1
       RETURNING read_count AS n`,
      [runId, JSON.stringify(cursor)],
    );
    return row?.n ?? 0;
  }

  /** Takes records out to be reported in the surrounding transaction. */
  async takeRecords(runId: string, limit: number): Promise<{ vendorContactId: string; raw: unknown }[]> {
    return this.database.rows(
      `DELETE FROM run_record WHERE run_id = $1 AND vendor_contact_id IN (SELECT vendor_contact_id FROM run_record WHERE run_id = $1 ORDER BY vendor_contact_id LIMIT $2)
       RETURNING vendor_contact_id AS "vendorContactId", raw`,
      [runId, limit],
    );
  }

  async count(runId: string, counts: RunCounts): Promise<void> {
    await this.database.run('UPDATE run SET counts = $2 WHERE run_id = $1', [runId, JSON.stringify(counts)]);
  }

  async retryLater(runId: string, ms: number): Promise<void> {
    await this.database.run(
      `UPDATE run SET lease_until = NULL, attempts = attempts + 1, due_at = now() + $2 * interval '1 millisecond' WHERE run_id = $1`,
      [runId, Math.round(ms)],
    );
  }

  async finish(runId: string): Promise<void> {
    await this.database.run('DELETE FROM run WHERE run_id = $1', [runId]);
    await this.database.run('DELETE FROM run_record WHERE run_id = $1', [runId]);
  }

  /** Runs of clubs that are not served (any more) are answered instead of kept for ever. */
  async orphans(): Promise<Run[]> {
    return this.database.rows<Run>(`SELECT ${columns} FROM run r WHERE state IN ${open} AND NOT EXISTS (SELECT 1 FROM integration i WHERE i.club_id = r.club_id)`);
  }
}
