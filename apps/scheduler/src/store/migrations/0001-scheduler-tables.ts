import type { Migration, QueryRunner } from '@intouch/postgres';

export class SchedulerTables1700000001000 implements Migration {
  readonly name = 'SchedulerTables1700000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE club (
        club_id text PRIMARY KEY,
        revision bigint NOT NULL,
        -- IANA name.
        zone text NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE schedule (
        club_id text NOT NULL,
        vendor text NOT NULL,
        revision bigint NOT NULL,
        resumes bigint NOT NULL,
        -- Five fields, in the zone of the club; null: nothing is scheduled.
        cron text,
        -- The club's own; null until the club is known.
        zone text,
        -- Enabled, not paused, and something is let in.
        wanted boolean NOT NULL,
        suspended boolean NOT NULL DEFAULT false,
        -- The integration's revision that the connector spoke of when it told whether it is suspended.
        suspension_revision bigint NOT NULL DEFAULT 0,
        active boolean NOT NULL GENERATED ALWAYS AS (wanted AND NOT suspended AND cron IS NOT NULL AND zone IS NOT NULL) STORED,
        -- Found from cron and zone as they stand here: whatever changes them, or ends the activity, sets it to null.
        next_slot_at timestamptz,
        last_slot_at timestamptz,
        PRIMARY KEY (club_id, vendor)
      )`);
    await runner.query('CREATE INDEX schedule_by_next_slot ON schedule (next_slot_at) WHERE next_slot_at IS NOT NULL');
    await runner.query(`
      CREATE TABLE slot (
        club_id text NOT NULL,
        vendor text NOT NULL,
        slot_at timestamptz NOT NULL,
        PRIMARY KEY (club_id, vendor, slot_at)
      )`);
    await runner.query('CREATE INDEX slot_by_age ON slot (slot_at)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
