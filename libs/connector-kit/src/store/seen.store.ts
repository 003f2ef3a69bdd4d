import { Inject, Injectable } from '@nestjs/common';
import type { ContactReported } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import type { MatchKeys } from '@intouch/smart-match';
import { jsonb } from './jsonb.js';

export interface SeenRecord {
  readonly clubId: string;
  readonly vendorContactId: string;
  readonly raw: unknown;
  readonly report: ContactReported;
  readonly againOn: string | null;
  readonly keys: MatchKeys;
  /** Not read now: the stored row, judged once more. */
  readonly again: boolean;
}

export interface Lookalike {
  readonly vendorContactId: string;
  readonly report: ContactReported;
  readonly reviewOpen: boolean;
}

/** What the vendor last showed of a record, and when reading that began. */
export interface ShownRecord {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly seenAt: Date;
}

const lookalikesAtMost = 20;

/** The vendor's records as they were last reported. */
@Injectable()
export class SeenStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async keep(records: readonly SeenRecord[], readFrom: Date): Promise<void> {
    if (records.length === 0) return;
    await this.database.run(
      `INSERT INTO seen AS s (club_id, vendor_contact_id, raw, report, seen_at, again_on, first_key, email_key, mobile_key, birth_date)
       SELECT club_id, vendor_contact_id, raw, report, CASE WHEN again THEN '-infinity' ELSE $2::timestamptz END, again_on, first_key, email_key, mobile_key, birth_date
       FROM jsonb_to_recordset($1) AS n (club_id text, vendor_contact_id text, raw jsonb, report jsonb, again boolean, again_on date, first_key text,
         email_key text, mobile_key text, birth_date text)
       ON CONFLICT (club_id, vendor_contact_id) DO UPDATE SET raw = excluded.raw, report = excluded.report, again_on = excluded.again_on,
         seen_at = greatest(s.seen_at, excluded.seen_at),
         first_key = excluded.first_key, email_key = excluded.email_key, mobile_key = excluded.mobile_key, birth_date = excluded.birth_date`,
      [
        jsonb(
          records.map(({ clubId, vendorContactId, raw, report, again, againOn, keys }) => ({
            club_id: clubId, vendor_contact_id: vendorContactId, raw, report, again, again_on: againOn,
            first_key: keys.first, email_key: keys.email, mobile_key: keys.mobile, birth_date: keys.birthDate,
          })),
        ),
        readFrom,
      ],
    );
  }

  /** Reported records that no contact is linked to and whose first name with e-mail or mobile agree, as every tier of Smart Match asks. */
  async resembling(clubId: string, keys: MatchKeys): Promise<Lookalike[]> {
    if (keys.first === null || (keys.email === null && keys.mobile === null)) return [];
    const matches = (column: string, parameter: string): string => `
      SELECT s.* FROM seen s WHERE s.club_id = $1 AND s.first_key = $2 AND s.${column} = ${parameter}`;
    return this.database.rows<Lookalike>(
      `SELECT DISTINCT ON (s.vendor_contact_id) s.vendor_contact_id AS "vendorContactId", s.report, s.review_open AS "reviewOpen"
       FROM (${matches('email_key', '$3')} UNION ALL ${matches('mobile_key', '$4')}) s
       WHERE NOT s.released AND NOT EXISTS (SELECT 1 FROM link l WHERE l.club_id = s.club_id AND l.vendor_contact_id = s.vendor_contact_id)
       ORDER BY s.vendor_contact_id LIMIT ${lookalikesAtMost}`,
      [clubId, keys.first, keys.email, keys.mobile],
    );
  }

  /** The fields of these records as the vendor last showed them, by `club:vendor id`. */
  async shown(records: readonly { readonly clubId: string; readonly vendorContactId: string }[]): Promise<Map<string, ShownRecord>> {
    if (records.length === 0) return new Map();
    const rows = await this.database.rows<{ club_id: string; vendor_contact_id: string; fields: Record<string, unknown>; seenAt: Date }>(
      `SELECT club_id, vendor_contact_id, report->'fields' AS fields, seen_at AS "seenAt" FROM seen JOIN unnest($1::text[], $2::text[]) AS w (club_id, vendor_contact_id)
       USING (club_id, vendor_contact_id)`,
      [records.map(({ clubId }) => clubId), records.map(({ vendorContactId }) => vendorContactId)],
    );
    return new Map(rows.map((row) => [`${row.club_id}:${row.vendor_contact_id}`, row]));
  }

  /** Which of these records were reported before. */
  async knownOf(clubId: string, vendorContactIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.rows<{ id: string }>('SELECT vendor_contact_id AS id FROM seen WHERE club_id = $1 AND vendor_contact_id = ANY($2)', [clubId, vendorContactIds]);
    return new Set(rows.map(({ id }) => id));
  }

  /** How many of these were last seen just so. */
  async countSame(records: readonly Pick<SeenRecord, 'clubId' | 'vendorContactId' | 'raw'>[]): Promise<number> {
    if (records.length === 0) return 0;
    const row = await this.database.row<{ n: number }>(
      `SELECT count(*)::int AS n FROM jsonb_to_recordset($1) AS n (club_id text, vendor_contact_id text, raw jsonb) JOIN seen s USING (club_id, vendor_contact_id) WHERE s.raw = n.raw`,
      [jsonb(records.map(({ clubId, vendorContactId, raw }) => ({ club_id: clubId, vendor_contact_id: vendorContactId, raw })))],
    );
    return row!.n;
  }

  /** These records were read and say something that is not reported: what was remembered of them for a day to come is void. */
  async saysOtherwise(clubId: string, vendorContactIds: readonly string[]): Promise<void> {
    if (vendorContactIds.length === 0) return;
    await this.database.run('UPDATE seen SET again_on = NULL WHERE club_id = $1 AND vendor_contact_id = ANY($2) AND again_on IS NOT NULL', [clubId, vendorContactIds]);
  }

  /** Clubs with records whose day has come. */
  async clubsDueAgain(clubs: readonly { readonly clubId: string; readonly today: string }[]): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>(
      `SELECT club_id AS id FROM unnest($1::text[], $2::date[]) AS c (club_id, today) WHERE EXISTS (SELECT 1 FROM seen s WHERE s.club_id = c.club_id AND s.again_on <= c.today)`,
      [clubs.map(({ clubId }) => clubId), clubs.map(({ today }) => today)],
    );
    return rows.map(({ id }) => id);
  }

  /** Records whose day has come and that the run did not read anyhow. */
  async dueAgain(clubId: string, today: string, runId: string): Promise<{ readonly vendorContactId: string; readonly raw: unknown }[]> {
    return this.database.rows(
      `SELECT vendor_contact_id AS "vendorContactId", raw FROM seen s WHERE club_id = $1 AND again_on <= $2
         AND NOT EXISTS (SELECT 1 FROM run_record r WHERE r.run_id = $3 AND r.vendor_contact_id = s.vendor_contact_id)`,
      [clubId, today, runId],
    );
  }

  /** These are no records of their own any more: no create waits for them. */
  async resemblesNobody(clubId: string, vendorContactIds: readonly string[]): Promise<void> {
    if (vendorContactIds.length === 0) return;
    await this.database.run('UPDATE seen SET first_key = NULL, again_on = NULL WHERE club_id = $1 AND vendor_contact_id = ANY($2)', [clubId, vendorContactIds]);
  }

  async reviewOpened(clubId: string, vendorContactId: string): Promise<void> {
    await this.database.run('UPDATE seen SET review_open = true WHERE club_id = $1 AND vendor_contact_id = $2', [clubId, vendorContactId]);
  }

  async reviewClosed(clubId: string, vendorContactId: string, released: boolean): Promise<void> {
    await this.database.run('UPDATE seen SET review_open = false, released = released OR $3 WHERE club_id = $1 AND vendor_contact_id = $2', [clubId, vendorContactId, released]);
  }
}
