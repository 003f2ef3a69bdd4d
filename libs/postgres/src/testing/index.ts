import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { Database, type DatabaseOptions } from '../database.js';
import { migrate } from '../migrate.js';

export interface TestDatabase {
  readonly url: string;
  /** A further connection pool on the same database, as another instance or service would open. */
  open(options: Pick<DatabaseOptions, 'schema' | 'migrations'> & Partial<DatabaseOptions>): Promise<Database>;
  drop(): Promise<void>;
}

/** A database of its own for one test, by default on the server of `TEST_DATABASE_URL`; `drop` closes what was opened and removes it. */
export async function testDatabase(server: string | undefined = process.env['TEST_DATABASE_URL']): Promise<TestDatabase> {
  if (!server) throw new Error('TEST_DATABASE_URL is not set: the test run starts PostgreSQL and sets it');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const opened: Database[] = [];
  return {
    url: url.href,
    async open(options) {
      const database = new Database({ url: url.href, name: options.schema, poolSize: 5, ...options });
      opened.push(database);
      await migrate(database);
      return database;
    },
    async drop() {
      await Promise.all(opened.map((database) => database.close()));
      await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
