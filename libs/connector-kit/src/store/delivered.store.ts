import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';
import type { Content } from '../define-connector.js';

/** What records were given, and what became of their contacts: for judging what the vendor reports of them. */
@Injectable()
export class DeliveredStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** What the contacts linked to these records were delivered as, by the vendor's id. */
  async deliveredTo(clubId: string, vendorContactIds: readonly string[]): Promise<Map<string, Content>> {
    if (vendorContactIds.length === 0) return new Map();
    const rows = await this.database.rows<{ id: string; delivered: Content }>(
      `SELECT l.vendor_contact_id AS id, d.delivered FROM link l JOIN delivery d USING (club_id, contact_id)
       WHERE l.club_id = $1 AND l.vendor_contact_id = ANY($2) AND l.live AND d.delivered <> '{}'`,
      [clubId, vendorContactIds],
    );
    return new Map(rows.map(({ id, delivered }) => [id, delivered]));
  }

  /** What these contacts were delivered as, by InTouch's id. */
  async deliveredAs(clubId: string, contactIds: readonly string[]): Promise<Map<string, Content>> {
    if (contactIds.length === 0) return new Map();
    const rows = await this.database.rows<{ id: string; delivered: Content }>(
      `SELECT contact_id AS id, delivered FROM delivery WHERE club_id = $1 AND contact_id = ANY($2) AND delivered <> '{}'`,
      [clubId, contactIds],
    );
    return new Map(rows.map(({ id, delivered }) => [id, delivered]));
  }

  /** Which of these contacts InTouch has archived. */
  async archivedAmong(clubId: string, contactIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (contactIds.length === 0) return new Set();
    const rows = await this.database.rows<{ id: string }>('SELECT contact_id AS id FROM delivery WHERE club_id = $1 AND contact_id = ANY($2) AND archived', [clubId, contactIds]);
    return new Set(rows.map(({ id }) => id));
  }
}
