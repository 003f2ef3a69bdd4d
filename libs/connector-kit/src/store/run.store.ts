import { Inject, Injectable } from '@nestjs/common';
import type { LogLevel, RunCounts, RunKind, SyncDue } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import type { VendorRecord } from '../define-connector.js';
import { jsonb } from './jsonb.js';

export interface Run {
  readonly runId: string;
  readonly clubId: string;
  readonly full: boolean;
  readonly dryRun: boolean;
  readonly kind: RunKind;
  readonly state: 'queued' | 'reading' | 'rehearsing' | 'reporting';
  readonly startedAt: Date | null;
  readonly attempts: number;
  readonly nextCursor: Readonly<Record<string, unknown>> | null;
  readonly readCount: number;
  readonly counts: RunCounts;
  readonly fence: string;
  /** The file it reads; null: none, or whichever lies there. */
  readonly file: string | null;
  /** A person named the file: that it was applied before, or put aside, does not count. */
  readonly byName: boolean;
  readonly notes: NotesByCode;
  /** A person let it go on. */
  readonly approved: boolean;
}

/** What reading and reporting a run found worth a line of the log. */
export type NotesByCode = Readonly<Record<string, RunNote>>;

export interface RunNote {
  readonly level: LogLevel;
  readonly count: number;
  /** The first of them, in words. */
  readonly examples: readonly string[];
  readonly howToFix: string | null;
}

export interface SetDownRecord extends VendorRecord<unknown> {
  /** In the order of reading; grows within a run. */
  readonly position: number;
  /** Not read in this run: the stored row of an earlier one, judged once more. */
  readonly again: boolean;
}

/** Another instance has taken the run over: this one writes nothing more of it. */
export class RunLost extends Error {
  override readonly name = 'RunLost';
}

const isOlder = (stamp: string | null | undefined, than: string | null | undefined): boolean => Boolean(stamp && than && Date.parse(stamp) < Date.parse(than));

const columns = `run_id AS "runId", club_id AS "clubId", is_full AS "full", dry_run AS "dryRun", kind, state, started_at AS "startedAt", attempts,
  next_cursor AS "nextCursor", read_count AS "readCount", counts, fence::text, file, by_name AS "byName", notes, approved`;
const open = `('queued', 'reading', 'rehearsing', 'reporting')`;
/** Shown to the matcher and not answered yet, or held by the brake: what comes after it waits. */
const waiting = `('awaiting', 'held')`;

/** Pulls under way. What was read is set down first and reported from there, so that a crash repeats and loses nothing. */
@Injectable()
export class RunStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** A run that was finished already (its event came again) is not run twice. */
  async queue(runs: readonly SyncDue[]): Promise<void> {
    if (runs.length === 0) return;
    await this.database.run(`DELETE FROM run WHERE state = 'done' AND requested_at < now() - interval '7 days'`);
    await this.database.run(
      `INSERT INTO run (run_id, club_id, is_full, dry_run, kind, requested_at, file, by_name)
       SELECT run_id, club_id, is_full, dry_run, kind, requested_at, file, file IS NOT NULL
       FROM jsonb_to_recordset($1) AS n (run_id text, club_id text, is_full boolean, dry_run boolean, kind text, requested_at timestamptz, file text)
       -- Slots that pass while a club's last one still waits for its beginning are one.
       WHERE NOT (kind = 'scheduled' AND EXISTS (SELECT 1 FROM run o WHERE o.club_id = n.club_id AND o.kind = 'scheduled' AND o.state = 'queued' AND o.started_at IS NULL))
       ON CONFLICT (run_id) DO NOTHING`,
      [
        JSON.stringify(
          runs.map((it) => ({
            run_id: it.runId, club_id: it.clubId, is_full: it.full, dry_run: it.dryRun, requested_at: it.requestedAt, file: it.file ?? null,
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
           AND (r.dry_run OR NOT EXISTS (SELECT 1 FROM run o WHERE o.club_id = r.club_id AND o.state IN ${waiting} AND o.run_id <> r.run_id))
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
    await this.clear(runId);
    await this.database.run(`UPDATE run SET state = 'reading', notes = '{}' WHERE run_id = $1`, [runId]);
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

  /** `besides`: records that were read and not set down. `cursor` null: the run was skipped. Answers how many were read. */
  async readAll(runId: string, cursor: object | null, besides: { readonly counts: RunCounts; readonly notes: NotesByCode } = { counts: {}, notes: {} }): Promise<number> {
    const apart = Object.values(besides.counts).reduce((sum, n) => sum + n, 0);
    const row = await this.database.row<{ n: number }>(
      `UPDATE run SET state = 'reporting', next_cursor = $2, attempts = 0, read_count = $3 + (SELECT count(*) FROM run_record WHERE run_id = $1), counts = $4, notes = $5
       WHERE run_id = $1 RETURNING read_count AS n`,
      [runId, cursor && JSON.stringify(cursor), apart, JSON.stringify(besides.counts), jsonb(besides.notes)],
    );
    return row?.n ?? 0;
  }

  /** The file a run has found to read. */
  async takesFile(runId: string, file: string): Promise<void> {
    await this.database.run('UPDATE run SET file = $2 WHERE run_id = $1', [runId, file]);
  }

  /** Whether a run that writes is under way for the club, waits, or is held. */
  async anyReal(clubId: string): Promise<boolean> {
    return (await this.database.row(`SELECT 1 FROM run WHERE club_id = $1 AND state <> 'done' AND NOT dry_run LIMIT 1`, [clubId])) !== undefined;
  }

  /** Files that lie there, each to be read in a run of its own, in this order. */
  async queueFiles(runs: readonly { readonly runId: string; readonly clubId: string; readonly file: string }[]): Promise<void> {
    await this.database.run(
      `INSERT INTO run (run_id, club_id, is_full, dry_run, kind, requested_at, file)
       SELECT run_id, club_id, false, false, 'file', now() + n * interval '1 microsecond', file
       FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS f (run_id, club_id, file, n) ON CONFLICT (run_id) DO NOTHING`,
      [runs.map(({ runId }) => runId), runs.map(({ clubId }) => clubId), runs.map(({ file }) => file)],
    );
  }

  async keepBadRows(runId: string, rows: readonly { readonly line: number; readonly code: string; readonly message: string }[]): Promise<void> {
    if (rows.length === 0) return;
    await this.database.run(
      `INSERT INTO run_bad_row (run_id, line, code, message) SELECT $1, line, code, message FROM jsonb_to_recordset($2) AS b (line integer, code text, message text) ON CONFLICT DO NOTHING`,
      [runId, JSON.stringify(rows)],
    );
  }

  async badRows(runId: string, limit: number): Promise<{ line: number; code: string; message: string }[]> {
    return this.database.rows('SELECT line, code, message FROM run_bad_row WHERE run_id = $1 ORDER BY line LIMIT $2', [runId, limit]);
  }

  /** Takes records out to be reported in the surrounding transaction. */
  async takeRecords(runId: string, limit: number): Promise<SetDownRecord[]> {
    return this.database.rows(
      `WITH taken AS (
         DELETE FROM run_record WHERE run_id = $1 AND position IN (SELECT position FROM run_record WHERE run_id = $1 ORDER BY position LIMIT $2)
         RETURNING vendor_contact_id, raw, again, position
       )
       SELECT vendor_contact_id AS "vendorContactId", raw, again, position::float FROM taken ORDER BY taken.position`,
      [runId, limit],
    );
  }

  async count(runId: string, counts: RunCounts, notes: NotesByCode): Promise<void> {
    await this.database.run('UPDATE run SET counts = $2, notes = $3 WHERE run_id = $1', [runId, JSON.stringify(counts), jsonb(notes)]);
  }

  async retryLater({ runId, fence }: Run, ms: number): Promise<void> {
    await this.database.run(
      `UPDATE run SET lease_until = NULL, attempts = attempts + 1, due_at = now() + $3 * interval '1 millisecond' WHERE run_id = $1 AND fence = $2`,
      [runId, fence, Math.round(ms)],
    );
  }

  /** Answers the file it read, if any. */
  async finish(runId: string): Promise<string | null> {
    const row = await this.database.row<{ file: string | null }>(`UPDATE run SET state = 'done', lease_until = NULL WHERE run_id = $1 RETURNING file`, [runId]);
    await this.clear(runId);
    return row?.file ?? null;
  }

  private async clear(runId: string): Promise<void> {
    await this.database.run('DELETE FROM run_record WHERE run_id = $1', [runId]);
    await this.database.run('DELETE FROM run_bad_row WHERE run_id = $1', [runId]);
  }
}
