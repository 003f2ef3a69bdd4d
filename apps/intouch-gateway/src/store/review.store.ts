import { Injectable } from '@nestjs/common';
import type { MatchResolved, MatchUndecided, ReviewCandidate, Vendor } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

export interface KeptReview {
  readonly seq: string;
  readonly reviewId: string;
  readonly clubId: string;
  readonly vendor: Vendor;
  readonly vendorContactId: string;
  readonly state: string;
  readonly occurredAt: Date;
  readonly reason: string;
  readonly vendorContact: Record<string, unknown>;
  readonly candidates: readonly ReviewCandidate[];
  readonly explanation: string;
}

const columns = `seq, review_id AS "reviewId", club_id AS "clubId", vendor, vendor_contact_id AS "vendorContactId", state, occurred_at AS "occurredAt",
  reason, vendor_contact AS "vendorContact", candidates, explanation`;

@Injectable()
export class ReviewStore {
  constructor(private readonly database: Database) {}

  /** @param clubs null: all */
  async open(clubs: readonly string[] | null, vendor: string | undefined, cursor: string, limit: number): Promise<KeptReview[]> {
    return this.database.rows<KeptReview>(
      `SELECT ${columns} FROM review WHERE state = 'open' AND seq > $1 AND ($3::text[] IS NULL OR club_id = ANY($3)) AND ($4::text IS NULL OR vendor = $4)
       ORDER BY seq LIMIT $2`,
      [cursor, limit, clubs, vendor ?? null],
    );
  }

  async lock(reviewId: string): Promise<KeptReview | undefined> {
    return this.database.row<KeptReview>(`SELECT ${columns} FROM review WHERE review_id = $1 FOR UPDATE`, [reviewId]);
  }

  /** A review told again while open takes what is told now; a decided one stays decided. */
  async keep(reviews: readonly MatchUndecided[]): Promise<void> {
    for (const review of reviews) {
      await this.database.run(
        `INSERT INTO review (review_id, club_id, vendor, vendor_contact_id, state, occurred_at, reason, vendor_contact, candidates, explanation)
         VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9)
         ON CONFLICT (review_id) DO UPDATE SET reason = excluded.reason, vendor_contact = excluded.vendor_contact, candidates = excluded.candidates,
           explanation = excluded.explanation WHERE review.state = 'open'`,
        [
          review.reviewId, review.clubId, review.vendor, review.vendorContactId, review.occurredAt, review.reason,
          JSON.stringify(review.vendorContact), JSON.stringify(review.candidates), review.explanation,
        ],
      );
    }
  }

  /** Its end may arrive before the review itself, from another topic: then it is never shown. */
  async close({ reviewId, clubId, vendor, vendorContactId, decision, contactId, decidedAt }: MatchResolved): Promise<void> {
    await this.database.run(
      `INSERT INTO review (review_id, club_id, vendor, vendor_contact_id, state, occurred_at, decided_at, decided_contact_id) VALUES ($1, $2, $3, $4, $5, $6, $6, $7)
       ON CONFLICT (review_id) DO UPDATE SET state = excluded.state, decided_at = excluded.decided_at, decided_contact_id = excluded.decided_contact_id
       WHERE review.state = 'open'`,
      [reviewId, clubId, vendor, vendorContactId, decision, decidedAt, contactId ?? null],
    );
  }
}
