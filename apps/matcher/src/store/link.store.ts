import { Injectable } from '@nestjs/common';
import type { LinkedHow, ReportedFields, ReportedState, RunOutcome, Vendor } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import type { PersonFields } from '@intouch/smart-match';
import { instant } from './instant.js';
import { rowsAsJson } from './rows-as-json.js';

/**
 * `confirmed` by the connector, which owns links · `asked`: it was asked for, and holds for us at once, so that the next batch
 * finds it · `waiting`: to be asked for when InTouch has given the contact its id · `unlinked`: no link any more; the row stays
 * to tell an older `contact.linked` that it comes too late.
 */
export type LinkState = 'confirmed' | 'asked' | 'waiting' | 'unlinked';

/** The vendor's record and what stood beside it when it was last decided and not ignored. */
export interface Seen {
  readonly fields: ReportedFields;
  readonly delivered: ReportedFields | null;
  readonly inTouch: PersonFields;
  /** By field, the vendor's stamp of the report that first had the value it has, where it has changed since the first one. */
  readonly changedAt?: Readonly<Record<string, string>>;
}

export interface KnownLink {
  readonly clubId: string;
  readonly vendor: Vendor;
  readonly vendorContactId: string;
  contactId: string;
  role: 'live' | 'alias';
  state: LinkState;
  how: LinkedHow;
  reportedState: ReportedState | null;
  /** The id we asked for in its place; it lives again should that be refused. */
  replacedBy: string | null;
  /** The newest stamp of the vendor's that was applied, RFC 3339. */
  appliedStamp: string | null;
  /** Of the report that was last decided and not ignored. */
  seenHash: string | null;
  seenOutcome: RunOutcome | null;
  seen: Seen | null;
  /** Of the report that the log last warned of although nothing came of it; such a report is not seen, and must not warn each time. */
  warnedHash: string | null;
}

export type RecordKey = Pick<KnownLink, 'clubId' | 'vendor' | 'vendorContactId'>;

const names = `l.club_id AS "clubId", l.vendor, l.vendor_contact_id AS "vendorContactId", l.contact_id AS "contactId", l.role, l.state, l.how,
  l.reported_state AS "reportedState", l.replaced_by AS "replacedBy", ${instant('l.applied_stamp')} AS "appliedStamp", l.seen_hash AS "seenHash",
  l.seen_outcome AS "seenOutcome", l.warned_hash AS "warnedHash"`;
const rowType = `("clubId" text, vendor text, "vendorContactId" text, "contactId" text, role text, state text, how text, "reportedState" text,
  "replacedBy" text, "appliedStamp" timestamptz, "seenHash" text, "seenOutcome" text, seen jsonb,
  "warnedHash" text)`;

@Injectable()
export class LinkStore {
  constructor(private readonly database: Database) {}

  /** The links of these vendor records, and all links of these contacts (without what was seen: that is the records' own). */
  async about(records: readonly RecordKey[], contacts: readonly { clubId: string; contactId: string }[]): Promise<KnownLink[]> {
    return this.database.rows<KnownLink>(
      `SELECT ${names}, l.seen FROM jsonb_to_recordset($1::jsonb) AS r("clubId" text, vendor text, "vendorContactId" text)
         JOIN link l ON l.club_id = r."clubId" AND l.vendor = r.vendor AND l.vendor_contact_id = r."vendorContactId" AND l.state <> 'unlinked'
       UNION ALL
       SELECT ${names}, NULL FROM jsonb_to_recordset($2::jsonb) AS c("clubId" text, "contactId" text)
         JOIN link l ON l.club_id = c."clubId" AND l.contact_id = c."contactId" AND l.state <> 'unlinked'`,
      [rowsAsJson(records), rowsAsJson(contacts)],
    );
  }

  /** Links as the matcher made or changed them. What the connector said last, and when, stays beside them. */
  async keep(links: readonly KnownLink[]): Promise<void> {
    if (links.length === 0) return;
    await this.database.run(
      `INSERT INTO link (club_id, vendor, vendor_contact_id, contact_id, role, state, how, reported_state, replaced_by, applied_stamp,
                         seen_hash, seen_outcome, seen, warned_hash)
       SELECT "clubId", vendor, "vendorContactId", "contactId", role, state, how, "reportedState", "replacedBy", "appliedStamp",
              "seenHash", "seenOutcome", seen, "warnedHash"
         FROM jsonb_to_recordset($1::jsonb) AS l ${rowType}
       ON CONFLICT (club_id, vendor, vendor_contact_id) DO UPDATE SET contact_id = excluded.contact_id, role = excluded.role,
         state = excluded.state, how = excluded.how, reported_state = excluded.reported_state, replaced_by = excluded.replaced_by,
         applied_stamp = excluded.applied_stamp, seen_hash = excluded.seen_hash, seen_outcome = excluded.seen_outcome, seen = excluded.seen,
         warned_hash = excluded.warned_hash`,
      [rowsAsJson(links)],
    );
  }

  /** Links whose roles alone changed: what was seen of them was not read and stays. */
  async keepRoles(links: readonly KnownLink[]): Promise<void> {
    if (links.length === 0) return;
    await this.database.run(
      `UPDATE link SET role = r.role, replaced_by = r."replacedBy"
         FROM jsonb_to_recordset($1::jsonb) AS r("clubId" text, vendor text, "vendorContactId" text, role text, "replacedBy" text)
        WHERE link.club_id = r."clubId" AND link.vendor = r.vendor AND link.vendor_contact_id = r."vendorContactId"`,
      [rowsAsJson(links)],
    );
  }
}
