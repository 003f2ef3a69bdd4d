import type { Migration, QueryRunner } from '@intouch/postgres';

export class RunPosition1700000003000 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE run_position (
        run_id     text NOT NULL,
        rehearsal  boolean NOT NULL,
        position   bigint NOT NULL,
        decided_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (run_id, rehearsal)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
