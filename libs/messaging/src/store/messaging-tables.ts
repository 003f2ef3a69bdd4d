import type { Migration, QueryRunner } from '@intouch/postgres';

/** The tables every service needs to consume and publish; part of each service's own schema and migrations. */
export class MessagingTables1700000000000 implements Migration {
  readonly name = 'MessagingTables1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consumer_offset (
        topic text NOT NULL,
        partition integer NOT NULL,
        -- The next offset to apply.
        position bigint NOT NULL,
        -- Kafka's own id of the cluster: a rebuilt broker starts its offsets anew.
        cluster text NOT NULL,
        PRIMARY KEY (topic, partition)
      )`);
    await runner.query(`
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic text NOT NULL,
        key text NOT NULL,
        value text NOT NULL,
        headers jsonb NOT NULL
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
