import { Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';
import { changeColumns, type KeptChange } from './change.store.js';

export interface StoredWebhook {
  readonly url: string;
  /** Sealed by the credential vault. */
  readonly secret: string;
}

export interface DueDelivery extends KeptChange {
  readonly contactKey: string;
  readonly attempts: number;
}

@Injectable()
export class WebhookStore {
  constructor(private readonly database: Database) {}

  async find(): Promise<StoredWebhook | undefined> {
    return this.database.row<StoredWebhook>('SELECT url, secret FROM webhook');
  }

  /** What waits for the old address goes to the new one, at once. */
  async put({ url, secret }: StoredWebhook): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(
        'INSERT INTO webhook (url, secret) VALUES ($1, $2) ON CONFLICT (only_one) DO UPDATE SET url = excluded.url, secret = excluded.secret',
        [url, secret],
      );
      await this.database.run('UPDATE webhook_delivery SET attempts = 0, next_attempt_at = now()');
    });
  }

  async remove(): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run('DELETE FROM webhook');
      await this.database.run('DELETE FROM webhook_delivery');
    });
  }

  /** The first of each contact, where its time has come; a later one waits for it. */
  async due(limit: number): Promise<DueDelivery[]> {
    return this.database.rows<DueDelivery>(
      `SELECT ${changeColumns}, d.contact_key AS "contactKey", d.attempts
       FROM webhook_delivery d JOIN change USING (seq)
       WHERE d.next_attempt_at <= now()
         AND NOT EXISTS (SELECT 1 FROM webhook_delivery e WHERE e.contact_key = d.contact_key AND e.seq < d.seq)
       ORDER BY seq LIMIT $1`,
      [limit],
    );
  }

  async done(seq: string): Promise<void> {
    await this.database.run('DELETE FROM webhook_delivery WHERE seq = $1', [seq]);
  }

  async again(seq: string, inMs: number): Promise<void> {
    await this.database.run(
      `UPDATE webhook_delivery SET attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => $2) WHERE seq = $1`,
      [seq, inMs / 1_000],
    );
  }
}
