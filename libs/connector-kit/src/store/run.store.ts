import { Inject, Injectable } from '@nestjs/common';
import type { RunCounts, RunKind, SyncDue } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import type { VendorRecord } from '../define-connector.js';
import { jsonb } from './jsonb.js';

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
  readonly fence: string;
}

export interface SetDownRecord extends VendorRecord<unknown> {
  /** Not read in this run: the stored row of an earlier one, judged once more. */
  readonly again: boolean;
}

/** Another instance has taken the run over: this one writes nothing more of it. */
export class RunLost extends Error {
  override readonly name = 'RunLost';
}

const isOlder = (stamp: string | null | undefined, than: string | null | undefined): boolean => Boolean(stamp && than && Date.parse(stamp) < Date.parse(than));

const columns = `run_id AS "runId", club_id AS "clubId", is_full AS "full", dry_run AS "dryRun", kind, state, started_at AS "startedAt", attempts,
  next_cursor AS "nextCursor", read_count AS "readCount", counts, fence::text`;
const open = `('queued', 'reading', 'reporting')`;

/** Pulls under way. What was read is set down first and reported from there, so that a crash repeats and loses nothing. */
@Injectable()
export class RunStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** A run that was finished already (its event came again) is not run twice. */
  async queue(runs: readonly SyncDue[]): Promise<void> {
    if (runs.length === 0) return;
    await this.database.run(`DELETE FROM run WHERE state = 'done' AND requested_at < now() - interval '7 days'`);
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
      `UPDATE run SET lease_until = now() + $1 * interval '1 millisecond', fence = fence + 1, started_at = coalesce(started_at, now())
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

  async renew({ runId, fence }: Run, leaseMs: number): Promise<void> {
    await this.database.run(`UPDATE run SET lease_until = now() + $3 * interval '1 millisecond' WHERE run_id = $1 AND fence = $2`, [runId, fence, leaseMs]);
  }

  /**
   * Begins every transaction that writes of a run.
   * @throws {RunLost}
   */
  async holdOwn({ runId, fence }: Run): Promise<void> {
    const own = await this.database.row('SELECT 1 FROM run WHERE run_id = $1 AND fence = $2 FOR UPDATE', [runId, fence]);
    if (!own) throw new RunLost(`run ${runId} is worked on by another instance`);
  }

  /** Starts reading from the beginning: what an earlier try set down is void. */
  async startReading(runId: string): Promise<void> {
    await this.database.run('DELETE FROM run_record WHERE run_id = $1', [runId]);
    await this.database.run(`UPDATE run SET state = 'reading' WHERE run_id = $1`, [runId]);
  }

  /** The same record twice counts once: the later by its stamp where it has one, else as it was read last. */
  async setDown(runId: string, records: readonly VendorRecord<unknown>[], again = false): Promise<void> {
    const byId = new Map<string, VendorRecord<unknown>>();
    for (const record of records) if (!isOlder(record.stamp, byId.get(record.vendorContactId)?.stamp)) byId.set(record.vendorContactId, record);
    await this.database.run(
      `INSERT INTO run_record AS r (run_id, vendor_contact_id, raw, again, stamp)
       SELECT $1, n.value->>'id', n.value->'raw', $3, (n.value->>'stamp')::timestamptz FROM jsonb_array_elements($2) WITH ORDINALITY AS n ORDER BY n.ordinality
       ON CONFLICT (run_id, vendor_contact_id) DO UPDATE SET raw = excluded.raw, stamp = excluded.stamp
       WHERE (excluded.stamp < r.stamp) IS NOT TRUE`,
      [runId, jsonb([...byId.values()].map(({ vendorContactId, raw, stamp }) => ({ id: vendorContactId, raw, stamp: stamp ?? null }))), again],
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
  async takeRecords(runId: string, limit: number): Promise<SetDownRecord[]> {
    return this.database.rows(
      `WITH taken AS (
         DELETE FROM run_record WHERE run_id = $1 AND position IN (SELECT position FROM run_record WHERE run_id = $1 ORDER BY position LIMIT $2)
         RETURNING vendor_contact_id, raw, again, position
       )
       SELECT vendor_contact_id AS "vendorContactId", raw, again FROM taken ORDER BY position`,
      [runId, limit],
    );
  }

  async count(runId: string, counts: RunCounts): Promise<void> {
    await this.database.run('UPDATE run SET counts = $2 WHERE run_id = $1', [runId, JSON.stringify(counts)]);
  }

  async retryLater({ runId, fence }: Run, ms: number): Promise<void> {
    await this.database.run(
      `UPDATE run SET lease_until = NULL, attempts = attempts + 1, due_at = now() + $3 * interval '1 millisecond' WHERE run_id = $1 AND fence = $2`,
      [runId, fence, Math.round(ms)],
    );
  }

  async finish(runId: string): Promise<void> {
    await this.database.run(`UPDATE run SET state = 'done', lease_until = NULL WHERE run_id = $1`, [runId]);
    await this.database.run('DELETE FROM run_record WHERE run_id = $1', [runId]);
  }
}
