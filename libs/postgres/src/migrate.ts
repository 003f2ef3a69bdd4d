import type { Database } from './database.js';

/**
 * Connects, makes the service's schema and brings it to the newest migration. Instances that start together take turns
 * under an advisory lock. Throws what the driver throws while the database is away: callers wait and try again.
 */
export async function migrate(database: Database): Promise<void> {
  if (!database.source.isInitialized) await database.source.initialize();
  const session = database.session();
  try {
    await session.query('SELECT pg_advisory_lock(hashtext($1))', [`migrate:${database.options.schema}`]);
    await session.query(`CREATE SCHEMA IF NOT EXISTS "${database.options.schema}"`);
    await database.source.runMigrations({ transaction: 'each' });
  } finally {
    await session.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await session.release();
  }
}
