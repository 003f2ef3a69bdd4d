import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient } from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
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

/** Statements are few and fixed; should some code build them without end, the rest goes unprepared. */
const preparedAtMost = 500;

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
  private readonly statements = new Map<string, string>();

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
      extra: { options: `-c search_path=${options.schema}`, statement_timeout: 60_000, keepAlive: true, connectionTimeoutMillis: 15_000 },
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

  /**
   * Straight through the driver's connection, so that a statement can be prepared once per connection: parsing and planning
   * it anew cost more than running it (a third of a service's time per lead, measured).
   */
  private async query(runner: QueryRunner, sql: string, parameters: readonly unknown[] = []): Promise<{ records?: unknown[]; affected?: number }> {
    const connection = await this.connectionOf(runner);
    try {
      const name = parameters.length > 0 ? this.nameOf(sql) : undefined;
      const answer = await connection.query({ ...(name ? { name } : {}), text: sql, values: [...parameters] });
      return { records: answer.rows as unknown[], affected: answer.rowCount ?? 0 };
    } catch (error) {
      throw QueryFailed.from(error);
    }
  }

  private async connectionOf(runner: QueryRunner): Promise<PoolClient> {
    try {
      return (await runner.connect()) as PoolClient;
    } catch (error) {
      throw QueryFailed.fromConnection(error);
    }
  }

  private nameOf(sql: string): string | undefined {
    const known = this.statements.get(sql);
    if (known !== undefined || this.statements.size >= preparedAtMost) return known;
    const name = `s${this.statements.size}`;
    this.statements.set(sql, name);
    return name;
  }
}
