import { Inject, Injectable } from '@nestjs/common';
import { Database, effectiveAt, isNewest } from '@intouch/postgres';
import type { ClaimedDelivery, DeliveryEnd, DesiredContact, StoredIntent } from './claimed-delivery.js';
import { jsonb } from './jsonb.js';

export type { ClaimedDelivery, DeliveryEnd, DesiredContact, StoredIntent } from './claimed-delivery.js';

const claimedColumns = `
  d.club_id AS "clubId", d.contact_id AS "contactId", d.contact, d.archived, d.version, d.request_id AS "requestId", d.traceparent, d.attempts,
  d.fence::text, d.delivered, d.delivered_origin AS "deliveredOrigin", d.uncertain, d.delivered_version AS "deliveredVersion", d.delivered_at AS "deliveredAt", d.told, d.intent,
  d.lookalike_since AS "lookalikeSince", d.generation, d.by_hand AS "byHand", d.upheld, d.touched, d.removing`;

/** Which deliveries may go on now: their club's integration is enabled, not paused, and nobody refused access. */
const workable = `
  i.enabled AND NOT i.paused AND i.suspended_reason IS NULL AND a.suspended_reason IS NULL
  AND (a.hold_until IS NULL OR a.hold_until <= now())`;

/** What is known of the vendor's record is void. */
export const nothingDelivered = `delivered = '{}', delivered_origin = '{}', uncertain = '[]', told = '[]', delivered_version = NULL, delivered_at = NULL, upheld = '[]'`;

/** What the vendor should have of each contact, and who works on it. */
@Injectable()
export class DeliveryStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Keeps the newest snapshot per contact as what is to be delivered. Superseded ones are forgotten: ten updates are one call.
   * @returns which of them are the newest, as `club:contact`
   */
  async desire(contacts: readonly DesiredContact[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.rows<{ key: string }>(
      `INSERT INTO delivery AS d (club_id, contact_id, contact, archived, effective_at, stamped, version, request_id, traceparent, touched, state, due_at)
       SELECT club_id, contact_id, contact, archived, effective_at, stamped, version, request_id, traceparent, touched, 'pending', now()
       FROM jsonb_to_recordset($1) AS n (club_id text, contact_id text, contact jsonb, archived boolean, effective_at timestamptz,
         stamped boolean, version text, request_id text, traceparent text, touched jsonb)
       ORDER BY club_id, contact_id
       ON CONFLICT (club_id, contact_id) DO UPDATE SET
         contact = coalesce(excluded.contact, d.contact), archived = excluded.archived, effective_at = ${effectiveAt('d')}, stamped = excluded.stamped,
         version = excluded.version, request_id = excluded.request_id, traceparent = excluded.traceparent,
         touched = CASE WHEN excluded.contact IS NULL THEN d.touched ELSE coalesce((
           SELECT jsonb_agg(key) FROM (
             SELECT jsonb_array_elements_text(d.touched || excluded.touched) AS key
             UNION SELECT key FROM jsonb_object_keys(d.contact || excluded.contact) AS key WHERE d.contact->key IS DISTINCT FROM excluded.contact->key
           ) k WHERE key <> 'updatedAt'), '[]') END,
         -- A new snapshot is a new attempt, also of what was parked; a create that waits for its answer keeps its time.
         state = 'pending', reason = NULL, due_at = CASE WHEN d.intent IS NULL THEN now() ELSE greatest(now(), coalesce(d.due_at, now())) END,
         attempts = CASE WHEN d.intent IS NULL THEN 0 ELSE d.attempts END
       WHERE ${isNewest('d')}
       RETURNING club_id || ':' || contact_id AS key`,
      [
        jsonb(
          contacts.map((it) => ({
            club_id: it.clubId, contact_id: it.contactId, contact: it.contact, archived: it.archived,
            effective_at: it.effective.effectiveAt, stamped: it.effective.stamped, version: it.effective.version,
            request_id: it.requestId ?? null, traceparent: it.traceparent ?? null, touched: it.touched ?? [],
          })),
        ),
      ],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** Which of these contacts there is a delivery for, as `club:contact`. */
  async known(contacts: readonly { readonly clubId: string; readonly contactId: string }[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.rows<{ key: string }>(
      `SELECT club_id || ':' || contact_id AS key FROM delivery JOIN unnest($1::text[], $2::text[]) AS w (club_id, contact_id) USING (club_id, contact_id)`,
      [contacts.map(({ clubId }) => clubId), contacts.map(({ contactId }) => contactId)],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** Accounts with work due now, and how long until the next piece of work, milliseconds. */
  async due(): Promise<{ readonly accounts: string[]; readonly nextInMs: number | null }> {
    // By club and index, never over all that is due: with 20,000 waiting this look is made many times a second.
    const row = await this.database.row<{ accounts: string[] | null; next: string | null }>(
      `SELECT array_agg(DISTINCT account) FILTER (WHERE due) AS accounts, extract(epoch FROM min(next) - now()) * 1000 AS next
       FROM (
         SELECT i.account,
           ${workable} AND EXISTS (SELECT 1 FROM delivery d WHERE d.club_id = i.club_id AND d.due_at <= now() AND (d.lease_until IS NULL OR d.lease_until < now())) AS due,
           greatest(a.hold_until, (SELECT min(d.due_at) FROM delivery d WHERE d.club_id = i.club_id AND d.due_at > CASE WHEN ${workable} THEN now() ELSE '-infinity' END)) AS next
         FROM integration i JOIN account a USING (account)
         WHERE i.enabled AND NOT i.paused AND i.suspended_reason IS NULL AND a.suspended_reason IS NULL
       ) AS clubs`,
    );
    return { accounts: row?.accounts ?? [], nextInMs: row?.next === null || row === undefined ? null : Math.max(0, Math.ceil(Number(row.next))) };
  }

  /** Takes up to `limit` due deliveries of an account for `leaseMs`, the longest due first; other instances pass over them meanwhile. */
  async claim(account: string, limit: number, leaseMs: number): Promise<ClaimedDelivery[]> {
    return this.database.rows<ClaimedDelivery>(
      `WITH due AS (
         SELECT d.club_id, d.contact_id FROM integration i JOIN account a USING (account) CROSS JOIN LATERAL (
           SELECT club_id, contact_id, due_at FROM delivery
           WHERE club_id = i.club_id AND due_at <= now() AND (lease_until IS NULL OR lease_until < now())
           ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
         ) AS d
         WHERE i.account = $1 AND ${workable}
         ORDER BY d.due_at LIMIT $2
       ), claimed AS (
         UPDATE delivery d SET lease_until = now() + $3 * interval '1 millisecond', fence = d.fence + 1, woken = false FROM due
         WHERE d.club_id = due.club_id AND d.contact_id = due.contact_id
         RETURNING ${claimedColumns}, d.due_at
       )
       SELECT * FROM claimed ORDER BY due_at`,
      [account, limit, leaseMs],
    );
  }

  /**
   * The check right before a call, which also renews the lease and writes down what is about to be sent.
   * @returns false where somebody else has claimed the delivery: nothing may be sent.
   */
  async stillMine(
    claim: ClaimedDelivery,
    leaseMs: number,
    about: { readonly intent?: StoredIntent | null; readonly uncertain?: readonly string[]; readonly unlinked?: boolean; readonly removing?: boolean } = {},
  ): Promise<boolean> {
    const touched = await this.database.run(
      `UPDATE delivery SET lease_until = now() + $4 * interval '1 millisecond',
         intent = CASE WHEN $5 THEN $6::jsonb ELSE intent END, uncertain = CASE WHEN $7 THEN $8::jsonb ELSE uncertain END, removing = removing OR $10
       WHERE club_id = $1 AND contact_id = $2 AND fence = $3
         -- A link that appeared since the claim makes a create a duplicate.
         AND NOT ($9 AND EXISTS (SELECT 1 FROM link l WHERE l.club_id = $1 AND l.contact_id = $2 AND l.live))`,
      [
        claim.clubId, claim.contactId, claim.fence, leaseMs,
        about.intent !== undefined, about.intent ? JSON.stringify(about.intent) : null,
        about.uncertain !== undefined, JSON.stringify(about.uncertain ?? []), about.unlinked === true, about.removing === true,
      ],
    );
    return touched === 1;
  }

  /** Keeps claims whose work takes longer than their lease; answers which are still ours, as `club:contact`. */
  async renew(claims: readonly ClaimedDelivery[], leaseMs: number): Promise<ReadonlySet<string>> {
    const rows = await this.database.rows<{ key: string }>(
      `UPDATE delivery d SET lease_until = greatest(d.lease_until, now() + $4 * interval '1 millisecond')
       FROM unnest($1::text[], $2::text[], $3::bigint[]) AS c (club_id, contact_id, fence)
       WHERE d.club_id = c.club_id AND d.contact_id = c.contact_id AND d.fence = c.fence AND d.lease_until IS NOT NULL
       RETURNING d.club_id || ':' || d.contact_id AS key`,
      [...columnsOf(claims), leaseMs],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** Ends a claim; where a newer snapshot came meanwhile, that one is due at once. Refused (false) where the claim was lost. */
  async end(claim: ClaimedDelivery, end: DeliveryEnd): Promise<boolean> {
    const has = (key: keyof DeliveryEnd): boolean => end[key] !== undefined;
    const touched = await this.database.run(
      `UPDATE delivery SET lease_until = NULL,
         state = CASE WHEN version = $4 THEN $5 ELSE 'pending' END,
         reason = CASE WHEN version = $4 THEN $6 ELSE NULL END,
         last_error = $7,
         due_at = CASE WHEN version <> $4 AND (NOT $16 OR $17::jsonb IS NULL) THEN now()
                       WHEN $8::double precision IS NULL THEN CASE WHEN woken THEN now() END ELSE now() + $8 * interval '1 millisecond' END,
         attempts = CASE WHEN version = $4 THEN coalesce($9, attempts) ELSE 0 END,
         delivered = coalesce($10::jsonb, delivered), delivered_origin = coalesce($11::jsonb, delivered_origin), uncertain = coalesce($12::jsonb, uncertain),
         upheld = CASE WHEN $12::jsonb IS NULL THEN upheld ELSE upheld - $21::text[] END,
         touched = CASE WHEN $12::jsonb IS NULL OR version <> $4 THEN touched ELSE '[]' END,
         delivered_version = CASE WHEN $13 THEN $14 ELSE delivered_version END, delivered_at = CASE WHEN $20 THEN now() ELSE delivered_at END,
         told = coalesce($19::jsonb, told),
         -- Asked for by hand while this was under way: still to be done.
         by_hand = by_hand AND ($5 = 'pending' OR woken),
         lookalike_since = CASE WHEN $15 THEN $18::timestamptz ELSE lookalike_since END,
         intent = CASE WHEN $16 THEN $17::jsonb ELSE intent END
       WHERE club_id = $1 AND contact_id = $2 AND fence = $3`,
      [
        claim.clubId, claim.contactId, claim.fence, claim.version, end.state, end.reason ?? null, end.lastError ?? null, end.againInMs, end.attempts ?? null,
        end.delivered ? JSON.stringify(end.delivered) : null, end.deliveredOrigin ? JSON.stringify(end.deliveredOrigin) : null,
        end.uncertain ? JSON.stringify(end.uncertain) : null, has('deliveredVersion'), end.deliveredVersion ?? null,
        has('lookalikeSince'), has('intent'), end.intent ? JSON.stringify(end.intent) : null, end.lookalikeSince ?? null,
        end.told ? JSON.stringify(end.told) : null, end.wrote === true, claim.upheld,
      ],
    );
    return touched === 1;
  }

  /** Gives claims back with their place in the line, e.g. when the account was told to wait. */
  async giveBack(claims: readonly ClaimedDelivery[]): Promise<void> {
    await this.database.run(
      `UPDATE delivery d SET lease_until = NULL FROM unnest($1::text[], $2::text[], $3::bigint[]) AS c (club_id, contact_id, fence)
       WHERE d.club_id = c.club_id AND d.contact_id = c.contact_id AND d.fence = c.fence`,
      columnsOf(claims),
    );
  }

  async forgetIntent({ clubId, contactId, fence }: ClaimedDelivery): Promise<void> {
    await this.database.run('UPDATE delivery SET intent = NULL WHERE club_id = $1 AND contact_id = $2 AND fence = $3', [clubId, contactId, fence]);
  }

  /** The record there was is deleted: what follows is about a new one. */
  async startAnew({ clubId, contactId, fence, generation }: ClaimedDelivery): Promise<void> {
    await this.database.run(`UPDATE delivery SET generation = $4, removing = false, ${nothingDelivered} WHERE club_id = $1 AND contact_id = $2 AND fence = $3`, [clubId, contactId, fence, generation + 1]);
  }
}

function columnsOf(claims: readonly ClaimedDelivery[]): [string[], string[], string[]] {
  return [claims.map((it) => it.clubId), claims.map((it) => it.contactId), claims.map((it) => it.fence)];
}
