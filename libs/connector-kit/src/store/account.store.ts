import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';

/** What all instances share of an account: calls of the last minute, and whose turn it is to create. */
@Injectable()
export class AccountStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Reserves up to `wanted` calls within the rolling minute. Counted per second, so the window is exact to one second.
   * @returns how many were granted, and how long to wait (milliseconds) where it was none
   */
  async grantCalls(account: string, wanted: number, perMinute: number): Promise<{ readonly granted: number; readonly waitMs: number }> {
    return this.database.transaction(async () => {
      await this.database.rows('SELECT pg_advisory_xact_lock(hashtext($1))', [`calls:${account}`]);
      await this.database.run(`DELETE FROM call_usage WHERE account = $1 AND second <= date_trunc('second', now()) - interval '60 seconds'`, [account]);
      const used = await this.database.row<{ n: number; ms: string | null }>(
        `SELECT coalesce(sum(calls), 0)::int AS n, extract(epoch FROM min(second) + interval '61 seconds' - now()) * 1000 AS ms FROM call_usage WHERE account = $1`,
        [account],
      );
      const granted = Math.min(wanted, Math.max(0, perMinute - used!.n));
      if (granted === 0) return { granted, waitMs: Math.max(50, Math.ceil(Number(used!.ms ?? 1_000))) };
      await this.database.run(
        `INSERT INTO call_usage AS u (account, second, calls) VALUES ($1, date_trunc('second', now()), $2)
         ON CONFLICT (account, second) DO UPDATE SET calls = u.calls + excluded.calls`,
        [account, granted],
      );
      return { granted, waitMs: 0 };
    });
  }

  /** The account's login at the vendor, sealed; null: none. */
  async session(account: string): Promise<string | null> {
    const row = await this.database.row<{ session: string | null }>('SELECT session FROM account WHERE account = $1', [account]);
    return row?.session ?? null;
  }

  async keepSession(account: string, sealed: string): Promise<void> {
    await this.database.run('UPDATE account SET session = $2 WHERE account = $1', [account, sealed]);
  }

  /** Takes one of the account's places for a call, for at most so long; null: all are taken. */
  async takePlace(account: string, instance: string, places: number, leaseMs: number): Promise<number | null> {
    const row = await this.database.row<{ slot: number }>(
      `INSERT INTO account_call AS c (account, slot, held_by, held_until)
       SELECT $1, s, $2, now() + $4 * interval '1 millisecond' FROM generate_series(1, $3::int) AS s
       WHERE NOT EXISTS (SELECT 1 FROM account_call t WHERE t.account = $1 AND t.slot = s AND t.held_until > now()) ORDER BY s LIMIT 1
       ON CONFLICT (account, slot) DO UPDATE SET held_by = excluded.held_by, held_until = excluded.held_until WHERE c.held_until <= now()
       RETURNING slot`,
      [account, instance, places, leaseMs],
    );
    return row?.slot ?? null;
  }

  async leavePlace(account: string, place: number, instance: string): Promise<void> {
    await this.database.run('DELETE FROM account_call WHERE account = $1 AND slot = $2 AND held_by = $3', [account, place, instance]);
  }

  /** Takes the turn to create. False: another instance has it, or is the next; this one stands in line. */
  async takeCreateTurn(account: string, instance: string, leaseMs: number): Promise<boolean> {
    const touched = await this.database.run(
      `UPDATE account SET create_lease_by = $2, create_lease_until = now() + $3 * interval '1 millisecond',
         create_wanted_by = nullif(create_wanted_by, $2)
       WHERE account = $1 AND (create_lease_by = $2 OR create_lease_until IS NULL OR create_lease_until < now())
         AND (create_wanted_by IS NULL OR create_wanted_by = $2 OR create_wanted_until < now())`,
      [account, instance, leaseMs],
    );
    if (touched === 1) return true;
    await this.database.run(
      `UPDATE account SET create_wanted_by = $2, create_wanted_until = now() + interval '1 second'
       WHERE account = $1 AND (create_wanted_by IS NULL OR create_wanted_by = $2 OR create_wanted_until < now())`,
      [account, instance],
    );
    return false;
  }

  /** Keeps the turn; answers whether another instance waits for it. */
  async renewCreateTurn(account: string, instance: string, leaseMs: number): Promise<boolean> {
    const row = await this.database.row<{ wanted: boolean }>(
      `UPDATE account SET create_lease_until = now() + $3 * interval '1 millisecond' WHERE account = $1 AND create_lease_by = $2
       RETURNING coalesce(create_wanted_by <> $2 AND create_wanted_until > now(), false) AS wanted`,
      [account, instance, leaseMs],
    );
    return row?.wanted ?? true;
  }

  async endCreateTurn(account: string, instance: string): Promise<void> {
    await this.database.run('UPDATE account SET create_lease_by = NULL, create_lease_until = NULL WHERE account = $1 AND create_lease_by = $2', [account, instance]);
  }
}
