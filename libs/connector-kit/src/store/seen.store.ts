import { Inject, Injectable } from '@nestjs/common';
import type { ContactReported } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import type { MatchKeys } from '@intouch/smart-match';

export interface SeenRecord {
  readonly clubId: string;
  readonly vendorContactId: string;
  readonly raw: unknown;
  readonly report: ContactReported;
  readonly againOn: string | null;
  readonly keys: MatchKeys;
}

export interface Lookalike {
  readonly vendorContactId: string;
  readonly report: ContactReported;
  readonly reviewOpen: boolean;
}

/** The vendor's records as they were last reported. */
@Injectable()
export class SeenStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async keep(records: readonly SeenRecord[]): Promise<void> {
    await this.database.run(
      `INSERT INTO seen (club_id, vendor_contact_id, raw, report, again_on, first_key, email_key, mobile_key, birth_date)
       SELECT * FROM jsonb_to_recordset($1) AS n (club_id text, vendor_contact_id text, raw jsonb, report jsonb, again_on date, first_key text,
         email_key text, mobile_key text, birth_date text)
       ON CONFLICT (club_id, vendor_contact_id) DO UPDATE SET raw = excluded.raw, report = excluded.report, again_on = excluded.again_on,
         first_key = excluded.first_key, email_key = excluded.email_key, mobile_key = excluded.mobile_key, birth_date = excluded.birth_date`,
      [
        JSON.stringify(
          records.map(({ clubId, vendorContactId, raw, report, againOn, keys }) => ({
            club_id: clubId, vendor_contact_id: vendorContactId, raw, report, again_on: againOn,
            first_key: keys.first, email_key: keys.email, mobile_key: keys.mobile, birth_date: keys.birthDate,
          })),
        ),
      ],
    );
  }

  /**
   * A reported record that no contact is linked to and that Smart Match could take for this person: first name with e-mail
   * or mobile agree (every tier holds that), birth dates do not differ.
   */
  async resembling(clubId: string, keys: MatchKeys, birthDateVeto: boolean): Promise<Lookalike | undefined> {
    if (keys.first === null || (keys.email === null && keys.mobile === null)) return undefined;
    const matches = (column: string, parameter: string): string => `
      SELECT s.* FROM seen s WHERE s.club_id = $1 AND s.first_key = $2 AND s.${column} = ${parameter}`;
    return this.database.row<Lookalike>(
      `SELECT s.vendor_contact_id AS "vendorContactId", s.report, s.review_open AS "reviewOpen"
       FROM (${matches('email_key', '$3')} UNION ALL ${matches('mobile_key', '$4')}) s
       WHERE NOT s.released AND NOT ($6 AND s.birth_date IS NOT NULL AND $5::text IS NOT NULL AND s.birth_date <> $5)
         AND NOT EXISTS (SELECT 1 FROM link l WHERE l.club_id = s.club_id AND l.vendor_contact_id = s.vendor_contact_id)
       ORDER BY s.vendor_contact_id LIMIT 1`,
      [clubId, keys.first, keys.email, keys.mobile, keys.birthDate, birthDateVeto],
    );
  }

  /** The fields of these records as the vendor last showed them, by `club:vendor id`. */
  async shown(records: readonly { readonly clubId: string; readonly vendorContactId: string }[]): Promise<Map<string, Readonly<Record<string, unknown>>>> {
    if (records.length === 0) return new Map();
    const rows = await this.database.rows<{ club_id: string; vendor_contact_id: string; fields: Record<string, unknown> }>(
      `SELECT club_id, vendor_contact_id, report->'fields' AS fields FROM seen JOIN unnest($1::text[], $2::text[]) AS w (club_id, vendor_contact_id)
       USING (club_id, vendor_contact_id)`,
      [records.map(({ clubId }) => clubId), records.map(({ vendorContactId }) => vendorContactId)],
    );
    return new Map(rows.map((row) => [`${row.club_id}:${row.vendor_contact_id}`, row.fields]));
  }

  async one(clubId: string, vendorContactId: string): Promise<{ readonly report: ContactReported } | undefined> {
    return this.database.row('SELECT report FROM seen WHERE club_id = $1 AND vendor_contact_id = $2', [clubId, vendorContactId]);
  }

  /** Records whose day has come and that the run did not read anyhow. */
  async dueAgain(clubId: string, today: string, runId: string): Promise<{ readonly vendorContactId: string; readonly raw: unknown }[]> {
    return this.database.rows(
      `SELECT vendor_contact_id AS "vendorContactId", raw FROM seen s WHERE club_id = $1 AND again_on <= $2
         AND NOT EXISTS (SELECT 1 FROM run_record r WHERE r.run_id = $3 AND r.vendor_contact_id = s.vendor_contact_id)`,
      [clubId, today, runId],
    );
  }

  async reviewOpened(clubId: string, vendorContactId: string): Promise<void> {
    await this.database.run('UPDATE seen SET review_open = true WHERE club_id = $1 AND vendor_contact_id = $2', [clubId, vendorContactId]);
  }

  async reviewClosed(clubId: string, vendorContactId: string, released: boolean): Promise<void> {
    await this.database.run('UPDATE seen SET review_open = false, released = released OR $3 WHERE club_id = $1 AND vendor_contact_id = $2', [clubId, vendorContactId, released]);
  }
}
