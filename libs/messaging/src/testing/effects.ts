import type { Database, Migration, QueryRunner } from '@intouch/postgres';
import type { Message } from '../message.js';
import type { Note } from './note.js';

export interface Effect {
  readonly topic: string;
  readonly key: string;
  readonly n: number;
  readonly event: string;
}

/** What handlers did, a row each and no constraint: applied twice is two rows. */
export class EffectTable1700000000001 implements Migration {
  readonly name = 'EffectTable1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE effect (id bigint GENERATED ALWAYS AS IDENTITY, topic text, key text, n integer, event text)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

export class Effects {
  constructor(private readonly database: Database) {}

  async write(messages: readonly Message<Note>[]): Promise<void> {
    await this.database.run(
      `INSERT INTO effect (topic, key, n, event)
       SELECT topic, key, n, event FROM unnest($1::text[], $2::text[], $3::int[], $4::text[]) WITH ORDINALITY AS m (topic, key, n, event, at) ORDER BY at`,
      [
        messages.map(({ topic }) => topic),
        messages.map(({ payload }) => payload.key),
        messages.map(({ payload }) => payload.n),
        messages.map(({ id }) => id),
      ],
    );
  }

  /** In the order in which they were written. */
  async all(): Promise<Effect[]> {
    return this.database.rows<Effect>('SELECT topic, key, n, event FROM effect ORDER BY id');
  }

  async count(): Promise<number> {
    return Number((await this.database.row<{ n: string }>('SELECT count(*) AS n FROM effect'))!.n);
  }
}
