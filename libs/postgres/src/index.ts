export { Database, type DatabaseOptions } from './database.js';
export { migrate } from './migrate.js';
export { isTransient, QueryFailed, violates } from './query-failed.js';
export type { MigrationInterface as Migration, QueryRunner } from 'typeorm';
export { effectiveAt, isNewest } from './newest-wins.js';
