import { Injectable } from '@nestjs/common';
import type { ContactLinked, ContactUnlinked, LinkedHow, Vendor } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

export interface KeptLink {
  readonly vendor: Vendor;
  readonly vendorContactId: string;
  readonly linkedAt: Date;
  readonly how: LinkedHow;
}

/** The gateway's copy of the links, which the connectors own. */
@Injectable()
export class LinkStore {
  constructor(private readonly database: Database) {}

  async live(clubId: string, contactId: string): Promise<KeptLink[]> {
    return this.database.rows<KeptLink>(
      `SELECT vendor, vendor_contact_id AS "vendorContactId", at AS "linkedAt", how FROM contact_link
       WHERE club_id = $1 AND contact_id = $2 AND role = 'live' ORDER BY vendor`,
      [clubId, contactId],
    );
  }

  async holds(clubId: string, contactId: string, vendor: Vendor, vendorContactId: string): Promise<boolean> {
    const row = await this.database.row(
      `SELECT 1 FROM contact_link WHERE club_id = $1 AND contact_id = $2 AND vendor = $3 AND vendor_contact_id = $4 AND role <> 'none'`,
      [clubId, contactId, vendor, vendorContactId],
    );
    return row !== undefined;
  }

  /** In order of arrival, which is that of each contact. Links made and removed lie in two topics: the later time counts. */
  async link(links: readonly ContactLinked[]): Promise<void> {
    for (const { clubId, contactId, vendor, vendorContactId, how, role, linkedAt } of links) {
      if (role === 'live') {
        await this.database.run(
          `UPDATE contact_link SET role = 'alias'
           WHERE club_id = $1 AND contact_id = $2 AND vendor = $3 AND vendor_contact_id <> $4 AND role = 'live' AND at <= $5`,
          [clubId, contactId, vendor, vendorContactId, linkedAt],
        );
      }
      await this.write(clubId, vendor, vendorContactId, contactId, how, role, linkedAt, true);
    }
  }

  async unlink(links: readonly ContactUnlinked[]): Promise<void> {
    for (const { clubId, contactId, vendor, vendorContactId, unlinkedAt } of links) {
      await this.write(clubId, vendor, vendorContactId, contactId, null, 'none', unlinkedAt, false);
    }
  }

  private async write(
    clubId: string, vendor: Vendor, vendorContactId: string, contactId: string,
    how: LinkedHow | null, role: string, at: string, takesOver: boolean,
  ): Promise<void> {
    await this.database.run(
      `INSERT INTO contact_link (club_id, vendor, vendor_contact_id, contact_id, how, role, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (club_id, vendor, vendor_contact_id) DO UPDATE SET contact_id = excluded.contact_id, how = excluded.how, role = excluded.role, at = excluded.at
       WHERE excluded.at >= contact_link.at AND ($8 OR contact_link.contact_id = excluded.contact_id)`,
      [clubId, vendor, vendorContactId, contactId, how, role, at, takesOver],
    );
  }
}
