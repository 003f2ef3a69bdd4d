import { Injectable } from '@nestjs/common';
import type { ContactStatus, Vendor } from '@intouch/contracts';
import { Database, effectiveAt, isNewest } from '@intouch/postgres';
import type { MatchKeys, PersonFields } from '@intouch/smart-match';
import { instant } from './instant.js';
import { rowsAsJson } from './rows-as-json.js';

/** A contact as matching needs it. */
export interface KnownContact {
  readonly clubId: string;
  /** InTouch's id; of a provisional one an id of our own, which no id of InTouch's can equal. */
  contactId: string;
  /** Inserted by a decision that InTouch has not acknowledged yet. */
  provisional: boolean;
  status: ContactStatus;
  readonly archived: boolean;
  fields: PersonFields;
  /** When it was saved in InTouch, RFC 3339; null: InTouch did not say. */
  readonly updatedAt: string | null;
  /** When we first heard of it, RFC 3339. */
  readonly firstSeenAt: string;
  keys: MatchKeys;
}

/** A snapshot to keep; `effectiveAt`, `stamped` and `version` as `EffectiveVersion` of the contracts. */
export interface ContactToKeep {
  readonly clubId: string;
  readonly contactId: string;
  readonly status: ContactStatus;
  readonly fields: PersonFields;
  readonly keys: MatchKeys;
  readonly effectiveAt: string;
  readonly stamped: boolean;
  readonly version: string;
  readonly receivedAt: string;
}

/** Whom a report could be about: by the vendor's id, or by the first name with the email or the mobile. */
export interface LookUp {
  readonly clubId: string;
  readonly vendor: Vendor;
  readonly vendorContactId: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly email: string | null;
  readonly mobile: string | null;
  /** Whom the connector vouches for; null: nobody. */
  readonly vouched: string | null;
}

const columns = `c.club_id, c.contact_id, c.provisional, c.status, c.archived, c.fields, c.norm_first, c.norm_last, c.norm_email,
  c.norm_mobile, c.birth_date,
  ${instant('c.first_seen_at')} AS first_seen_at, CASE WHEN c.stamped THEN ${instant('c.effective_at')} END AS updated_at`;

interface ContactRow {
  club_id: string; contact_id: string; provisional: boolean; status: ContactStatus; archived: boolean; fields: PersonFields;
  norm_first: string | null; norm_last: string | null; norm_email: string | null; norm_mobile: string | null; birth_date: string | null;
  first_seen_at: string; updated_at: string | null;
}

@Injectable()
export class ContactStore {
  constructor(private readonly database: Database) {}

  /**
   * The candidates of all reports of a batch, in one statement: one index probe per report for those whose id is linked, up to
   * two for the others. UNION ALL of probes, where an OR would scan the club; the mobile's probe leaves out what the email's found.
   */
  async resembling(reports: readonly LookUp[]): Promise<KnownContact[]> {
    const rows = await this.database.rows<ContactRow>(
      `WITH report AS MATERIALIZED (
         SELECT r.*, l.contact_id AS linked
           FROM jsonb_to_recordset($1::jsonb)
                AS r("clubId" text, vendor text, "vendorContactId" text, first text, last text, email text, mobile text, vouched text)
           LEFT JOIN link l ON l.club_id = r."clubId" AND l.vendor = r.vendor AND l.vendor_contact_id = r."vendorContactId"
                AND l.state <> 'unlinked'
       )
       SELECT ${columns} FROM report r JOIN contact c ON c.club_id = r."clubId" AND c.contact_id = coalesce(r.linked, r.vouched)
       UNION ALL
       SELECT ${columns} FROM report r JOIN contact c ON c.club_id = r."clubId" AND c.norm_first = r.first AND c.norm_email = r.email
        WHERE r.linked IS NULL AND r.last IS NOT NULL AND NOT c.archived
       UNION ALL
       SELECT ${columns} FROM report r JOIN contact c ON c.club_id = r."clubId" AND c.norm_first = r.first AND c.norm_mobile = r.mobile
        WHERE r.linked IS NULL AND r.last IS NOT NULL AND NOT c.archived AND (r.email IS NULL OR c.norm_email IS DISTINCT FROM r.email)`,
      [rowsAsJson(reports)],
    );
    return rows.map(toContact);
  }

  /** Newest wins; one row per contact. A status we decided stays against a snapshot that InTouch sent before it could know. */
  async keep(contacts: readonly ContactToKeep[]): Promise<void> {
    await this.database.run(
      `INSERT INTO contact (club_id, contact_id, status, fields, norm_first, norm_last, norm_email, norm_mobile, birth_date,
                            effective_at, stamped, version, first_seen_at)
       SELECT "clubId", "contactId", status, fields, keys->>'first', keys->>'last', keys->>'email', keys->>'mobile', keys->>'birthDate',
              "effectiveAt", stamped, version, "receivedAt"
         FROM jsonb_to_recordset($1::jsonb) AS s("clubId" text, "contactId" text, status text, fields jsonb, keys jsonb,
              "effectiveAt" timestamptz, stamped boolean, version text, "receivedAt" timestamptz)
       ON CONFLICT (club_id, contact_id) DO UPDATE SET
         status = CASE WHEN contact.status_decided_at > excluded.first_seen_at THEN contact.status ELSE excluded.status END,
         archived = false, fields = excluded.fields, norm_first = excluded.norm_first, norm_last = excluded.norm_last,
         norm_email = excluded.norm_email, norm_mobile = excluded.norm_mobile, birth_date = excluded.birth_date,
         effective_at = ${effectiveAt('contact')}, stamped = excluded.stamped, version = excluded.version
       WHERE ${isNewest('contact')}`,
      [rowsAsJson(contacts)],
    );
  }

  /** An archive of a contact not known yet is kept too: an older snapshot that is still under way must not bring it back. */
  async archive(contacts: readonly Pick<ContactToKeep, 'clubId' | 'contactId' | 'effectiveAt' | 'stamped' | 'version' | 'receivedAt'>[]): Promise<void> {
    await this.database.run(
      `INSERT INTO contact (club_id, contact_id, status, archived, fields, effective_at, stamped, version, first_seen_at)
       SELECT "clubId", "contactId", 'LEAD', true, '{}', "effectiveAt", stamped, version, "receivedAt"
         FROM jsonb_to_recordset($1::jsonb) AS a("clubId" text, "contactId" text, "effectiveAt" timestamptz, stamped boolean, version text,
              "receivedAt" timestamptz)
       ON CONFLICT (club_id, contact_id) DO UPDATE SET archived = true,
         effective_at = ${effectiveAt('contact')}, stamped = excluded.stamped, version = excluded.version
       WHERE ${isNewest('contact')}`,
      [rowsAsJson(contacts)],
    );
  }

  /** Provisional contacts, new or changed by a later decision. */
  async keepProvisional(contacts: readonly KnownContact[]): Promise<void> {
    if (contacts.length === 0) return;
    await this.database.run(
      // The oldest time there is: whatever InTouch sends of this person wins.
      `INSERT INTO contact (club_id, contact_id, provisional, status, fields, norm_first, norm_last, norm_email, norm_mobile, birth_date,
                            effective_at, stamped, version, first_seen_at)
       SELECT "clubId", "contactId", true, status, fields, keys->>'first', keys->>'last', keys->>'email', keys->>'mobile', keys->>'birthDate',
              'epoch', true, '', "firstSeenAt"
         FROM jsonb_to_recordset($1::jsonb) AS p("clubId" text, "contactId" text, status text, fields jsonb, keys jsonb, "firstSeenAt" timestamptz)
       ON CONFLICT (club_id, contact_id) DO UPDATE SET status = excluded.status, fields = excluded.fields,
         norm_first = excluded.norm_first, norm_last = excluded.norm_last, norm_email = excluded.norm_email,
         norm_mobile = excluded.norm_mobile, birth_date = excluded.birth_date`,
      [rowsAsJson(contacts)],
    );
  }

  /** What our own decisions made of contacts; InTouch will say the same once it has applied them. */
  async setStatuses(contacts: readonly Pick<KnownContact, 'clubId' | 'contactId' | 'status'>[], decidedAt: string): Promise<void> {
    if (contacts.length === 0) return;
    await this.database.run(
      `UPDATE contact SET status = s.status, status_decided_at = $2
         FROM jsonb_to_recordset($1::jsonb) AS s("clubId" text, "contactId" text, status text)
        WHERE contact.club_id = s."clubId" AND contact.contact_id = s."contactId"`,
      [rowsAsJson(contacts), decidedAt],
    );
  }

  /** Which of these contacts are known and in use. */
  async inUse(clubId: string, contactId: string): Promise<boolean> {
    const row = await this.database.row('SELECT 1 FROM contact WHERE club_id = $1 AND contact_id = $2 AND NOT archived', [clubId, contactId]);
    return row !== undefined;
  }

  /** How many contacts clubs have that are not archived. Reads all of a club's: not for every batch. */
  async inClubs(clubIds: Iterable<string>): Promise<(clubId: string) => number> {
    const rows = await this.database.rows<{ club_id: string; contacts: number }>(
      'SELECT club_id, count(*)::integer AS contacts FROM contact WHERE club_id = ANY($1::text[]) AND NOT archived GROUP BY club_id',
      [[...new Set(clubIds)]],
    );
    const byClub = new Map(rows.map(({ club_id, contacts }) => [club_id, contacts]));
    return (clubId) => byClub.get(clubId) ?? 0;
  }

  /** A page of a club's mobiles as they were written, in order of contact id. */
  async mobiles(clubId: string, afterContactId: string, limit: number): Promise<{ contactId: string; mobile: string | null; key: string | null }[]> {
    return this.database.rows(
      `SELECT contact_id AS "contactId", fields->>'mobile' AS mobile, norm_mobile AS key FROM contact
        WHERE club_id = $1 AND contact_id > $2 ORDER BY contact_id LIMIT $3`,
      [clubId, afterContactId, limit],
    );
  }

  async setMobileKeys(clubId: string, keys: readonly { contactId: string; key: string | null }[]): Promise<void> {
    if (keys.length === 0) return;
    await this.database.run(
      `UPDATE contact SET norm_mobile = k.key FROM jsonb_to_recordset($2::jsonb) AS k("contactId" text, key text)
        WHERE contact.club_id = $1 AND contact.contact_id = k."contactId"`,
      [clubId, rowsAsJson(keys)],
    );
  }
}

function toContact(row: ContactRow): KnownContact {
  return {
    clubId: row.club_id, contactId: row.contact_id, provisional: row.provisional, status: row.status, archived: row.archived,
    fields: row.fields, updatedAt: row.updated_at, firstSeenAt: row.first_seen_at,
    keys: { first: row.norm_first, last: row.norm_last, email: row.norm_email, mobile: row.norm_mobile, birthDate: row.birth_date },
  };
}
