import { Inject, Injectable } from '@nestjs/common';
import type { LookupKind, LookupStatus } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import { jsonb } from './jsonb.js';

export interface Lookup {
  readonly clubId: string;
  readonly kind: LookupKind;
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly active: boolean;
  /** Of InTouch's newest word about it. */
  readonly version: string;
  readonly vendorId: string | null;
  /** null: not looked for yet. */
  readonly status: LookupStatus | null;
  readonly detail: string | null;
  /** The id a person unlinked it from last: matching does not make that link again. */
  readonly undoneVendorId: string | null;
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

/** A club whose look-ups are to be matched, and the end of the lease on that, as the database writes it. */
export interface DueLookups {
  readonly clubId: string;
  readonly until: string;
}

/** What becomes of a look-up, and what it was when that was decided. */
export interface LookupChange {
  readonly before: Lookup;
  readonly vendorId: string | null;
  readonly status: LookupStatus;
  readonly detail: string | null;
  readonly undoneVendorId: string | null;
}

const columns = `club_id AS "clubId", kind, id, name, email, active, version, vendor_id AS "vendorId", status, detail, undone_vendor_id AS "undoneVendorId"`;

/** Staff and lead sources of the clubs, and whom they are linked to at the vendor. */
@Injectable()
export class LookupStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Answers the clubs of those that are new or were changed; what is not linked is to be looked for. */
  async keep(entries: readonly LookupUpsert[]): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>(
      `WITH newest AS (
         SELECT DISTINCT ON (club_id, kind, id) * FROM jsonb_to_recordset($1)
           AS n (club_id text, kind text, id text, name text, email text, active boolean, version text)
         ORDER BY club_id, kind, id, version DESC
       ), kept AS (
         INSERT INTO lookup AS l (club_id, kind, id, name, email, active, version)
         SELECT club_id, kind, id, name, email, active, version FROM newest ORDER BY version
         ON CONFLICT (club_id, kind, id) DO UPDATE SET name = excluded.name, email = excluded.email, active = excluded.active, version = excluded.version,
           status = CASE WHEN l.vendor_id IS NULL THEN NULL ELSE l.status END
         WHERE excluded.version > l.version
         RETURNING club_id
       )
       SELECT DISTINCT club_id AS id FROM kept`,
      [jsonb(entries.map((it) => ({ club_id: it.clubId, kind: it.kind, id: it.id, name: it.name, email: it.email, active: it.active, version: it.version })))],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Linked staff whose name or e-mail (any case) is not what it was when they were linked, each told once: what they are
   * called now is what the next change is compared with. Their entry says so until the link is looked at.
   */
  async changedSinceLinked(staff: readonly { readonly clubId: string; readonly id: string }[]): Promise<ChangedStaff[]> {
    if (staff.length === 0) return [];
    return this.database.rows<ChangedStaff>(
      `UPDATE lookup l SET linked_name = l.name, linked_email = l.email,
         detail = format('Changed in InTouch since it was linked: before %s (%s). Unlink it if this is another person.', before.linked_name, coalesce(before.linked_email, 'no e-mail'))
       FROM (SELECT club_id, id, linked_name, linked_email FROM lookup JOIN unnest($1::text[], $2::text[]) AS w (club_id, id) USING (club_id, id)
             WHERE kind = 'staff' ORDER BY club_id, id FOR UPDATE OF lookup) AS before
       WHERE l.club_id = before.club_id AND l.kind = 'staff' AND l.id = before.id AND l.vendor_id IS NOT NULL
         AND (l.name, lower(trim(l.email))) IS DISTINCT FROM (before.linked_name, lower(trim(before.linked_email)))
       RETURNING l.club_id AS "clubId", l.id, before.linked_name AS "nameBefore", before.linked_email AS "emailBefore", l.name, l.email`,
      [staff.map(({ clubId }) => clubId), staff.map(({ id }) => id)],
    );
  }

  async ofClub(clubId: string): Promise<Lookup[]> {
    return this.database.rows<Lookup>(`SELECT ${columns} FROM lookup WHERE club_id = $1 ORDER BY kind, name, id`, [clubId]);
  }

  /** Of one kind, those known the longest first: where two want the same, the first keeps it. */
  async ofKind(clubId: string, kind: LookupKind): Promise<Lookup[]> {
    return this.database.rows<Lookup>(`SELECT ${columns} FROM lookup WHERE club_id = $1 AND kind = $2 ORDER BY place`, [clubId, kind]);
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

  async locked(clubId: string, kind: LookupKind, id: string): Promise<Lookup | undefined> {
    return this.database.row<Lookup>(`SELECT ${columns} FROM lookup WHERE club_id = $1 AND kind = $2 AND id = $3 FOR UPDATE`, [clubId, kind, id]);
  }

  /**
   * Writes down what was decided, each only where the look-up is still what it was then: a person may have linked it by
   * hand meanwhile, or InTouch may have saved it anew. Links made and undone go into the history. Answers those written.
   */
  async change(changes: readonly LookupChange[], how: 'matched' | 'created' | 'by-hand' | 'refused'): Promise<LookupChange[]> {
    if (changes.length === 0) return [];
    const rows = await this.database.rows<{ kind: string; id: string }>(
      `WITH changed AS (
         UPDATE lookup l SET vendor_id = n.vendor_id, status = n.status, detail = n.detail, undone_vendor_id = n.undone,
           linked_name = CASE WHEN n.vendor_id IS NOT DISTINCT FROM l.vendor_id THEN l.linked_name ELSE l.name END,
           linked_email = CASE WHEN n.vendor_id IS NOT DISTINCT FROM l.vendor_id THEN l.linked_email ELSE l.email END
         FROM jsonb_to_recordset($1) AS n (club_id text, kind text, id text, vendor_id text, status text, detail text, undone text,
           was_vendor_id text, was_version text, was_undone text)
         WHERE l.club_id = n.club_id AND l.kind = n.kind AND l.id = n.id AND l.version = n.was_version
           AND l.vendor_id IS NOT DISTINCT FROM n.was_vendor_id AND l.undone_vendor_id IS NOT DISTINCT FROM n.was_undone
         RETURNING n.*
       ), history AS (
         INSERT INTO link_history (club_id, subject, id_in_intouch, vendor_id, what)
         SELECT club_id, kind, id, was_vendor_id, 'unlinked: ' || $2 FROM changed WHERE was_vendor_id IS NOT NULL AND was_vendor_id IS DISTINCT FROM vendor_id
         UNION ALL
         SELECT club_id, kind, id, vendor_id, 'linked: ' || $2 FROM changed WHERE vendor_id IS NOT NULL AND was_vendor_id IS DISTINCT FROM vendor_id
       )
       SELECT kind, id FROM changed`,
      [
        jsonb(
          changes.map(({ before, vendorId, status, detail, undoneVendorId }) => ({
            club_id: before.clubId, kind: before.kind, id: before.id, vendor_id: vendorId, status, detail, undone: undoneVendorId,
            was_vendor_id: before.vendorId, was_version: before.version, was_undone: before.undoneVendorId,
          })),
        ),
        how,
      ],
    );
    const written = new Set(rows.map(({ kind, id }) => `${kind}:${id}`));
    return changes.filter(({ before }) => written.has(`${before.kind}:${before.id}`));
  }

  /** InTouch's id that is linked to each of the vendor's; of several the one known the longest. */
  async byVendorId(clubId: string, kind: LookupKind): Promise<Map<string, string>> {
    const rows = await this.database.rows<{ id: string; vendor_id: string }>(
      `SELECT id, vendor_id FROM lookup WHERE club_id = $1 AND kind = $2 AND vendor_id IS NOT NULL ORDER BY place DESC`,
      [clubId, kind],
    );
    return new Map(rows.map((row) => [row.vendor_id, row.id]));
  }

  /** Clubs whose look-ups are due, taken by one instance for so long; `matched` ends it, a dead instance's come back. */
  async claimDue(leaseMs: number): Promise<DueLookups[]> {
    return this.database.rows<DueLookups>(
      `UPDATE integration i SET lookups_due_at = now() + $1 * interval '1 millisecond' FROM account a
       WHERE a.account = i.account AND i.enabled AND i.suspended_reason IS NULL AND a.suspended_reason IS NULL AND i.lookups_due_at <= now()
       RETURNING i.club_id AS "clubId", i.lookups_due_at::text AS until`,
      [leaseMs],
    );
  }

  /** Next time then, unless something was saved meanwhile that is to be looked for sooner. */
  async matched(clubId: string, until: string, nextInMs: number): Promise<void> {
    await this.database.run(
      `UPDATE integration SET lookups_due_at = now() + $3 * interval '1 millisecond' WHERE club_id = $1 AND lookups_due_at = $2::timestamptz`,
      [clubId, until, nextInMs],
    );
  }

  /** Due then, or earlier where it was already. */
  async due(clubIds: readonly string[], inMs: number): Promise<void> {
    await this.database.run(`UPDATE integration SET lookups_due_at = least(lookups_due_at, now() + $2 * interval '1 millisecond') WHERE club_id = ANY($1)`, [clubIds, inMs]);
  }
}
