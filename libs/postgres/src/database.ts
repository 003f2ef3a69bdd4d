import { AsyncLocalStorage } from 'node:async_hooks';
import { DataSource, type MigrationInterface, QueryFailedError, type QueryRunner } from 'typeorm';
import { QueryFailed } from './query-failed.js';

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** The service's own PostgreSQL schema; nobody else reads it. */
  readonly schema: string;
  /** Names the connections in `pg_stat_activity`. */
  readonly name: string;
  readonly poolSize?: number;
  readonly migrations?: readonly (new () => MigrationInterface)[];
}

interface OpenTransaction {
  readonly runner: QueryRunner;
  readonly afterCommit: (() => void)[];
}

/**
 * One service's PostgreSQL: a TypeORM data source whose transaction is found by whoever runs inside it, so that
 * stores need no handle passed around. SQL lives in `*.store.ts` files and goes through `rows` and `run`.
 */
export class Database {
  readonly source: DataSource;
  private readonly open = new AsyncLocalStorage<OpenTransaction>();

  constructor(readonly options: DatabaseOptions) {
    this.source = new DataSource({
      type: 'postgres',
      url: options.url,
      schema: options.schema,
      applicationName: options.name,
      poolSize: options.poolSize ?? 10,
      entities: [],
      migrations: [...(options.migrations ?? [])],
      migrationsTableName: 'migration',
      // A statement that hangs on a lock for a minute is a fault: it ends as a transient error and is tried again.
      extra: { options: `-c search_path=${options.schema}`, statement_timeout: 60_000, keepAlive: true },
    });
  }

  /** Runs `work` in one transaction; inside another transaction it joins that one. Throws what `work` throws, after a rollback. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.open.getStore()) return work();
    const runner = this.source.createQueryRunner();
    const afterCommit: (() => void)[] = [];
    try {
      await this.query(runner, 'BEGIN');
      const result = await this.open.run({ runner, afterCommit }, work);
      await this.query(runner, 'COMMIT');
      for (const notify of afterCommit) notify();
      return result;
    } catch (error) {
      await runner.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** Calls `notify` once the surrounding transaction is durable; at once where there is none. */
  afterCommit(notify: () => void): void {
    const open = this.open.getStore();
    if (open) open.afterCommit.push(notify);
    else notify();
  }

  /** The rows a statement answers. Throws {@link QueryFailed}, which holds no parameter. */
  async rows<R>(sql: string, parameters: readonly unknown[] = []): Promise<R[]> {
    const result = await this.execute(sql, parameters);
    return (result.records ?? []) as R[];
  }

  /** The first row, or undefined. */
  async row<R>(sql: string, parameters: readonly unknown[] = []): Promise<R | undefined> {
    return (await this.rows<R>(sql, parameters))[0];
  }

  /** How many rows a statement touched. */
  async run(sql: string, parameters: readonly unknown[] = []): Promise<number> {
    const result = await this.execute(sql, parameters);
    return result.affected ?? 0;
  }

  /** A connection of one's own, for session-level locks; the caller releases it. */
  session(): QueryRunner {
    return this.source.createQueryRunner();
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  private async execute(sql: string, parameters: readonly unknown[]): Promise<{ records?: unknown[]; affected?: number }> {
    const open = this.open.getStore();
    if (open) return this.query(open.runner, sql, parameters);
    const runner = this.source.createQueryRunner();
    try {
      return await this.query(runner, sql, parameters);
    } finally {
      await runner.release();
    }
  }

  private async query(runner: QueryRunner, sql: string, parameters: readonly unknown[] = []): Promise<{ records?: unknown[]; affected?: number }> {
    try {
      return await runner.query(sql, [...parameters], true);
    } catch (error) {
      throw error instanceof QueryFailedError ? QueryFailed.from(error) : QueryFailed.fromConnection(error);
    }
  }
}
