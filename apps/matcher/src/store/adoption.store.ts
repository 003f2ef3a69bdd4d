import { Injectable } from '@nestjs/common';
import type { ContactLinked, LinkedHow, ReportedState, Vendor } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import { rowsAsJson } from './rows-as-json.js';

/** A provisional contact and the one that InTouch says it is. */
export interface Adoption {
  readonly clubId: string;
  readonly provisional: string;
  readonly contactId: string;
}

/** A link that waited until there was a contact to ask it for. */
export interface WaitingLink {
  readonly clubId: string;
  readonly vendor: Vendor;
  readonly vendorContactId: string;
  /** The provisional contact's id. */
  readonly contactId: string;
  readonly how: LinkedHow;
  readonly reportedState: ReportedState | null;
}

const pair = '("clubId" text, provisional text, "contactId" text, told boolean)';

@Injectable()
export class AdoptionStore {
  constructor(private readonly database: Database) {}

  /** Which of these links name the contact of an insert that had none so far. */
  async behind(links: readonly ContactLinked[]): Promise<Adoption[]> {
    return this.database.rows<Adoption>(
      `SELECT DISTINCT ON (p.club_id, p.contact_id) p.club_id AS "clubId", p.contact_id AS provisional, a."contactId"
         FROM jsonb_to_recordset($1::jsonb) AS a("clubId" text, vendor text, "vendorContactId" text, "contactId" text, "linkedAt" timestamptz)
         JOIN link l ON l.club_id = a."clubId" AND l.vendor = a.vendor AND l.vendor_contact_id = a."vendorContactId"
         JOIN contact p ON p.club_id = l.club_id AND p.contact_id = l.contact_id AND p.provisional
        ORDER BY p.club_id, p.contact_id, a."linkedAt" DESC`,
      [rowsAsJson(links)],
    );
  }

  async waiting(adoptions: readonly Adoption[]): Promise<WaitingLink[]> {
    return this.database.rows<WaitingLink>(
      `SELECT l.club_id AS "clubId", l.vendor, l.vendor_contact_id AS "vendorContactId", l.contact_id AS "contactId", l.how,
              l.reported_state AS "reportedState"
         FROM jsonb_to_recordset($1::jsonb) AS a${pair}
         JOIN link l ON l.club_id = a."clubId" AND l.contact_id = a.provisional AND l.state = 'waiting'
        ORDER BY l.club_id, l.vendor, l.vendor_contact_id`,
      [rowsAsJson(adoptions)],
    );
  }

  /**
   * The provisional contact becomes the real one, or gives way to its snapshot where that came first. What befell it meanwhile
   * (`told`: the decisions go out now) is the real one's status from here on. Where nothing did, yet InTouch's contact has
   * another status (the ack named an older record, say a lead), the insert does not count as seen: the next report decides.
   */
  async adopt(adoptions: readonly (Adoption & { told: boolean })[], decidedAt: string): Promise<void> {
    const parameters = [rowsAsJson(adoptions)];
    await this.database.run(
      `UPDATE contact real SET status = p.status, status_decided_at = $2
         FROM jsonb_to_recordset($1::jsonb) AS a${pair} JOIN contact p ON p.club_id = a."clubId" AND p.contact_id = a.provisional
        WHERE a.told AND real.club_id = a."clubId" AND real.contact_id = a."contactId"`,
      [...parameters, decidedAt],
    );
    await this.database.run(
      `UPDATE link SET contact_id = a."contactId", state = CASE state WHEN 'waiting' THEN 'asked' ELSE state END,
              seen_hash = CASE WHEN real.status <> p.status THEN NULL ELSE seen_hash END,
              seen_outcome = CASE WHEN real.status <> p.status THEN NULL ELSE seen_outcome END
         FROM jsonb_to_recordset($1::jsonb) AS a${pair}
         JOIN contact p ON p.club_id = a."clubId" AND p.contact_id = a.provisional
         LEFT JOIN contact real ON real.club_id = a."clubId" AND real.contact_id = a."contactId"
        WHERE link.club_id = a."clubId" AND link.contact_id = a.provisional`,
      parameters,
    );
    // Two inserts may be acknowledged with one contact: only one of them becomes its row.
    await this.database.run(
      `UPDATE contact SET contact_id = a."contactId", provisional = false, status_decided_at = CASE WHEN a.told THEN $2::timestamptz END
         FROM (SELECT DISTINCT ON ("clubId", "contactId") * FROM jsonb_to_recordset($1::jsonb) AS a${pair} ORDER BY "clubId", "contactId", provisional) a
        WHERE contact.club_id = a."clubId" AND contact.contact_id = a.provisional
          AND NOT EXISTS (SELECT 1 FROM contact real WHERE real.club_id = a."clubId" AND real.contact_id = a."contactId")`,
      [...parameters, decidedAt],
    );
    await this.database.run(
      `DELETE FROM contact USING jsonb_to_recordset($1::jsonb) AS a${pair}
        WHERE contact.club_id = a."clubId" AND contact.contact_id = a.provisional AND contact.provisional`,
      parameters,
    );
  }
}
