import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from './database.js';
import type { Migration, QueryRunner } from './index.js';
import { isTransient, QueryFailed, violates } from './query-failed.js';
import { testDatabase, type TestDatabase } from './testing/index.js';

class Tables1700000000000 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE thing (id integer CONSTRAINT thing_id PRIMARY KEY, word text)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

let server: TestDatabase;
let database: Database;

beforeEach(async () => {
  server = await testDatabase();
  database = await server.open({ schema: 'things', migrations: [Tables1700000000000] });
});

afterEach(() => server.drop());

const insert = (id: number, on = database): Promise<number> => on.run('INSERT INTO thing (id) VALUES ($1)', [id]);
const ids = async (): Promise<number[]> => (await database.rows<{ id: number }>('SELECT id FROM thing ORDER BY id')).map(({ id }) => id);
const failure = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined, (error: unknown) => error);

describe('a transaction', () => {
  it('is found by whoever runs inside it, and is all or nothing', async () => {
    await database.transaction(async () => {
      await insert(1);
      await database.transaction(() => insert(2));
    });
    await expect(
      database.transaction(async () => {
        await insert(3);
        await database.transaction(() => insert(4));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await ids()).toEqual([1, 2]);
  });

  it('tells of its commit, and only of its commit', async () => {
    const told: number[] = [];
    await database.transaction(async () => {
      database.afterCommit(() => told.push(1));
      expect(told).toEqual([]);
    });
    await failure(
      database.transaction(async () => {
        database.afterCommit(() => told.push(2));
        throw new Error('no');
      }),
    );
    database.afterCommit(() => told.push(3));
    expect(told).toEqual([1, 3]);
  });

  it('does not see another one that runs beside it', async () => {
    await database.transaction(async () => {
      await insert(1);
      const other = await server.open({ schema: 'things' });
      expect(await other.rows('SELECT id FROM thing')).toEqual([]);
    });
  });
});

describe('a statement that failed', () => {
  it('names the constraint it violated, and none of the values', async () => {
    await insert(1);
    const error = await failure(insert(1));
    expect(violates(error, 'thing_id')).toBe(true);
    expect(isTransient(error)).toBe(false);
    const wrong = (await failure(database.rows('SELECT $1::text::uuid', ['anna@example.com']))) as QueryFailed;
    expect(wrong).toBeInstanceOf(QueryFailed);
    expect(`${wrong.message} ${wrong.stack} ${JSON.stringify(wrong)}`).not.toContain('anna');
  });

  it.each([
    ['a lock that is not free', `DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '55P03'; END $$`, true],
    ['a deadlock', `DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$`, true],
    ['a server that shuts down', `DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '57P01'; END $$`, true],
    ['too many connections', `DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '53300'; END $$`, true],
    ['a table that is not there', 'SELECT * FROM nowhere', false],
    ['a division by zero', 'SELECT 1/0', false],
  ])('after %s may be tried again: %s → %s', async (_what, sql, transient) => {
    expect(isTransient(await failure(database.rows(sql)))).toBe(transient);
  });

  it('may be tried again when its connection was cut before or during it', async () => {
    const cutBefore = database.transaction(async () => {
      const { pid } = (await database.row<{ pid: number }>('SELECT pg_backend_pid() AS pid'))!;
      const other = database.session();
      await other.query('SELECT pg_terminate_backend($1)', [pid]);
      await other.release();
      let error: unknown;
      while (!error) error = await failure(database.rows('SELECT 1'));
      expect(isTransient(error)).toBe(true);
      // And again: the driver now answers something else.
      expect(isTransient(await failure(database.rows('SELECT 1')))).toBe(true);
      throw error;
    });
    expect(isTransient(await failure(cutBefore))).toBe(true);
    expect(isTransient(await failure(database.rows('SELECT pg_terminate_backend(pg_backend_pid())')))).toBe(true);
    // The pool may still hand out what was cut once.
    let left: number[] | undefined;
    while (!left) left = await ids().catch(() => undefined);
    expect(left).toEqual([]);
  });

  it('may be tried again where no connection was to be had', async () => {
    const nowhere = new Database({ url: 'postgres://x:y@127.0.0.1:1/x', schema: 'x', name: 'x' });
    expect(isTransient(await failure(nowhere.rows('SELECT 1')))).toBe(true);
  });
});

it('instances that start together migrate once', async () => {
  const opened = await Promise.all([1, 2, 3, 4].map(() => server.open({ schema: 'together', migrations: [Tables1700000000000] })));
  expect(await opened[0]!.rows('SELECT name FROM migration')).toHaveLength(1);
});
