import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';

export interface DeskRequest {
  readonly requestId: string;
  readonly clubId: string;
  readonly kind: 'check' | 'lookups';
  readonly body: Readonly<Record<string, unknown>>;
}

/** Questions that need the vendor or the links: noted by handlers, answered beside them. */
@Injectable()
export class RequestStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async note(requests: readonly (DeskRequest & { readonly expiresAt: string })[]): Promise<void> {
    await this.database.run(
      `INSERT INTO request (request_id, club_id, kind, body, expires_at)
       SELECT * FROM jsonb_to_recordset($1) AS n (request_id text, club_id text, kind text, body jsonb, expires_at timestamptz) ON CONFLICT DO NOTHING`,
      [JSON.stringify(requests.map((it) => ({ request_id: it.requestId, club_id: it.clubId, kind: it.kind, body: it.body, expires_at: it.expiresAt })))],
    );
  }

  async claim(limit: number, leaseMs: number): Promise<DeskRequest[]> {
    await this.database.run('DELETE FROM request WHERE expires_at < now()');
    return this.database.rows<DeskRequest>(
      `UPDATE request SET lease_until = now() + $2 * interval '1 millisecond'
       WHERE request_id IN (SELECT request_id FROM request WHERE lease_until IS NULL OR lease_until < now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING request_id AS "requestId", club_id AS "clubId", kind, body`,
      [limit, leaseMs],
    );
  }

  async done(requestId: string): Promise<void> {
    await this.database.run('DELETE FROM request WHERE request_id = $1', [requestId]);
  }
}
