import { Inject, Injectable } from '@nestjs/common';
import type { ContactSnapshot, DeliveryStateName, EffectiveVersion } from '@intouch/contracts';
import { Database, effectiveAt, isNewest } from '@intouch/postgres';
import type { Content, FittedValue } from '../define-connector.js';

export interface StoredIntent {
  readonly content: Content;
  readonly reserved: FittedValue;
  /** Not looked for before this, RFC 3339: until then its answer may still come, or the vendor's lists may lag. */
  readonly settleFrom: string;
  /** How often it has been looked for since. */
  readonly looks: number;
  /** The InTouch values behind owner and lead source, for later comparison. */
  readonly origin: Readonly<Record<string, FittedValue>>;
}

/** A delivery as a worker has claimed it. */
export interface ClaimedDelivery {
  readonly clubId: string;
  readonly contactId: string;
  readonly contact: ContactSnapshot;
  readonly archived: boolean;
  readonly version: string;
  readonly requestId: string | null;
  readonly traceparent: string | null;
  readonly attempts: number;
  /** Names this claim: every later step is refused once somebody else has claimed. */
  readonly fence: string;
  readonly delivered: Content;
  readonly deliveredOrigin: Readonly<Record<string, FittedValue>>;
  readonly uncertain: readonly string[];
  readonly deliveredVersion: string | null;
  readonly intent: StoredIntent | null;
  readonly lookalikeSince: string | null;
}

export interface DesiredContact {
  readonly clubId: string;
  readonly contactId: string;
  readonly contact: ContactSnapshot | null;
  readonly archived: boolean;
  readonly effective: EffectiveVersion;
  readonly requestId: string | undefined;
  readonly traceparent: string | undefined;
}

/** How a claimed delivery ends. What is not named keeps its value. */
export interface DeliveryEnd {
  readonly state: DeliveryStateName;
  readonly reason?: string | null;
  readonly lastError?: string | null;
  /** Milliseconds until it is tried again; null: not by itself. */
  readonly againInMs: number | null;
  readonly attempts?: number;
  readonly delivered?: Content;
  readonly deliveredOrigin?: Readonly<Record<string, FittedValue>>;
  readonly uncertain?: readonly string[];
  readonly deliveredVersion?: string | null;
  readonly intent?: StoredIntent | null;
  readonly lookalikeSince?: string | null;
}

const claimedColumns = `
  d.club_id AS "clubId", d.contact_id AS "contactId", d.contact, d.archived, d.version, d.request_id AS "requestId", d.traceparent, d.attempts,
  d.fence::text, d.delivered, d.delivered_origin AS "deliveredOrigin", d.uncertain, d.delivered_version AS "deliveredVersion", d.intent,
  d.lookalike_since AS "lookalikeSince"`;

/** Which deliveries may go on now: their club's integration is enabled, not paused, and nobody refused access. */
const workable = `
  i.enabled AND NOT i.paused AND i.suspended_reason IS NULL AND a.suspended_reason IS NULL
  AND (a.hold_until IS NULL OR a.hold_until <= now())`;

@Injectable()
export class DeliveryStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Keeps the newest snapshot per contact as what is to be delivered. Superseded ones are forgotten: ten updates are one call. */
  async desire(contacts: readonly DesiredContact[]): Promise<void> {
    await this.database.run(
      `INSERT INTO delivery AS d (club_id, contact_id, contact, archived, effective_at, stamped, version, request_id, traceparent, state, due_at)
       SELECT club_id, contact_id, contact, archived, effective_at, stamped, version, request_id, traceparent, 'pending', now()
       FROM jsonb_to_recordset($1) AS n (club_id text, contact_id text, contact jsonb, archived boolean, effective_at timestamptz,
         stamped boolean, version text, request_id text, traceparent text)
       ORDER BY club_id, contact_id
       ON CONFLICT (club_id, contact_id) DO UPDATE SET
         contact = coalesce(excluded.contact, d.contact), archived = excluded.archived, effective_at = ${effectiveAt('d')}, stamped = excluded.stamped,
         version = excluded.version, request_id = excluded.request_id, traceparent = excluded.traceparent,
         -- A new snapshot is a new attempt, also of what was parked; a create that waits for its answer keeps its time.
         state = 'pending', reason = NULL, due_at = CASE WHEN d.intent IS NULL THEN now() ELSE greatest(now(), coalesce(d.due_at, now())) END,
         attempts = CASE WHEN d.intent IS NULL THEN 0 ELSE d.attempts END
       WHERE ${isNewest('d')}`,
      [
        JSON.stringify(
          contacts.map((it) => ({
            club_id: it.clubId, contact_id: it.contactId, contact: it.contact, archived: it.archived,
            effective_at: it.effective.effectiveAt, stamped: it.effective.stamped, version: it.effective.version,
            request_id: it.requestId ?? null, traceparent: it.traceparent ?? null,
          })),
        ),
      ],
    );
  }

  /** Accounts with work due now, and how long until the next piece of work, milliseconds. */
  async due(): Promise<{ readonly accounts: string[]; readonly nextInMs: number | null }> {
    const row = await this.database.row<{ accounts: string[] | null; next: string | null }>(
      `SELECT array_agg(DISTINCT i.account) FILTER (WHERE d.due_at <= now() AND (d.lease_until IS NULL OR d.lease_until < now()) AND ${workable}) AS accounts,
              extract(epoch FROM min(greatest(d.due_at, coalesce(d.lease_until, d.due_at), coalesce(a.hold_until, d.due_at))) FILTER (WHERE i.enabled AND NOT i.paused
                AND i.suspended_reason IS NULL AND a.suspended_reason IS NULL) - now()) * 1000 AS next
       FROM delivery d JOIN integration i USING (club_id) JOIN account a USING (account)
       WHERE d.due_at IS NOT NULL AND d.due_at <= now() + interval '1 minute'`,
    );
    return { accounts: row?.accounts ?? [], nextInMs: row?.next === null || row === undefined ? null : Math.max(0, Math.ceil(Number(row.next))) };
  }

  /** Takes up to `limit` due deliveries of an account for `leaseMs`; other instances pass over them meanwhile. */
  async claim(account: string, limit: number, leaseMs: number): Promise<ClaimedDelivery[]> {
    return this.database.rows<ClaimedDelivery>(
      `UPDATE delivery d SET lease_until = now() + $3 * interval '1 millisecond', fence = d.fence + 1
       FROM (
         SELECT d.club_id, d.contact_id FROM delivery d JOIN integration i USING (club_id) JOIN account a USING (account)
         WHERE i.account = $1 AND d.due_at <= now() AND (d.lease_until IS NULL OR d.lease_until < now()) AND ${workable}
         ORDER BY d.due_at LIMIT $2 FOR UPDATE OF d SKIP LOCKED
       ) AS due
       WHERE d.club_id = due.club_id AND d.contact_id = due.contact_id
       RETURNING ${claimedColumns}`,
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
    about: { readonly intent?: StoredIntent | null; readonly uncertain?: readonly string[]; readonly unlinked?: boolean } = {},
  ): Promise<boolean> {
    const touched = await this.database.run(
      `UPDATE delivery SET lease_until = now() + $4 * interval '1 millisecond',
         intent = CASE WHEN $5 THEN $6::jsonb ELSE intent END, uncertain = CASE WHEN $7 THEN $8::jsonb ELSE uncertain END
       WHERE club_id = $1 AND contact_id = $2 AND fence = $3
         -- A link that appeared since the claim makes a create a duplicate.
         AND NOT ($9 AND EXISTS (SELECT 1 FROM link l WHERE l.club_id = $1 AND l.contact_id = $2 AND l.live))`,
      [
        claim.clubId, claim.contactId, claim.fence, leaseMs,
        about.intent !== undefined, about.intent ? JSON.stringify(about.intent) : null,
        about.uncertain !== undefined, JSON.stringify(about.uncertain ?? []), about.unlinked === true,
      ],
    );
    return touched === 1;
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
                       WHEN $8::double precision IS NULL THEN NULL ELSE now() + $8 * interval '1 millisecond' END,
         attempts = CASE WHEN version = $4 THEN coalesce($9, attempts) ELSE 0 END,
         delivered = coalesce($10::jsonb, delivered), delivered_origin = coalesce($11::jsonb, delivered_origin), uncertain = coalesce($12::jsonb, uncertain),
         delivered_version = CASE WHEN $13 THEN $14 ELSE delivered_version END,
         lookalike_since = CASE WHEN $15 THEN $18::timestamptz ELSE lookalike_since END,
         intent = CASE WHEN $16 THEN $17::jsonb ELSE intent END
       WHERE club_id = $1 AND contact_id = $2 AND fence = $3`,
      [
        claim.clubId, claim.contactId, claim.fence, claim.version, end.state, end.reason ?? null, end.lastError ?? null, end.againInMs, end.attempts ?? null,
        end.delivered ? JSON.stringify(end.delivered) : null, end.deliveredOrigin ? JSON.stringify(end.deliveredOrigin) : null,
        end.uncertain ? JSON.stringify(end.uncertain) : null, has('deliveredVersion'), end.deliveredVersion ?? null,
        has('lookalikeSince'), has('intent'), end.intent ? JSON.stringify(end.intent) : null, end.lookalikeSince ?? null,
      ],
    );
    return touched === 1;
  }

  /** Gives claims back unworked, e.g. when the account was told to wait. */
  async giveBack(claims: readonly ClaimedDelivery[]): Promise<void> {
    await this.database.run(
      `UPDATE delivery d SET lease_until = NULL FROM unnest($1::text[], $2::text[], $3::bigint[]) AS c (club_id, contact_id, fence)
       WHERE d.club_id = c.club_id AND d.contact_id = c.contact_id AND d.fence = c.fence`,
      [claims.map((it) => it.clubId), claims.map((it) => it.contactId), claims.map((it) => it.fence)],
    );
  }

  /** Makes contacts due again: their link appeared or went, or a person asked. An open create keeps its time. */
  async wake(contacts: readonly { readonly clubId: string; readonly contactId: string }[]): Promise<void> {
    if (contacts.length === 0) return;
    await this.database.run(
      `UPDATE delivery d SET due_at = now() FROM unnest($1::text[], $2::text[]) AS w (club_id, contact_id)
       WHERE d.club_id = w.club_id AND d.contact_id = w.contact_id AND d.intent IS NULL AND d.state <> 'parked'`,
      [contacts.map((it) => it.clubId), contacts.map((it) => it.contactId)],
    );
  }

  /** A delivery that waits for its contact's link goes on; one that is done is left alone. */
  async wakeWaiting(clubId: string, contactId: string, inMs: number): Promise<void> {
    await this.database.run(
      `UPDATE delivery SET due_at = now() + $3 * interval '1 millisecond' WHERE club_id = $1 AND contact_id = $2 AND state = 'pending' AND due_at IS NOT NULL`,
      [clubId, contactId, inMs],
    );
  }

  /** What is known of the vendor's record is void (another record, or none): the next delivery sends all it has. */
  async forgetDelivered(clubId: string, contactId: string): Promise<void> {
    await this.database.run(
      `UPDATE delivery SET delivered = '{}', delivered_origin = '{}', uncertain = '[]', delivered_version = NULL WHERE club_id = $1 AND contact_id = $2`,
      [clubId, contactId],
    );
  }

  /** Deliveries that went out without an owner or lead source that is linked by now. */
  async wakeThoseWith(clubId: string, field: 'ownerStaffId' | 'leadSourceId', ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database.run(
      `UPDATE delivery SET due_at = now() WHERE club_id = $1 AND contact->>'${field}' = ANY($2) AND due_at IS NULL AND state = 'delivered' AND NOT archived`,
      [clubId, ids],
    );
  }

  /** By hand: everything is sent again, whatever was delivered. */
  async sendAgain(clubId: string, contactId: string): Promise<void> {
    await this.database.run(
      `UPDATE delivery SET uncertain = (SELECT coalesce(jsonb_agg(k), '[]') FROM jsonb_object_keys(delivered) AS k),
         state = 'pending', reason = NULL, attempts = 0, due_at = CASE WHEN intent IS NULL THEN now() ELSE due_at END
       WHERE club_id = $1 AND contact_id = $2`,
      [clubId, contactId],
    );
  }

  async unpark(clubId: string, reason: string | null, contactId: string | null): Promise<number> {
    return this.database.run(
      `UPDATE delivery SET state = 'pending', reason = NULL, attempts = 0, due_at = now()
       WHERE club_id = $1 AND state = 'parked' AND ($2::text IS NULL OR reason = $2) AND ($3::text IS NULL OR contact_id = $3)`,
      [clubId, reason, contactId],
    );
  }
}
