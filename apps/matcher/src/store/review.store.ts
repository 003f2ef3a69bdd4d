import { Injectable } from '@nestjs/common';
import type { ContactReported } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import type { RecordKey } from './link.store.js';
import { rowsAsJson } from './rows-as-json.js';

/** A vendor's record that a person has to decide (`open`), or has told us to leave alone as it is now (`ignored`). */
export interface KnownReview extends RecordKey {
  readonly reviewId: string;
  readonly state: 'open' | 'ignored';
  /** Hash of the record, the candidates and the reason: another one is another question. */
  readonly situation: string;
  /** Hash of the record alone. */
  readonly reportHash: string;
  readonly report: ContactReported;
}

const names = `v.club_id AS "clubId", v.vendor, v.vendor_contact_id AS "vendorContactId", v.review_id AS "reviewId", v.state, v.situation,
  v.report_hash AS "reportHash", v.report`;

@Injectable()
export class ReviewStore {
  constructor(private readonly database: Database) {}

  async ofRecords(records: readonly RecordKey[]): Promise<KnownReview[]> {
    return this.database.rows<KnownReview>(
      `SELECT ${names} FROM jsonb_to_recordset($1::jsonb) AS r("clubId" text, vendor text, "vendorContactId" text)
         JOIN review v ON v.club_id = r."clubId" AND v.vendor = r.vendor AND v.vendor_contact_id = r."vendorContactId"`,
      [rowsAsJson(records)],
    );
  }

  async byId(reviewIds: readonly string[]): Promise<KnownReview[]> {
    return this.database.rows<KnownReview>(`SELECT ${names} FROM review v WHERE v.review_id = ANY($1::text[])`, [reviewIds]);
  }

  async keep(reviews: readonly KnownReview[]): Promise<void> {
    if (reviews.length === 0) return;
    await this.database.run(
      `INSERT INTO review (club_id, vendor, vendor_contact_id, review_id, state, situation, report_hash, report)
       SELECT "clubId", vendor, "vendorContactId", "reviewId", state, situation, "reportHash", report
         FROM jsonb_to_recordset($1::jsonb) AS v("clubId" text, vendor text, "vendorContactId" text, "reviewId" text, state text,
              situation text, "reportHash" text, report jsonb)
       ON CONFLICT (club_id, vendor, vendor_contact_id) DO UPDATE SET review_id = excluded.review_id, state = excluded.state,
         situation = excluded.situation, report_hash = excluded.report_hash, report = excluded.report`,
      [rowsAsJson(reviews)],
    );
  }

  async drop(reviews: readonly RecordKey[]): Promise<void> {
    if (reviews.length === 0) return;
    await this.database.run(
      `DELETE FROM review USING jsonb_to_recordset($1::jsonb) AS d("clubId" text, vendor text, "vendorContactId" text)
        WHERE club_id = d."clubId" AND review.vendor = d.vendor AND vendor_contact_id = d."vendorContactId"`,
      [rowsAsJson(reviews)],
    );
  }
}
