import type { Migration, QueryRunner } from '@intouch/postgres';

/** Links of staff and lead sources that can be undone, sources created once, and an order of what was read. */
export class LinkingTables1700000020000 implements Migration {
  readonly name = 'LinkingTables1700000020000';

  async up(runner: QueryRunner): Promise<void> {
    // Which was there first: it keeps the vendor's source where two are equal.
    await runner.query('ALTER TABLE lookup ADD COLUMN place bigint GENERATED ALWAYS AS IDENTITY');
    await runner.query('ALTER TABLE lookup ADD COLUMN undone_vendor_id text');
    // `by_hand` stays, unread, for instances of the version before.
    await runner.query(`
      CREATE TABLE lead_source_creation (
        account text NOT NULL,
        key text NOT NULL,
        -- Nobody creates it before: an answer may still come, or the vendor's list may lag.
        settle_from timestamptz NOT NULL,
        PRIMARY KEY (account, key)
      )`);
    // Something it needs was linked while it was worked on: it is looked at once more at its end.
    await runner.query('ALTER TABLE delivery ADD COLUMN woken boolean NOT NULL DEFAULT false');
    await runner.query('ALTER TABLE run_record ADD COLUMN position bigint GENERATED ALWAYS AS IDENTITY');
    await runner.query('ALTER TABLE run_record ADD COLUMN stamp timestamptz');
    await runner.query('CREATE INDEX run_record_in_order ON run_record (run_id, position)');
    await runner.query(`CREATE INDEX delivery_by_owner ON delivery (club_id, (contact->>'ownerStaffId')) WHERE contact->>'ownerStaffId' IS NOT NULL`);
    await runner.query(`CREATE INDEX delivery_by_lead_source ON delivery (club_id, (contact->>'leadSourceId')) WHERE contact->>'leadSourceId' IS NOT NULL`);
    // A login at the vendor that clubs and instances share, sealed.
    await runner.query('ALTER TABLE account ADD COLUMN session text');
    await runner.query(`
      CREATE TABLE account_call (
        account text NOT NULL,
        slot integer NOT NULL,
        held_by text NOT NULL,
        -- A killed instance's calls end with their deadline.
        held_until timestamptz NOT NULL,
        PRIMARY KEY (account, slot)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
