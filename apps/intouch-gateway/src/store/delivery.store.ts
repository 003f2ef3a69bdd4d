import { Injectable } from '@nestjs/common';
import type { ActivityLogged, DeliveryStateName, Vendor } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

export interface KeptDelivery {
  readonly vendor: Vendor;
  readonly state: DeliveryStateName;
  readonly desiredVersion: string | null;
  readonly deliveredVersion: string | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly lastError: string | null;
}

export interface ParkedDelivery {
  readonly clubId: string;
  readonly contactId: string;
  readonly vendor: Vendor;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly since: Date;
}

export interface ParkedFilter {
  /** null: all */
  readonly clubs: readonly string[] | null;
  readonly vendor?: string | undefined;
  readonly reason?: string | undefined;
  readonly contactId?: string | undefined;
}

const parked = `state = 'parked' AND ($1::text[] IS NULL OR club_id = ANY($1)) AND ($2::text IS NULL OR vendor = $2)
  AND ($3::text IS NULL OR reason = $3) AND ($4::text IS NULL OR contact_id = $4)`;

/** How contacts stand at vendors, as the connectors told last. */
@Injectable()
export class DeliveryStore {
  constructor(private readonly database: Database) {}

  async of(clubId: string, contactId: string): Promise<KeptDelivery[]> {
    return this.database.rows<KeptDelivery>(
      `SELECT vendor, state, desired_version AS "desiredVersion", delivered_version AS "deliveredVersion", attempts,
         next_attempt_at AS "nextAttemptAt", last_error AS "lastError"
       FROM delivery WHERE club_id = $1 AND contact_id = $2 ORDER BY vendor`,
      [clubId, contactId],
    );
  }

  /** Several activities of one contact and vendor may come together; the latest counts. */
  async keep(activities: readonly ActivityLogged[]): Promise<void> {
    const rows = activities.flatMap(({ clubId, contactId, vendor, at, activityId, delivery }) =>
      delivery && contactId && vendor ? [{ ...delivery, clubId, contactId, vendor, at, activityId }] : [],
    );
    if (rows.length === 0) return;
    await this.database.run(
      `INSERT INTO delivery (club_id, contact_id, vendor, state, desired_version, delivered_version, attempts, next_attempt_at, last_error, reason, at, activity_id, since)
       SELECT DISTINCT ON (r."clubId", r."contactId", r.vendor) r."clubId", r."contactId", r.vendor, r.state, r."desiredVersion", r."deliveredVersion",
         r.attempts, r."nextAttemptAt", r."lastError", r.reason, r.at, r."activityId", r.at
       FROM jsonb_to_recordset($1::jsonb) AS r ("clubId" text, "contactId" text, vendor text, state text, "desiredVersion" text, "deliveredVersion" text,
         attempts integer, "nextAttemptAt" timestamptz, "lastError" text, reason text, at timestamptz, "activityId" text)
       ORDER BY r."clubId", r."contactId", r.vendor, r.at DESC, r."activityId" DESC
       ON CONFLICT (club_id, contact_id, vendor) DO UPDATE SET state = excluded.state, desired_version = excluded.desired_version,
         delivered_version = excluded.delivered_version, attempts = excluded.attempts, next_attempt_at = excluded.next_attempt_at,
         last_error = excluded.last_error, reason = excluded.reason, at = excluded.at, activity_id = excluded.activity_id,
         since = CASE WHEN delivery.state = excluded.state AND delivery.reason IS NOT DISTINCT FROM excluded.reason THEN delivery.since ELSE excluded.since END
       WHERE (excluded.at, excluded.activity_id) >= (delivery.at, delivery.activity_id)`,
      [JSON.stringify(rows)],
    );
  }

  /** @param after club, contact and vendor of the last one seen */
  async parked(filter: ParkedFilter, after: readonly [string, string, string], limit: number): Promise<ParkedDelivery[]> {
    return this.database.rows<ParkedDelivery>(
      `SELECT club_id AS "clubId", contact_id AS "contactId", vendor, reason, last_error AS detail, since FROM delivery
       WHERE ${parked} AND (club_id, contact_id, vendor) > ($5, $6, $7) ORDER BY club_id, contact_id, vendor LIMIT $8`,
      [filter.clubs, filter.vendor ?? null, filter.reason ?? null, filter.contactId ?? null, ...after, limit],
    );
  }

  async countParked(filter: ParkedFilter): Promise<{ clubId: string; vendor: Vendor; n: number }[]> {
    return this.database.rows(
      `SELECT club_id AS "clubId", vendor, count(*)::integer AS n FROM delivery WHERE ${parked} GROUP BY club_id, vendor ORDER BY 1, 2`,
      [filter.clubs, filter.vendor ?? null, filter.reason ?? null, filter.contactId ?? null],
    );
  }
}
