import { Injectable } from '@nestjs/common';
import type { ContactLinked, ContactLinkRefused, ContactUnlinked } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import { rowsAsJson } from './rows-as-json.js';

const record = 'link.club_id = a."clubId" AND link.vendor = a.vendor AND link.vendor_contact_id = a."vendorContactId"';
const forgotten = 'applied_stamp = NULL, seen_hash = NULL, seen_outcome = NULL, seen = NULL, warned_hash = NULL';

/**
 * What the connectors, which own the links, say of them. `contact.linked` and `contact.unlinked` are two topics and come in any
 * order: the later by the connector's own clock holds.
 */
@Injectable()
export class LinkAnswerStore {
  constructor(private readonly database: Database) {}

  /** A record that goes over to another contact is decided afresh there: what was seen and applied concerned the other one. */
  async confirm(links: readonly ContactLinked[]): Promise<void> {
    const newest = latestPerRecord(links, ({ linkedAt }) => linkedAt);
    const moved = 'link.contact_id IS DISTINCT FROM excluded.contact_id OR link.state = \'unlinked\'';
    await this.database.run(
      `INSERT INTO link (club_id, vendor, vendor_contact_id, contact_id, role, state, how, changed_at)
       SELECT "clubId", vendor, "vendorContactId", "contactId", role, 'confirmed', how, "linkedAt"
         FROM jsonb_to_recordset($1::jsonb) AS a("clubId" text, vendor text, "vendorContactId" text, "contactId" text, role text, how text,
              "linkedAt" timestamptz)
       ON CONFLICT (club_id, vendor, vendor_contact_id) DO UPDATE SET contact_id = excluded.contact_id, role = excluded.role,
         state = 'confirmed', how = excluded.how, changed_at = excluded.changed_at, replaced_by = NULL,
         applied_stamp = CASE WHEN ${moved} THEN NULL ELSE link.applied_stamp END,
         seen_hash = CASE WHEN ${moved} THEN NULL ELSE link.seen_hash END,
         seen_outcome = CASE WHEN ${moved} THEN NULL ELSE link.seen_outcome END,
         seen = CASE WHEN ${moved} THEN NULL ELSE link.seen END,
         warned_hash = CASE WHEN ${moved} THEN NULL ELSE link.warned_hash END
       WHERE link.changed_at IS NULL OR excluded.changed_at >= link.changed_at`,
      [rowsAsJson(newest)],
    );
    // The connector may have kept the older id as the live one, against what we took for granted when we asked.
    await this.database.run(
      `UPDATE link SET replaced_by = NULL,
              role = CASE WHEN a.role = 'alias' AND link.replaced_by = a."vendorContactId" THEN 'live' ELSE 'alias' END
         FROM jsonb_to_recordset($1::jsonb) AS a("clubId" text, vendor text, "vendorContactId" text, "contactId" text, role text, replaced text)
        WHERE link.club_id = a."clubId" AND link.vendor = a.vendor AND link.contact_id = a."contactId"
          AND (link.vendor_contact_id = a.replaced OR link.replaced_by = a."vendorContactId")`,
      [rowsAsJson(newest)],
    );
  }

  /** Takes back what was asked for, and lets the id live again that it would have replaced. */
  async refuse(refused: readonly ContactLinkRefused[]): Promise<void> {
    await this.database.run(
      `WITH gone AS (
         UPDATE link SET state = 'unlinked', ${forgotten}
           FROM jsonb_to_recordset($1::jsonb) AS a("clubId" text, vendor text, "vendorContactId" text, "contactId" text)
          WHERE ${record} AND link.contact_id = a."contactId" AND link.state = 'asked'
         RETURNING link.club_id, link.vendor, link.vendor_contact_id, link.contact_id
       )
       UPDATE link SET role = 'live', replaced_by = NULL FROM gone
        WHERE link.club_id = gone.club_id AND link.vendor = gone.vendor AND link.contact_id = gone.contact_id
          AND link.replaced_by = gone.vendor_contact_id`,
      [rowsAsJson(refused)],
    );
  }

  async unlink(unlinked: readonly ContactUnlinked[]): Promise<void> {
    await this.database.run(
      `INSERT INTO link (club_id, vendor, vendor_contact_id, contact_id, role, state, how, changed_at)
       SELECT "clubId", vendor, "vendorContactId", "contactId", 'live', 'unlinked', 'by-hand', "unlinkedAt"
         FROM jsonb_to_recordset($1::jsonb) AS a("clubId" text, vendor text, "vendorContactId" text, "contactId" text, "unlinkedAt" timestamptz)
       ON CONFLICT (club_id, vendor, vendor_contact_id) DO UPDATE SET state = 'unlinked', changed_at = excluded.changed_at,
         replaced_by = NULL, ${forgotten}
       WHERE link.contact_id = excluded.contact_id AND (link.changed_at IS NULL OR excluded.changed_at > link.changed_at)`,
      [rowsAsJson(latestPerRecord(unlinked, ({ unlinkedAt }) => unlinkedAt))],
    );
  }
}

function latestPerRecord<E extends { clubId: string; vendor: string; vendorContactId: string }>(events: readonly E[], at: (event: E) => string): E[] {
  const latest = new Map<string, E>();
  for (const event of events) {
    const key = JSON.stringify([event.clubId, event.vendor, event.vendorContactId]);
    const known = latest.get(key);
    if (!known || Date.parse(at(event)) >= Date.parse(at(known))) latest.set(key, event);
  }
  return [...latest.values()];
}
