import { Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';

/** How far a run's reports have been decided; its rehearsal is counted apart. */
export interface RunPosition {
  readonly runId: string;
  readonly rehearsal: boolean;
  readonly position: number;
}

@Injectable()
export class RunPositionStore {
  constructor(private readonly database: Database) {}

  /** Held until the transaction ends: a run's reports come by one partition, and so do those that come again. */
  async of(runIds: Iterable<string>): Promise<RunPosition[]> {
    return this.database.rows<RunPosition>(
      'SELECT run_id AS "runId", rehearsal, position::float FROM run_position WHERE run_id = ANY($1::text[]) ORDER BY run_id, rehearsal FOR UPDATE',
      [[...new Set(runIds)]],
    );
  }

  async keep(positions: readonly RunPosition[]): Promise<void> {
    if (positions.length === 0) return;
    await this.database.run(
      `INSERT INTO run_position AS p (run_id, rehearsal, position) SELECT "runId", rehearsal, position FROM jsonb_to_recordset($1::jsonb) AS n("runId" text, rehearsal boolean, position bigint)
       ON CONFLICT (run_id, rehearsal) DO UPDATE SET position = greatest(p.position, excluded.position), decided_at = now()`,
      [JSON.stringify(positions)],
    );
  }

  /** Topics keep two weeks: nothing older can come again. */
  async forgetOld(): Promise<void> {
    await this.database.run(`DELETE FROM run_position WHERE decided_at < now() - interval '30 days'`);
  }
}
