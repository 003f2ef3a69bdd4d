import { Inject, Injectable } from '@nestjs/common';
import type { LookupKind, LookupStatus } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

export interface Lookup {
  readonly clubId: string;
  readonly kind: LookupKind;
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly active: boolean;
  readonly vendorId: string | null;
  /** null: not looked for yet. */
  readonly status: LookupStatus | null;
  readonly detail: string | null;
  readonly byHand: boolean;
  /** Name and e-mail as they were when the link was made: another person may carry the record today. */
  readonly linkedName: string | null;
  readonly linkedEmail: string | null;
}

export interface LookupUpsert {
  readonly clubId: string;
  readonly kind: LookupKind;
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly active: boolean;
  readonly version: string;
}

export interface ChangedStaff {
  readonly clubId: string;
  readonly id: string;
  readonly nameBefore: string | null;
  readonly emailBefore: string | null;
  readonly name: string;
  readonly email: string | null;
}

const columns = `club_id AS "clubId", kind, id, name, email, active, vendor_id AS "vendorId", status, detail, by_hand AS "byHand",
  linked_name AS "linkedName", linked_email AS "linkedEmail"`;

@Injectable()
export class LookupStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Answers the clubs where something is to be looked for. */
  async keep(entries: readonly LookupUpsert[]): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>(
      `WITH newest AS (
         SELECT DISTINCT ON (club_id, kind, id) * FROM jsonb_to_recordset($1)
           AS n (club_id text, kind text, id text, name text, email text, active boolean, version text)
         ORDER BY club_id, kind, id, version DESC
       ), kept AS (
         INSERT INTO lookup AS l (club_id, kind, id, name, email, active, version)
         SELECT club_id, kind, id, name, email, active, version FROM newest
         ON CONFLICT (club_id, kind, id) DO UPDATE SET name = excluded.name, email = excluded.email, active = excluded.active, version = excluded.version,
           status = CASE WHEN l.vendor_id IS NULL AND NOT l.by_hand THEN NULL ELSE l.status END
         WHERE excluded.version > l.version
         RETURNING club_id, vendor_id
       )
       SELECT DISTINCT club_id AS id FROM kept WHERE vendor_id IS NULL`,
      [JSON.stringify(entries.map((it) => ({ club_id: it.clubId, kind: it.kind, id: it.id, name: it.name, email: it.email, active: it.active, version: it.version })))],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Linked staff whose name or e-mail (any case) is not what it was when they were linked, each told once: what they are
   * called now is what the next change is compared with.
   */
  async changedSinceLinked(staff: readonly { readonly clubId: string; readonly id: string }[]): Promise<ChangedStaff[]> {
    if (staff.length === 0) return [];
    return this.database.rows<ChangedStaff>(
      `UPDATE lookup l SET linked_name = l.name, linked_email = l.email
       FROM (SELECT club_id, id, linked_name, linked_email FROM lookup JOIN unnest($1::text[], $2::text[]) AS w (club_id, id) USING (club_id, id)
             WHERE kind = 'staff' ORDER BY club_id, id FOR UPDATE OF lookup) AS before
       WHERE l.club_id = before.club_id AND l.kind = 'staff' AND l.id = before.id AND l.vendor_id IS NOT NULL
         AND (l.name, lower(l.email)) IS DISTINCT FROM (before.linked_name, lower(before.linked_email))
       RETURNING l.club_id AS "clubId", l.id, before.linked_name AS "nameBefore", before.linked_email AS "emailBefore", l.name, l.email`,
      [staff.map(({ clubId }) => clubId), staff.map(({ id }) => id)],
    );
  }

  async ofClub(clubId: string): Promise<Lookup[]> {
    return this.database.rows<Lookup>(`SELECT ${columns} FROM lookup WHERE club_id = $1 ORDER BY kind, name, id`, [clubId]);
  }

  async named(wanted: readonly { readonly clubId: string; readonly kind: LookupKind; readonly id: string }[]): Promise<Map<string, Lookup>> {
    if (wanted.length === 0) return new Map();
    const rows = await this.database.rows<Lookup>(
      `SELECT ${columns} FROM lookup JOIN unnest($1::text[], $2::text[], $3::text[]) AS w (club_id, kind, id) USING (club_id, kind, id)`,
      [wanted.map((it) => it.clubId), wanted.map((it) => it.kind), wanted.map((it) => it.id)],
    );
    return new Map(rows.map((row) => [`${row.clubId}:${row.kind}:${row.id}`, row]));
  }

  async one(clubId: string, kind: LookupKind, id: string): Promise<Lookup | undefined> {
    return this.database.row<Lookup>(`SELECT ${columns} FROM lookup WHERE club_id = $1 AND kind = $2 AND id = $3`, [clubId, kind, id]);
  }

  async holderOf(clubId: string, kind: LookupKind, vendorId: string): Promise<Lookup | undefined> {
    return this.database.row<Lookup>(`SELECT ${columns} FROM lookup WHERE club_id = $1 AND kind = $2 AND vendor_id = $3 LIMIT 1`, [clubId, kind, vendorId]);
  }

  async record(entries: readonly Pick<Lookup, 'clubId' | 'kind' | 'id' | 'vendorId' | 'status' | 'detail' | 'byHand' | 'linkedName' | 'linkedEmail'>[]): Promise<void> {
    await this.database.run(
      `UPDATE lookup l SET vendor_id = n.vendor_id, status = n.status, detail = n.detail, by_hand = n.by_hand, linked_name = n.linked_name, linked_email = n.linked_email
       FROM jsonb_to_recordset($1) AS n (club_id text, kind text, id text, vendor_id text, status text, detail text, by_hand boolean, linked_name text, linked_email text)
       WHERE l.club_id = n.club_id AND l.kind = n.kind AND l.id = n.id`,
      [
        JSON.stringify(
          entries.map((it) => ({
            club_id: it.clubId, kind: it.kind, id: it.id, vendor_id: it.vendorId, status: it.status, detail: it.detail, by_hand: it.byHand,
            linked_name: it.linkedName, linked_email: it.linkedEmail,
          })),
        ),
      ],
    );
  }

  /** The InTouch lead source that is linked to each of the vendor's. */
  async leadSourcesByVendorId(clubId: string): Promise<Map<string, string>> {
    const rows = await this.database.rows<{ id: string; vendor_id: string }>(`SELECT id, vendor_id FROM lookup WHERE club_id = $1 AND kind = 'lead-sources' AND vendor_id IS NOT NULL`, [clubId]);
    return new Map(rows.map((row) => [row.vendor_id, row.id]));
  }

  /** Clubs whose look-ups are due; their time is moved on in the same step, so that one instance does the work. */
  async claimDue(everyMs: number): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>(
      `UPDATE integration i SET lookups_due_at = now() + $1 * interval '1 millisecond' FROM account a
       WHERE a.account = i.account AND i.enabled AND i.suspended_reason IS NULL AND a.suspended_reason IS NULL AND i.lookups_due_at <= now() RETURNING i.club_id AS id`,
      [everyMs],
    );
    return rows.map(({ id }) => id);
  }

  /** Due then, or earlier where it was already. */
  async due(clubIds: readonly string[], inMs: number): Promise<void> {
    await this.database.run(`UPDATE integration SET lookups_due_at = least(lookups_due_at, now() + $2 * interval '1 millisecond') WHERE club_id = ANY($1)`, [clubIds, inMs]);
  }
}
