import { Injectable } from '@nestjs/common';
import type { ContactSnapshot, EffectiveVersion } from '@intouch/contracts';
import { Database, effectiveAt, isNewest } from '@intouch/postgres';

export interface KeptContact {
  readonly contact: ContactSnapshot | null;
  readonly archived: boolean;
  readonly version: string;
  readonly receivedAt: Date;
}

export interface ContactVersion {
  readonly clubId: string;
  readonly contactId: string;
  /** null: archived. */
  readonly contact: ContactSnapshot | null;
  readonly receivedAt: string;
  readonly effective: EffectiveVersion;
}

/** The gateway's copy of the contacts, for people to look at; newest wins. */
@Injectable()
export class ContactStore {
  constructor(private readonly database: Database) {}

  async find(clubId: string, contactId: string): Promise<KeptContact | undefined> {
    return this.database.row<KeptContact>(
      `SELECT contact, archived, version, received_at AS "receivedAt" FROM contact WHERE club_id = $1 AND contact_id = $2`,
      [clubId, contactId],
    );
  }

  /** One version per contact. A snapshot older than the archiving that came first still tells who was archived. */
  async keep(versions: readonly ContactVersion[]): Promise<void> {
    await this.database.run(
      `INSERT INTO contact (club_id, contact_id, contact, archived, effective_at, stamped, version, received_at)
       SELECT r."clubId", r."contactId", r.contact, r.contact IS NULL, r."effectiveAt", r.stamped, r.version, r."receivedAt"
       FROM jsonb_to_recordset($1::jsonb) AS r ("clubId" text, "contactId" text, contact jsonb, "effectiveAt" timestamptz, stamped boolean,
         version text, "receivedAt" timestamptz)
       ORDER BY 1, 2
       ON CONFLICT (club_id, contact_id) DO UPDATE SET
         contact = CASE WHEN ${isNewest('contact')} THEN coalesce(excluded.contact, contact.contact) ELSE coalesce(contact.contact, excluded.contact) END,
         archived = CASE WHEN ${isNewest('contact')} THEN excluded.archived ELSE contact.archived END,
         effective_at = CASE WHEN ${isNewest('contact')} THEN ${effectiveAt('contact')} ELSE contact.effective_at END,
         stamped = CASE WHEN ${isNewest('contact')} THEN excluded.stamped ELSE contact.stamped END,
         version = CASE WHEN ${isNewest('contact')} THEN excluded.version ELSE contact.version END,
         received_at = CASE WHEN ${isNewest('contact')} THEN excluded.received_at ELSE contact.received_at END
       WHERE ${isNewest('contact')} OR contact.contact IS NULL`,
      [JSON.stringify(versions.map(({ effective, ...version }) => ({ ...version, ...effective })))],
    );
  }
}
