import { Inject, Injectable } from '@nestjs/common';
import type { LinkedHow } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

export interface Link {
  readonly clubId: string;
  readonly contactId: string;
  readonly vendorContactId: string;
  readonly live: boolean;
  /** Set where the record takes no more writes. */
  readonly closed: string | null;
  readonly how: LinkedHow;
}

export interface WantedLink {
  readonly clubId: string;
  readonly contactId: string;
  readonly vendorContactId: string;
  readonly how: LinkedHow;
  /** This id is to be the live one even where the contact has another: a member's outranks a prospect's. */
  readonly outranks: boolean;
}

export type Linking =
  | { readonly outcome: 'linked'; readonly role: 'live' | 'alias'; readonly replaced: string | null; readonly known: boolean }
  | { readonly outcome: 'refused'; readonly holder: string };

const columns = 'club_id AS "clubId", contact_id AS "contactId", vendor_contact_id AS "vendorContactId", live, closed, how';

/** Names a link among others: neither a club's id nor a contact's holds a colon. */
export function keyOfLink({ clubId, contactId, vendorContactId }: Pick<WantedLink, 'clubId' | 'contactId' | 'vendorContactId'>): string {
  return `${clubId}:${contactId}:${vendorContactId}`;
}

/** The one owner of links at this vendor: an id belongs to one contact, a contact has one live id. */
@Injectable()
export class LinkStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async liveOf(clubId: string, contactId: string): Promise<Link | undefined> {
    return this.database.row<Link>(`SELECT ${columns} FROM link WHERE club_id = $1 AND contact_id = $2 AND live`, [clubId, contactId]);
  }

  async liveOfMany(contacts: readonly { readonly clubId: string; readonly contactId: string }[]): Promise<Map<string, Link>> {
    const rows = await this.database.rows<Link>(
      `SELECT ${columns} FROM link JOIN unnest($1::text[], $2::text[]) AS w (club_id, contact_id) USING (club_id, contact_id) WHERE live`,
      [contacts.map(({ clubId }) => clubId), contacts.map(({ contactId }) => contactId)],
    );
    return new Map(rows.map((link) => [`${link.clubId}:${link.contactId}`, link]));
  }

  async holders(clubId: string, vendorContactIds: readonly string[]): Promise<Map<string, Link>> {
    const rows = await this.database.rows<Link>(`SELECT ${columns} FROM link WHERE club_id = $1 AND vendor_contact_id = ANY($2)`, [clubId, vendorContactIds]);
    return new Map(rows.map((link) => [link.vendorContactId, link]));
  }

  /**
   * Links, or says who holds the id. Safe against a second instance: both unique rules of the table are checked under a
   * lock on the contact and the id.
   */
  async link(wanted: WantedLink): Promise<Linking> {
    const { clubId, contactId, vendorContactId } = wanted;
    return this.database.transaction(async () => {
      await this.lock([wanted]);
      const [holder] = (await this.holders(clubId, [vendorContactId])).values();
      if (holder && holder.contactId !== contactId) return { outcome: 'refused', holder: holder.contactId };
      const live = await this.liveOf(clubId, contactId);
      if (live?.vendorContactId === vendorContactId) return { outcome: 'linked', role: 'live', replaced: null, known: true };
      // A record that takes no more writes is nobody's best.
      if (live && !wanted.outranks && live.closed === null) {
        if (!holder) await this.insert(wanted, false);
        return { outcome: 'linked', role: 'alias', replaced: null, known: holder !== undefined };
      }
      if (live) await this.database.run('UPDATE link SET live = false WHERE club_id = $1 AND vendor_contact_id = $2', [clubId, live.vendorContactId]);
      if (holder) await this.database.run('UPDATE link SET live = true, closed = NULL, how = $3 WHERE club_id = $1 AND vendor_contact_id = $2', [clubId, vendorContactId, wanted.how]);
      else await this.insert(wanted, true);
      return { outcome: 'linked', role: 'live', replaced: live?.vendorContactId ?? null, known: false };
    });
  }

  /**
   * Held until the transaction ends. A batch takes all of its locks first: two topics tell of the same contacts, and each taking
   * them one by one, in the order it was told, would wait for the other.
   */
  async lock(wanted: readonly Pick<WantedLink, 'clubId' | 'contactId' | 'vendorContactId'>[]): Promise<void> {
    if (wanted.length === 0) return;
    await this.database.rows('SELECT pg_advisory_xact_lock(k) FROM (SELECT DISTINCT hashtext(unnest($1::text[])) AS k ORDER BY 1) AS locks', [
      wanted.flatMap(({ clubId, contactId, vendorContactId }) => [`contact:${clubId}:${contactId}`, `vendor:${clubId}:${vendorContactId}`]),
    ]);
  }

  /**
   * The plain case, all of them in one statement. Answers which it was for: of the others the id or the contact is linked already,
   * and {@link link} knows what to do.
   */
  async linkFresh(wanted: readonly Omit<WantedLink, 'outranks'>[]): Promise<ReadonlySet<string>> {
    if (wanted.length === 0) return new Set();
    const rows = await this.database.rows<{ key: string }>(
      `WITH fresh AS (
         INSERT INTO link (club_id, vendor_contact_id, contact_id, live, how)
         SELECT club_id, vendor_contact_id, contact_id, true, how FROM jsonb_to_recordset($1) AS w (club_id text, vendor_contact_id text, contact_id text, how text)
         ON CONFLICT DO NOTHING RETURNING club_id, vendor_contact_id, contact_id, how
       ), told AS (
         INSERT INTO link_history (club_id, subject, id_in_intouch, vendor_id, what) SELECT club_id, 'contacts', contact_id, vendor_contact_id, 'linked: ' || how FROM fresh
       )
       SELECT club_id || ':' || contact_id || ':' || vendor_contact_id AS key FROM fresh`,
      [JSON.stringify(wanted.map((it) => ({ club_id: it.clubId, vendor_contact_id: it.vendorContactId, contact_id: it.contactId, how: it.how })))],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** The record is deleted and another is made: its id stays known, as an alias. */
  async retire({ clubId, vendorContactId }: Pick<Link, 'clubId' | 'vendorContactId'>): Promise<void> {
    await this.database.run('UPDATE link SET live = false WHERE club_id = $1 AND vendor_contact_id = $2', [clubId, vendorContactId]);
  }

  /** The ids that were the contact's, live one and aliases. */
  async unlink(clubId: string, contactId: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>('DELETE FROM link WHERE club_id = $1 AND contact_id = $2 RETURNING vendor_contact_id AS id', [clubId, contactId]);
    for (const { id } of rows) await this.remember(clubId, 'contacts', contactId, id, 'unlinked');
    return rows.map(({ id }) => id);
  }

  async close(clubId: string, vendorContactId: string, reason: string): Promise<void> {
    await this.database.run('UPDATE link SET closed = $3 WHERE club_id = $1 AND vendor_contact_id = $2', [clubId, vendorContactId, reason]);
  }

  async remember(clubId: string, subject: string, id: string, vendorId: string, what: string): Promise<void> {
    await this.database.run('INSERT INTO link_history (club_id, subject, id_in_intouch, vendor_id, what) VALUES ($1, $2, $3, $4, $5)', [clubId, subject, id, vendorId, what]);
  }

  private async insert({ clubId, contactId, vendorContactId, how }: WantedLink, live: boolean): Promise<void> {
    await this.database.run('INSERT INTO link (club_id, vendor_contact_id, contact_id, live, how) VALUES ($1, $2, $3, $4, $5)', [clubId, vendorContactId, contactId, live, how]);
    await this.remember(clubId, 'contacts', contactId, vendorContactId, `linked: ${how}`);
  }
}
