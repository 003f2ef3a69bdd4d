import { Injectable } from '@nestjs/common';
import type { ClubConfigured } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import { rowsAsJson } from './rows-as-json.js';

/** The country of a club decides how its phone numbers are read. */
@Injectable()
export class ClubStore {
  constructor(private readonly database: Database) {}

  /**
   * One club is decided by one transaction at a time, whatever topic it comes from: two reports of one new person, from two
   * vendors at once, must be one insert. Taken in the order of the lock numbers, so that two batches never wait in a ring.
   */
  async lock(clubIds: Iterable<string>): Promise<void> {
    await this.database.run(
      `SELECT pg_advisory_xact_lock(number)
         FROM (SELECT DISTINCT hashtextextended('matcher club ' || club_id, 0) AS number FROM unnest($1::text[]) AS club_id ORDER BY 1) AS numbers`,
      [[...new Set(clubIds)]],
    );
  }

  /** Countries, ISO 3166 alpha-2, by club; a club not configured yet is taken for one of the United States. */
  async countries(clubIds: Iterable<string>): Promise<(clubId: string) => string> {
    const rows = await this.database.rows<{ club_id: string; country: string }>(
      'SELECT club_id, country FROM club WHERE club_id = ANY($1::text[])',
      [[...new Set(clubIds)]],
    );
    const byClub = new Map(rows.map(({ club_id, country }) => [club_id, country]));
    return (clubId) => byClub.get(clubId) ?? 'US';
  }

  async keep(clubs: readonly ClubConfigured[]): Promise<void> {
    await this.database.run(
      `INSERT INTO club (club_id, country, revision)
       SELECT DISTINCT ON ("clubId") "clubId", country, revision
         FROM jsonb_to_recordset($1::jsonb) AS c("clubId" text, country text, revision integer)
        ORDER BY "clubId", revision DESC
       ON CONFLICT (club_id) DO UPDATE SET country = excluded.country, revision = excluded.revision
        WHERE excluded.revision >= club.revision`,
      [rowsAsJson(clubs)],
    );
  }
}
