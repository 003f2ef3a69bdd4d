import { Injectable } from '@nestjs/common';
import type { ActivityLogged, Direction, LogLevel } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

export interface KeptEntry {
  /** Number in commit order, as text: also the cursor. */
  readonly id: string;
  readonly at: Date;
  readonly level: LogLevel;
  readonly direction: Direction;
  readonly clubId: string;
  readonly vendor: string | null;
  readonly contactId: string | null;
  readonly vendorContactId: string | null;
  readonly requestId: string | null;
  readonly summary: string;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly howToFix: string | null;
}

export interface LogFilter {
  /** null: all */
  readonly clubs: readonly string[] | null;
  readonly vendor?: string | undefined;
  readonly contactId?: string | undefined;
  readonly level?: string | undefined;
  readonly requestId?: string | undefined;
}

const columns = `seq AS id, at, level, direction, club_id AS "clubId", vendor, contact_id AS "contactId", vendor_contact_id AS "vendorContactId",
  request_id AS "requestId", summary, reason, detail, how_to_fix AS "howToFix"`;

@Injectable()
export class LogStore {
  constructor(private readonly database: Database) {}

  /** The last thing a transaction does: from here to its commit no other can write, so that numbers appear in their order. */
  async add(activities: readonly ActivityLogged[]): Promise<void> {
    const rows = activities.flatMap(({ entry, delivery: _delivery, ...about }) => (entry ? [{ ...about, ...entry }] : []));
    if (rows.length === 0) return;
    await this.database.transaction(async () => {
      await this.database.run("SELECT pg_advisory_xact_lock(hashtext('log_entry'))");
      await this.database.run(
        `INSERT INTO log_entry (activity_id, at, level, direction, club_id, vendor, contact_id, vendor_contact_id, request_id, summary, reason, detail, how_to_fix)
         SELECT r."activityId", r.at, r.level, r.direction, r."clubId", r.vendor, r."contactId", r."vendorContactId", r."requestId", r.summary, r.reason, r.detail, r."howToFix"
         FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS line (value, n),
           jsonb_to_record(line.value) AS r ("activityId" text, at timestamptz, level text, direction text, "clubId" text, vendor text, "contactId" text,
             "vendorContactId" text, "requestId" text, summary text, reason text, detail text, "howToFix" text)
         ORDER BY line.n
         ON CONFLICT (activity_id) DO NOTHING`,
        [JSON.stringify(rows)],
      );
    });
  }

  async after(filter: LogFilter, cursor: string, limit: number): Promise<KeptEntry[]> {
    const conditions = ['seq > $1'];
    const parameters: unknown[] = [cursor, limit];
    const where = (column: string, value: unknown): void => {
      if (value === undefined || value === null) return;
      parameters.push(value);
      conditions.push(Array.isArray(value) ? `${column} = ANY($${parameters.length})` : `${column} = $${parameters.length}`);
    };
    // One club as an equation, which its index can follow in order.
    where('club_id', filter.clubs?.length === 1 ? filter.clubs[0] : filter.clubs);
    where('vendor', filter.vendor);
    where('contact_id', filter.contactId);
    where('level', filter.level);
    where('request_id', filter.requestId);
    return this.database.rows<KeptEntry>(`SELECT ${columns} FROM log_entry WHERE ${conditions.join(' AND ')} ORDER BY seq LIMIT $2`, parameters);
  }

  /** The newest entries of a contact, newest last. */
  async newestOf(clubId: string, contactId: string, limit: number): Promise<KeptEntry[]> {
    const rows = await this.database.rows<KeptEntry>(
      `SELECT ${columns} FROM log_entry WHERE club_id = $1 AND contact_id = $2 ORDER BY seq DESC LIMIT $3`,
      [clubId, contactId, limit],
    );
    return rows.reverse();
  }

  async newest(): Promise<string> {
    return (await this.database.row<{ seq: string }>('SELECT coalesce(max(seq), 0) AS seq FROM log_entry'))!.seq;
  }
}
