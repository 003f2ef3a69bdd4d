import { Injectable } from '@nestjs/common';
import type { RunCounts, RunItem, RunKind, RunProgressed, Vendor } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

export const runStates = ['running', 'held', 'succeeded', 'failed'] as const;
export type RunState = (typeof runStates)[number];

export interface KeptRun {
  readonly runId: string;
  readonly clubId: string;
  readonly vendor: Vendor;
  readonly kind: RunKind;
  readonly state: RunState;
  readonly counts: RunCounts;
  readonly readAll: boolean;
  readonly failure: string | null;
  /** A person let it go on: the brake does not hold it again. */
  readonly approved: boolean;
  readonly startedAt: Date | string;
  readonly finishedAt: Date | string | null;
}

const columns = `run_id AS "runId", club_id AS "clubId", vendor, kind, state, counts, read_all AS "readAll", failure, approved,
  started_at AS "startedAt", finished_at AS "finishedAt"`;

@Injectable()
export class RunStore {
  constructor(private readonly database: Database) {}

  async start(runId: string, clubId: string, vendor: Vendor, kind: RunKind, startedAt: string): Promise<void> {
    await this.database.run(
      `INSERT INTO run (run_id, club_id, vendor, kind, state, counts, read_all, started_at) VALUES ($1, $2, $3, $4, 'running', '{}', false, $5)
       ON CONFLICT (run_id) DO NOTHING`,
      [runId, clubId, vendor, kind, startedAt],
    );
  }

  async find(runId: string): Promise<KeptRun | undefined> {
    return this.database.row<KeptRun>(`SELECT ${columns} FROM run WHERE run_id = $1`, [runId]);
  }

  /** Holds the run until the transaction ends: its two senders are counted one after the other. */
  async lock(runId: string): Promise<KeptRun | undefined> {
    return this.database.row<KeptRun>(`SELECT ${columns} FROM run WHERE run_id = $1 FOR UPDATE`, [runId]);
  }

  async write(run: KeptRun): Promise<void> {
    await this.database.run(
      'UPDATE run SET state = $2, counts = $3, read_all = $4, failure = $5, finished_at = $6, started_at = $7, approved = $8 WHERE run_id = $1',
      [run.runId, run.state, JSON.stringify(run.counts), run.readAll, run.failure, run.finishedAt, run.startedAt, run.approved],
    );
  }

  /** The last run that pulled; matching staff and lead sources is not one. */
  async lastOf(clubId: string, vendor: string): Promise<KeptRun | undefined> {
    return this.database.row<KeptRun>(
      `SELECT ${columns} FROM run WHERE club_id = $1 AND vendor = $2 AND kind <> 'lookups' ORDER BY started_at DESC, run_id DESC LIMIT 1`,
      [clubId, vendor],
    );
  }

  /** Ids of the messages that have not been counted before; from now on they have. */
  async firstSeen(messages: readonly { readonly id: string; readonly payload: RunProgressed }[]): Promise<Set<string>> {
    const rows = await this.database.rows<{ id: string }>(
      `INSERT INTO run_progress (event_id, run_id) SELECT DISTINCT ON (e) e, r FROM unnest($1::text[], $2::text[]) AS m (e, r) ORDER BY e
       ON CONFLICT (event_id) DO NOTHING RETURNING event_id AS id`,
      [messages.map(({ id }) => id), messages.map(({ payload }) => payload.runId)],
    );
    return new Set(rows.map(({ id }) => id));
  }

  async addItems(runId: string, items: readonly RunItem[]): Promise<void> {
    if (items.length === 0) return;
    await this.database.run(
      'INSERT INTO run_item (run_id, item) SELECT $1, value FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS i (value, n) ORDER BY n',
      [runId, JSON.stringify(items)],
    );
  }

  async items(runId: string, after: string, limit: number): Promise<{ n: string; item: RunItem }[]> {
    return this.database.rows('SELECT n, item FROM run_item WHERE run_id = $1 AND n > $2 ORDER BY n LIMIT $3', [runId, after, limit]);
  }
}
