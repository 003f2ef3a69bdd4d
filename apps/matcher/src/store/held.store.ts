import { Injectable } from '@nestjs/common';
import type { ActivityLogged, Decision } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import { rowsAsJson } from './rows-as-json.js';

/** What befell a person whom InTouch has not given an id yet; told once it has. */
export interface HeldDecision {
  readonly clubId: string;
  /** The provisional id. */
  readonly contactId: string;
  readonly decision: Decision;
  readonly activity: ActivityLogged;
}

@Injectable()
export class HeldStore {
  constructor(private readonly database: Database) {}

  async add(held: readonly HeldDecision[]): Promise<void> {
    if (held.length === 0) return;
    await this.database.run(
      `INSERT INTO held (club_id, contact_id, decision, activity)
       SELECT "clubId", "contactId", decision, activity
         FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS ("clubId" text, "contactId" text, decision jsonb, activity jsonb))
              WITH ORDINALITY AS h("clubId", "contactId", decision, activity, n)
        ORDER BY n`,
      [rowsAsJson(held)],
    );
  }

  /** Hands out, in order, what waited for these provisional contacts, and forgets it. */
  async take(contacts: readonly { clubId: string; contactId: string }[]): Promise<HeldDecision[]> {
    if (contacts.length === 0) return [];
    return this.database.rows<HeldDecision>(
      `WITH taken AS (
         DELETE FROM held USING jsonb_to_recordset($1::jsonb) AS c("clubId" text, "contactId" text)
          WHERE held.club_id = c."clubId" AND held.contact_id = c."contactId"
         RETURNING held.*
       )
       SELECT club_id AS "clubId", contact_id AS "contactId", decision, activity FROM taken ORDER BY id`,
      [rowsAsJson(contacts)],
    );
  }
}
