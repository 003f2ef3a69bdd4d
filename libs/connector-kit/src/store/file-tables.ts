import type { Migration, QueryRunner } from '@intouch/postgres';

/** Files that vendors put somewhere, and runs that are rehearsed before their first write. */
export class FileTables1700000030000 implements Migration {
  readonly name = 'FileTables1700000030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE run
        -- The file it reads; asked for by its name, replay and threshold do not count.
        ADD COLUMN file text,
        ADD COLUMN by_name boolean NOT NULL DEFAULT false,
        -- What reading and reporting found worth a line in the log, by code.
        ADD COLUMN notes jsonb NOT NULL DEFAULT '{}',
        -- How many records the matcher is shown before the first write, up to which place, and what it made of them.
        ADD COLUMN shown integer NOT NULL DEFAULT 0,
        ADD COLUMN shown_to bigint NOT NULL DEFAULT 0,
        ADD COLUMN rehearsed jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN approved boolean NOT NULL DEFAULT false`);
    await runner.query(`
      CREATE TABLE run_bad_row (
        run_id text NOT NULL,
        line integer NOT NULL,
        code text NOT NULL,
        message text NOT NULL,
        PRIMARY KEY (run_id, line)
      )`);
    // Integrations with the same address and login share one drop: one reader serves them all.
    await runner.query('ALTER TABLE integration ADD COLUMN drop_key text');
    await runner.query('CREATE INDEX integration_by_drop ON integration (drop_key) WHERE drop_key IS NOT NULL');
    await runner.query(`
      CREATE TABLE file_drop (
        drop_key text PRIMARY KEY,
        look_at timestamptz NOT NULL DEFAULT now(),
        lease_until timestamptz,
        -- Since when it cannot be looked at, and what of that the log has.
        troubled_since timestamptz,
        trouble text
      )`);
    await runner.query(`
      CREATE TABLE drop_entry (
        drop_key text NOT NULL,
        name text NOT NULL,
        size bigint NOT NULL,
        modified_at bigint NOT NULL,
        unchanged_since timestamptz NOT NULL,
        arrived_at timestamptz NOT NULL,
        PRIMARY KEY (drop_key, name)
      )`);
    await runner.query(`
      CREATE TABLE file (
        club_id text NOT NULL,
        name text NOT NULL,
        -- null: no name of the vendor's.
        stamp text,
        state text NOT NULL,
        rows integer,
        bad integer,
        reason text,
        at timestamptz NOT NULL,
        sha256 text,
        -- Where it lies: in, done or quarantine; and where it is to be moved, once that is decided.
        folder text NOT NULL DEFAULT 'in',
        move_to text,
        -- What is put beside a file in quarantine.
        account jsonb,
        PRIMARY KEY (club_id, name)
      )`);
    await runner.query('CREATE INDEX file_to_move ON file (club_id) WHERE move_to IS NOT NULL');
    await runner.query('CREATE INDEX file_by_stamp ON file (club_id, stamp)');
    await runner.query('CREATE TABLE file_content (club_id text NOT NULL, sha256 text NOT NULL, name text NOT NULL, PRIMARY KEY (club_id, sha256))');
    // The newest stamp that showed a record, whatever became of it.
    await runner.query('CREATE TABLE file_row (club_id text NOT NULL, vendor_contact_id text NOT NULL, stamp text NOT NULL, PRIMARY KEY (club_id, vendor_contact_id))');
    await runner.query(`
      CREATE TABLE file_feed (
        club_id text PRIMARY KEY,
        -- The slot that was judged last: those before the feed was set up are nobody's miss.
        judged_to timestamptz NOT NULL,
        missed integer NOT NULL DEFAULT 0,
        -- Codes the settings had no word for when they came.
        codes text[] NOT NULL DEFAULT '{}'
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
