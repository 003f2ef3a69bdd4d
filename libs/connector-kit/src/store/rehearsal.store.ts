import { Inject, Injectable } from '@nestjs/common';
import type { RunCounts, RunKind, RunRehearsed } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import type { Run, SetDownRecord } from './run.store.js';

/** What the matcher is shown: what differs from the record as it was last seen, or was remembered for today; not what a newer file has shown. */
export interface Showing {
  /** What was ignored while an option was off counts too, though it is as it was. */
  readonly all: boolean;
  /** Of the run's file; null: it reads none. */
  readonly stamp: string | null;
}

/** A rehearsal as it stands. */
export interface Rehearsal {
  readonly runId: string;
  readonly clubId: string;
  readonly kind: RunKind;
  readonly file: string | null;
  readonly state: string;
  readonly shown: number;
  readonly counts: RunCounts;
  /** Contacts of the club, as the matcher told last. */
  readonly contacts: number;
}

const columns = `run_id AS "runId", club_id AS "clubId", kind, file, state, shown, coalesce(rehearsed->'counts', '{}') AS counts, coalesce((rehearsed->>'contacts')::int, 0) AS contacts`;
const changed = `r.run_id = $1
  AND ($3 OR r.again OR NOT EXISTS (SELECT 1 FROM seen s WHERE s.club_id = $2 AND s.vendor_contact_id = r.vendor_contact_id AND s.raw = r.raw))
  AND ($4::text IS NULL OR NOT EXISTS (SELECT 1 FROM file_row f WHERE f.club_id = $2 AND f.vendor_contact_id = r.vendor_contact_id AND f.stamp > $4))`;

/** Runs that are shown to the matcher before their first write, and what it made of them. */
@Injectable()
export class RehearsalStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Whether the run has at least so many records to show. */
  async hasAtLeast({ runId, clubId }: Run, { all, stamp }: Showing, least: number): Promise<boolean> {
    const row = await this.database.row<{ n: number }>(`SELECT count(*)::int AS n FROM (SELECT 1 FROM run_record r WHERE ${changed} LIMIT $5) AS found`, [runId, clubId, all, stamp, least]);
    return row!.n >= least;
  }

  async begin(runId: string): Promise<void> {
    await this.database.run(`UPDATE run SET state = 'rehearsing', shown = 0, shown_to = 0, rehearsed = '{}' WHERE run_id = $1`, [runId]);
  }

  /** The next records to show, in order. They stay where they are: they are reported later. */
  async next({ runId, clubId }: Run, { all, stamp }: Showing, limit: number): Promise<SetDownRecord[]> {
    return this.database.rows(
      `SELECT r.vendor_contact_id AS "vendorContactId", r.raw, r.again, r.position::float FROM run_record r
       WHERE ${changed} AND r.position > (SELECT shown_to FROM run WHERE run_id = $1) ORDER BY r.position LIMIT $5`,
      [runId, clubId, all, stamp, limit],
    );
  }

  async showed(runId: string, position: number, reports: number): Promise<void> {
    await this.database.run('UPDATE run SET shown = shown + $3, shown_to = $2 WHERE run_id = $1', [runId, position, reports]);
  }

  /** All is shown: whose turn it is now is the matcher. */
  async await(runId: string): Promise<Rehearsal> {
    return (await this.database.row<Rehearsal>(`UPDATE run SET state = 'awaiting', lease_until = NULL WHERE run_id = $1 RETURNING ${columns}`, [runId]))!;
  }

  /** Adds what the matcher told, and holds the row. undefined: no rehearsal of that name is under way, or it was heard before. */
  async add({ runId, counts, contacts, upTo = 0 }: RunRehearsed): Promise<Rehearsal | undefined> {
    return this.database.row<Rehearsal>(
      `UPDATE run SET rehearsed = jsonb_build_object('contacts', $3::int, 'upTo', $4::bigint, 'counts',
         (SELECT coalesce(jsonb_object_agg(key, n), '{}') FROM (
            SELECT key, sum(value::int) AS n FROM (SELECT * FROM jsonb_each_text(coalesce(rehearsed->'counts', '{}')) UNION ALL SELECT * FROM jsonb_each_text($2)) both_parts GROUP BY key) summed))
       WHERE run_id = $1 AND state IN ('rehearsing', 'awaiting') AND coalesce((rehearsed->>'upTo')::bigint, -1) < $4 RETURNING ${columns}`,
      [runId, JSON.stringify(counts), contacts, upTo],
    );
  }

  /** Nobody works on it until a person decides; whoever does at this moment has lost it. */
  async hold(runId: string): Promise<void> {
    await this.database.run(`UPDATE run SET state = 'held', lease_until = NULL, fence = fence + 1 WHERE run_id = $1`, [runId]);
  }

  async goOn(runId: string): Promise<void> {
    await this.database.run(`UPDATE run SET state = 'reporting', lease_until = NULL, due_at = now() WHERE run_id = $1`, [runId]);
  }

  async approve(runId: string): Promise<void> {
    await this.database.run(`UPDATE run SET state = 'reporting', approved = true, lease_until = NULL, due_at = now() WHERE run_id = $1`, [runId]);
  }

  async held(runId: string): Promise<Pick<Run, 'runId' | 'clubId' | 'kind' | 'file'> | undefined> {
    return this.database.row(`SELECT run_id AS "runId", club_id AS "clubId", kind, file FROM run WHERE run_id = $1 AND state = 'held' FOR UPDATE`, [runId]);
  }
}
