import type { Migration, QueryRunner } from '@intouch/postgres';

/** Records that are deleted and made anew, sends by hand where nothing is sent by itself, and whom a lead may be assigned to. */
export class CrmTables1700000040000 implements Migration {
  readonly name = 'CrmTables1700000040000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE delivery
        -- Records made for the contact before this one.
        ADD COLUMN generation integer NOT NULL DEFAULT 0,
        -- A person wants it sent now, whatever is sent by itself.
        ADD COLUMN by_hand boolean NOT NULL DEFAULT false`);
    await runner.query(`
      CREATE TABLE vendor_users (
        club_id text PRIMARY KEY,
        fetched_at timestamptz NOT NULL,
        users jsonb NOT NULL
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
