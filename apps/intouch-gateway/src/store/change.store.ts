import { Injectable } from '@nestjs/common';
import type { ChangeType, Vendor } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

/** As InTouch reads it. */
export interface Change {
  readonly changeId: string;
  readonly type: ChangeType;
  readonly occurredAt: string | Date;
  readonly clubId: string;
  readonly contactId: string | null;
  readonly vendor: Vendor;
  readonly vendorContactId: string;
  readonly match: { readonly by: string; readonly tier: number | null };
  readonly joinDate: string | null;
  readonly endDate: string | null;
  readonly contact: Record<string, unknown>;
}

export interface KeptChange extends Change {
  readonly seq: string;
  readonly ackedAt: Date | null;
  readonly ackedContactId: string | null;
}

export const changeColumns = `seq, change_id AS "changeId", type, occurred_at AS "occurredAt", club_id AS "clubId", contact_id AS "contactId", vendor,
  vendor_contact_id AS "vendorContactId", match, join_date AS "joinDate", end_date AS "endDate", contact, acked_at AS "ackedAt", acked_contact_id AS "ackedContactId"`;

/** Only what the page shows. */
export function asRead({ seq: _seq, ackedAt: _at, ackedContactId: _id, ...change }: KeptChange): Change {
  return change;
}

@Injectable()
export class ChangeStore {
  constructor(private readonly database: Database) {}

  /** The last thing a transaction does: from here to its commit no other can write, so that numbers appear in their order. */
  async add(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    await this.database.transaction(async () => {
      await this.database.run("SELECT pg_advisory_xact_lock(hashtext('change'))");
      await this.database.run(
        `WITH added AS (
           INSERT INTO change (change_id, type, occurred_at, club_id, contact_id, vendor, vendor_contact_id, match, join_date, end_date, contact)
           SELECT r."changeId", r.type, r."occurredAt", r."clubId", r."contactId", r.vendor, r."vendorContactId", r.match, r."joinDate", r."endDate", r.contact
           FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS line (value, n),
             jsonb_to_record(line.value) AS r ("changeId" text, type text, "occurredAt" timestamptz, "clubId" text, "contactId" text, vendor text,
               "vendorContactId" text, match jsonb, "joinDate" text, "endDate" text, contact jsonb)
           ORDER BY line.n
           ON CONFLICT (change_id) DO NOTHING
           RETURNING seq, club_id, contact_id, vendor, vendor_contact_id)
         INSERT INTO webhook_delivery (seq, contact_key)
         SELECT seq, club_id || ':' || coalesce(contact_id, vendor || ':' || vendor_contact_id) FROM added WHERE EXISTS (SELECT 1 FROM webhook)`,
        [JSON.stringify(changes)],
      );
    });
  }

  /** @param clubs null: all */
  async after(clubs: readonly string[] | null, cursor: string, limit: number): Promise<KeptChange[]> {
    return this.database.rows<KeptChange>(
      `SELECT ${changeColumns} FROM change WHERE seq > $1 ${clubs ? 'AND club_id = ANY($3)' : ''} ORDER BY seq LIMIT $2`,
      clubs ? [cursor, limit, clubs] : [cursor, limit],
    );
  }

  async find(changeId: string): Promise<KeptChange | undefined> {
    return this.database.row<KeptChange>(`SELECT ${changeColumns} FROM change WHERE change_id = $1`, [changeId]);
  }

  /** Whether this was the first ack. */
  async ack(changeId: string, contactId: string | null): Promise<boolean> {
    const touched = await this.database.run(
      'UPDATE change SET acked_at = now(), acked_contact_id = $2 WHERE change_id = $1 AND acked_at IS NULL',
      [changeId, contactId],
    );
    return touched === 1;
  }

  async newest(): Promise<string> {
    return (await this.database.row<{ seq: string }>('SELECT coalesce(max(seq), 0) AS seq FROM change'))!.seq;
  }
}
