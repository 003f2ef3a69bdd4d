import type { Migration, QueryRunner } from '@intouch/postgres';

/** What became of files that vendors leave; runs that a person let go on. */
export class FilesAndDecidedRuns1700000003000 implements Migration {
  readonly name = 'FilesAndDecidedRuns1700000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE vendor_file (
        club_id text NOT NULL,
        vendor text NOT NULL,
        name text NOT NULL,
        state text NOT NULL,
        -- NULL: not read.
        rows integer,
        bad integer,
        reason text,
        -- When it came to this state; an older one never replaces a newer one.
        at timestamptz NOT NULL,
        PRIMARY KEY (club_id, vendor, name)
      );
      CREATE INDEX vendor_file_newest ON vendor_file (club_id, vendor, at);
      CREATE TABLE unmapped_codes (
        club_id text NOT NULL,
        vendor text NOT NULL,
        -- Sorted list of texts, as told last.
        codes jsonb NOT NULL,
        PRIMARY KEY (club_id, vendor)
      );
      -- A person let it go on: the brake does not hold it again.
      ALTER TABLE run ADD COLUMN approved boolean NOT NULL DEFAULT false;`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
