import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';
import { nothingDelivered } from './delivery.store.js';
import { jsonb } from './jsonb.js';

/** Deliveries that are due again, or know less than they did, by something that happened beside them: a link, a switch, a person's wish. */
@Injectable()
export class WakingStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Makes contacts due again: their link appeared or went, or a person asked. An open create keeps its time. */
  async wake(contacts: readonly { readonly clubId: string; readonly contactId: string }[]): Promise<void> {
    if (contacts.length === 0) return;
    await this.database.run(
      `UPDATE delivery d SET due_at = now() FROM unnest($1::text[], $2::text[]) AS w (club_id, contact_id)
       WHERE d.club_id = w.club_id AND d.contact_id = w.contact_id AND d.intent IS NULL AND d.state <> 'parked'`,
      [contacts.map((it) => it.clubId), contacts.map((it) => it.contactId)],
    );
  }

  /** A delivery that waits for its contact's link goes on; one that is done is left alone. */
  async wakeWaiting(contacts: readonly { readonly clubId: string; readonly contactId: string }[], inMs: number): Promise<void> {
    if (contacts.length === 0) return;
    await this.database.run(
      `UPDATE delivery d SET due_at = now() + $3 * interval '1 millisecond' FROM unnest($1::text[], $2::text[]) AS w (club_id, contact_id)
       WHERE d.club_id = w.club_id AND d.contact_id = w.contact_id AND d.state = 'pending' AND d.due_at IS NOT NULL`,
      [contacts.map(({ clubId }) => clubId), contacts.map(({ contactId }) => contactId), inMs],
    );
  }

  /** Deliveries that went out, or are going out just now, without an owner or lead source that is linked by now. */
  async wakeThoseWith(clubId: string, field: 'ownerStaffId' | 'leadSourceId', ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database.run(
      `UPDATE delivery SET woken = true, due_at = coalesce(due_at, now())
       WHERE club_id = $1 AND contact->>'${field}' = ANY($2) AND state IN ('delivered', 'pending') AND NOT archived`,
      [clubId, ids],
    );
  }

  /** Creates that wait for a review look again. */
  async wakeReviewed(clubIds: readonly string[]): Promise<void> {
    await this.database.run(`UPDATE delivery SET due_at = now() WHERE club_id = ANY($1) AND due_at IS NOT NULL AND reason = 'possible-match' AND intent IS NULL`, [clubIds]);
  }

  /**
   * What was saved while nothing was sent by itself goes out now. What is just being concluded under the old option is looked at again;
   * what waits is locked until the new one is there, and is claimed under that.
   */
  async wakeHeldBack(clubId: string): Promise<void> {
    await this.database.run(
      `UPDATE delivery SET woken = true, due_at = CASE WHEN state = 'pending' THEN due_at ELSE now() END, state = 'pending', reason = CASE WHEN state = 'pending' THEN reason END
       WHERE club_id = $1 AND (state = 'pending' OR (state = 'not-sent' AND reason = 'automatic-off'))`,
      [clubId],
    );
  }

  /** By hand: everything is sent again, whatever was delivered. */
  async sendAgain(clubId: string, contactId: string): Promise<void> {
    await this.database.run(
      `UPDATE delivery SET uncertain = (SELECT coalesce(jsonb_agg(k), '[]') FROM jsonb_object_keys(delivered) AS k),
         state = 'pending', reason = NULL, attempts = 0, by_hand = true, woken = true, due_at = CASE WHEN intent IS NULL THEN now() ELSE coalesce(due_at, now()) END
       WHERE club_id = $1 AND contact_id = $2`,
      [clubId, contactId],
    );
  }

  async unpark(clubId: string, reason: string | null, contactId: string | null): Promise<number> {
    return this.database.run(
      `UPDATE delivery SET state = 'pending', reason = NULL, attempts = 0, due_at = now()
       WHERE club_id = $1 AND state = 'parked' AND ($2::text IS NULL OR reason = $2) AND ($3::text IS NULL OR contact_id = $3)`,
      [clubId, reason, contactId],
    );
  }

  /** These fields of InTouch's go out once more, unless they were delivered since `delivered` was what the vendor had of them. */
  async uphold(contacts: readonly { readonly clubId: string; readonly contactId: string; readonly vendorContactId: string; readonly delivered: Readonly<Record<string, unknown>> }[]): Promise<void> {
    if (contacts.length === 0) return;
    await this.database.run(
      `WITH n AS (
         SELECT n.club_id, n.contact_id, array_agg(DISTINCT f.key) AS keys
         FROM jsonb_to_recordset($1) AS n (club_id text, contact_id text, vendor_contact_id text, delivered jsonb)
         JOIN link l USING (club_id, contact_id, vendor_contact_id) JOIN delivery d USING (club_id, contact_id) CROSS JOIN LATERAL jsonb_each(n.delivered) f
         WHERE l.live AND coalesce(d.delivered->f.key, 'null') = f.value
         GROUP BY 1, 2
       )
       UPDATE delivery d SET upheld = d.upheld - n.keys || to_jsonb(n.keys), woken = true, due_at = CASE WHEN d.intent IS NULL THEN now() ELSE d.due_at END
       FROM n WHERE d.club_id = n.club_id AND d.contact_id = n.contact_id AND d.state IN ('delivered', 'pending', 'not-sent')`,
      [jsonb(contacts.map((it) => ({ club_id: it.clubId, contact_id: it.contactId, vendor_contact_id: it.vendorContactId, delivered: it.delivered })))],
    );
  }

  /** What is known of the vendor's record is void (another record, or none): the next delivery sends all it has. */
  async forgetDelivered(contacts: readonly { readonly clubId: string; readonly contactId: string }[]): Promise<void> {
    if (contacts.length === 0) return;
    await this.database.run(
      `UPDATE delivery d SET ${nothingDelivered}
       FROM unnest($1::text[], $2::text[]) AS w (club_id, contact_id) WHERE d.club_id = w.club_id AND d.contact_id = w.contact_id`,
      [contacts.map(({ clubId }) => clubId), contacts.map(({ contactId }) => contactId)],
    );
  }

  /**
   * The link has gone over to the record that theirs was merged into, and there it goes on: what was delivered is in it, as far as
   * the vendor's people kept it. `anew`: keys that are the old record's own.
   */
  async followLink(contacts: readonly { readonly clubId: string; readonly contactId: string }[], anew: readonly string[]): Promise<void> {
    if (contacts.length === 0) return;
    await this.database.run(
      `UPDATE delivery d SET delivered = delivered - $3::text[], woken = true,
         due_at = CASE WHEN d.state = 'closed' THEN now() ELSE d.due_at END,
         reason = CASE WHEN d.state = 'closed' THEN NULL ELSE d.reason END, state = CASE WHEN d.state = 'closed' THEN 'pending' ELSE d.state END
       FROM unnest($1::text[], $2::text[]) AS w (club_id, contact_id) WHERE d.club_id = w.club_id AND d.contact_id = w.contact_id`,
      [contacts.map(({ clubId }) => clubId), contacts.map(({ contactId }) => contactId), anew],
    );
  }
}
