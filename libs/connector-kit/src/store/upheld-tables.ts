import type { Migration, QueryRunner } from '@intouch/postgres';

/** Values of InTouch's that are to stand against a change made at the vendor, and deletes that have begun. */
export class UpheldTables1700000050000 implements Migration {
  readonly name = 'UpheldTables1700000050000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE delivery
        -- Content keys that are sent although they were delivered: the vendor has another value by now.
        ADD COLUMN upheld jsonb NOT NULL DEFAULT '[]',
        -- Fields that InTouch has changed since the last delivery was concluded, be it there and back.
        ADD COLUMN touched jsonb NOT NULL DEFAULT '[]',
        -- We have tried to delete the record: found deleted, it may have been by us.
        ADD COLUMN removing boolean NOT NULL DEFAULT false`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
