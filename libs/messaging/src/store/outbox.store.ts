import type { Database } from '@intouch/postgres';
import type { EncodedRecord } from '../cloud-events.js';

export interface StoredRecord extends EncodedRecord {
  readonly id: string;
}

export class OutboxStore {
  constructor(private readonly database: Database) {}

  async add(records: readonly EncodedRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.database.run(
      `INSERT INTO outbox (topic, key, value, headers)
       SELECT topic, key, value, headers::jsonb
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS r (topic, key, value, headers, n)
       ORDER BY n`,
      [
        records.map(({ topic }) => topic),
        records.map(({ key }) => key),
        records.map(({ value }) => value),
        records.map(({ headers }) => JSON.stringify(headers)),
      ],
    );
  }

  /** The oldest records by row id. No cursor: a row committed late is published late, never skipped. */
  async oldest(limit: number): Promise<StoredRecord[]> {
    return this.database.rows<StoredRecord>('SELECT id, topic, key, value, headers FROM outbox ORDER BY id LIMIT $1', [limit]);
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.database.run('DELETE FROM outbox WHERE id = ANY($1::bigint[])', [ids]);
  }

  async newestId(): Promise<string | undefined> {
    return (await this.database.row<{ id: string | null }>('SELECT max(id) AS id FROM outbox'))?.id ?? undefined;
  }

  async holdsUpTo(id: string): Promise<boolean> {
    return (await this.database.row('SELECT 1 FROM outbox WHERE id <= $1 LIMIT 1', [id])) !== undefined;
  }

  async size(): Promise<number> {
    return Number((await this.database.row<{ n: string }>('SELECT count(*) AS n FROM outbox'))!.n);
  }
}
