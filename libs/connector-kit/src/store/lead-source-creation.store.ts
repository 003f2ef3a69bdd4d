import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';

/** Lead sources that were being created at the vendor when the answer was lost, by account: not to be created a second time. */
@Injectable()
export class LeadSourceCreationStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** How long until the creation of this name may be tried (again), milliseconds; 0: now; the creation is written down with it. */
  async begin(account: string, key: string, settleInMs: number): Promise<number> {
    return this.database.transaction(async () => {
      const begun = await this.database.run(
        `INSERT INTO lead_source_creation AS c (account, key, settle_from) VALUES ($1, $2, now() + $3 * interval '1 millisecond')
         ON CONFLICT (account, key) DO UPDATE SET settle_from = excluded.settle_from WHERE c.settle_from <= now()`,
        [account, key, settleInMs],
      );
      if (begun === 1) return 0;
      const row = await this.database.row<{ ms: string }>(
        `SELECT extract(epoch FROM settle_from - now()) * 1000 AS ms FROM lead_source_creation WHERE account = $1 AND key = $2`, [account, key],
      );
      return Math.max(1, Math.ceil(Number(row?.ms ?? 1)));
    });
  }

  /** No answer came: it may be looked for, and tried once more, after so long. */
  async unanswered(account: string, key: string, settleInMs: number): Promise<void> {
    await this.database.run(
      `UPDATE lead_source_creation SET settle_from = now() + $3 * interval '1 millisecond' WHERE account = $1 AND key = $2`, [account, key, settleInMs],
    );
  }

  /** It is there, or surely is not. */
  async end(account: string, key: string): Promise<void> {
    await this.database.run('DELETE FROM lead_source_creation WHERE account = $1 AND key = $2', [account, key]);
  }
}
