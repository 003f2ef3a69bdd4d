import { Inject, Injectable } from '@nestjs/common';
import type { Club, ClubConfigured, IntegrationConfigured, IntegrationOptions } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

/** One club at this vendor, as its connector works with it. */
export interface Integration {
  readonly clubId: string;
  readonly revision: number;
  readonly enabled: boolean;
  readonly paused: boolean;
  readonly resumes: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly options: IntegrationOptions;
  readonly credentials: string | null;
  readonly account: string;
  readonly suspendedReason: string | null;
  readonly accountSuspendedReason: string | null;
  readonly cursor: Readonly<Record<string, unknown>> | null;
  readonly fullNext: boolean;
  readonly club: Club | null;
  /** Where the vendor puts the club's files; null: nowhere that is looked at. */
  readonly dropKey: string | null;
}

const columns = `
  i.club_id AS "clubId", i.revision::int, i.enabled, i.paused, i.resumes, i.settings, i.options, i.credentials, i.account,
  i.suspended_reason AS "suspendedReason", a.suspended_reason AS "accountSuspendedReason", i.cursor, i.full_next AS "fullNext", c.facts AS club, i.drop_key AS "dropKey"`;
const joined = 'integration i LEFT JOIN club c USING (club_id) LEFT JOIN account a USING (account)';

@Injectable()
export class IntegrationStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async keepClubs(clubs: readonly ClubConfigured[]): Promise<void> {
    await this.database.run(
      `INSERT INTO club (club_id, revision, facts)
       SELECT DISTINCT ON (club_id) club_id, revision, facts
       FROM jsonb_to_recordset($1) AS c (club_id text, revision bigint, facts jsonb)
       ORDER BY club_id, revision DESC
       ON CONFLICT (club_id) DO UPDATE SET revision = excluded.revision, facts = excluded.facts WHERE excluded.revision > club.revision`,
      [JSON.stringify(clubs.map(({ clubId, revision, ...facts }) => ({ club_id: clubId, revision, facts })))],
    );
  }

  async one(clubId: string): Promise<Integration | undefined> {
    return this.database.row<Integration>(`SELECT ${columns} FROM ${joined} WHERE i.club_id = $1`, [clubId]);
  }

  async locked(clubId: string): Promise<Integration | undefined> {
    return this.database.row<Integration>(`SELECT ${columns} FROM ${joined} WHERE i.club_id = $1 FOR UPDATE OF i`, [clubId]);
  }

  /** Enabled integrations whose files lie in this drop. */
  async ofDrop(dropKey: string): Promise<Integration[]> {
    return this.database.rows<Integration>(`SELECT ${columns} FROM ${joined} WHERE i.drop_key = $1 AND i.enabled ORDER BY i.club_id`, [dropKey]);
  }

  /** Which of these clubs this connector serves; people of the others are not kept. */
  async served(clubIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.rows<{ id: string }>('SELECT club_id AS id FROM integration WHERE club_id = ANY($1)', [[...new Set(clubIds)]]);
    return new Set(rows.map(({ id }) => id));
  }

  async put(it: IntegrationConfigured, account: string, more: { readonly suspendedReason: string | null; readonly fullNext: boolean; readonly dropKey: string | null }): Promise<void> {
    await this.database.run('INSERT INTO account (account) VALUES ($1) ON CONFLICT DO NOTHING', [account]);
    await this.database.run(
      `INSERT INTO integration (club_id, revision, enabled, paused, resumes, settings, options, credentials, account, suspended_reason, full_next, drop_key, lookups_due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now())
       ON CONFLICT (club_id) DO UPDATE SET revision = $2, enabled = $3, paused = $4, resumes = $5, settings = $6, options = $7, credentials = $8,
         account = $9, suspended_reason = $10, full_next = $11, drop_key = $12, lookups_due_at = now()`,
      [it.clubId, it.revision, it.enabled, it.paused, it.resumes, JSON.stringify(it.settings), JSON.stringify(it.options), it.credentials, account, more.suspendedReason, more.fullNext, more.dropKey],
    );
  }

  /** Refused access. For scope `integration` the whole account stops; answers the clubs concerned, none where it was known. */
  async suspend({ clubId, account, revision }: Pick<Integration, 'clubId' | 'account' | 'revision'>, scope: 'integration' | 'club', code: string, detail: string): Promise<string[]> {
    if (scope === 'club') {
      // Refused under settings that were corrected meanwhile says nothing about the new ones.
      const rows = await this.database.rows<{ id: string }>(
        `UPDATE integration SET suspended_reason = $2, probe_at = now() + interval '5 minutes'
         WHERE club_id = $1 AND revision = $3 AND suspended_reason IS NULL RETURNING club_id AS id`,
        [clubId, code, revision],
      );
      return rows.map(({ id }) => id);
    }
    const touched = await this.database.run(
      `UPDATE account SET suspended_reason = $2, suspended_detail = $3, probe_at = now() + interval '5 minutes'
       WHERE account = $1 AND suspended_reason IS NULL`,
      [account, code, detail],
    );
    if (touched === 0) return [];
    const rows = await this.database.rows<{ id: string }>('SELECT club_id AS id FROM integration WHERE account = $1 ORDER BY club_id', [account]);
    return rows.map(({ id }) => id);
  }

  /** Access works again; answers the clubs for which that is news. */
  async lift(clubId: string, account: string): Promise<string[]> {
    const own = await this.database.rows<{ id: string }>(
      'UPDATE integration SET suspended_reason = NULL WHERE club_id = $1 AND suspended_reason IS NOT NULL RETURNING club_id AS id',
      [clubId],
    );
    const lifted = await this.database.run('UPDATE account SET suspended_reason = NULL, suspended_detail = NULL WHERE account = $1 AND suspended_reason IS NOT NULL', [account]);
    const shared = lifted === 0 ? [] : await this.database.rows<{ id: string }>('SELECT club_id AS id FROM integration WHERE account = $1 AND suspended_reason IS NULL', [account]);
    return [...new Set([...own, ...shared].map(({ id }) => id))];
  }

  /** One suspended club per scope whose access is to be tried again now; the next try is put off in the same step. */
  async dueProbes(): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>(
      `WITH accounts AS (
         UPDATE account SET probe_at = now() + interval '5 minutes' WHERE suspended_reason IS NOT NULL AND probe_at <= now() RETURNING account
       ), clubs AS (
         UPDATE integration SET probe_at = now() + interval '5 minutes' WHERE suspended_reason IS NOT NULL AND probe_at <= now() RETURNING club_id
       )
       SELECT min(club_id) AS id FROM integration JOIN accounts USING (account) WHERE enabled GROUP BY account
       UNION SELECT club_id FROM clubs`,
    );
    return rows.map(({ id }) => id);
  }

  async holdAccount(account: string, ms: number): Promise<void> {
    await this.database.run(
      `UPDATE account SET hold_until = greatest(coalesce(hold_until, now()), now() + $2 * interval '1 millisecond') WHERE account = $1`,
      [account, Math.round(ms)],
    );
  }

  async clubsOfAccount(account: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>('SELECT club_id AS id FROM integration WHERE account = $1 AND enabled ORDER BY club_id', [account]);
    return rows.map(({ id }) => id);
  }

  async keepCursor(clubId: string, cursor: object, wasFull: boolean): Promise<void> {
    await this.database.run('UPDATE integration SET cursor = $2, full_next = full_next AND NOT $3 WHERE club_id = $1', [clubId, JSON.stringify(cursor), wasFull]);
  }
}
