import type { Migration, QueryRunner } from '@intouch/postgres';

export class WarnedHash1700000002000 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    // Nullable, so that the version before goes on writing links as it does.
    await runner.query('ALTER TABLE link ADD COLUMN warned_hash text');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
