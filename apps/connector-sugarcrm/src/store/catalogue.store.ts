import type { DatabaseConnection } from '../database-connection.js';

export interface Column {
  readonly [column: string]: unknown;
  readonly table: string;
  readonly name: string;
  /** `select,insert,update,references`: what our user may do with it. */
  readonly privileges: string;
}

/** What the server tells of a database; only of what our user may see. */
export class CatalogueStore {
  constructor(private readonly connection: DatabaseConnection) {}

  /** UTC, `yyyy-MM-dd HH:mm:ss`. */
  async now(): Promise<string> {
    const [row] = await this.connection.rows<{ now: string }>('SELECT UTC_TIMESTAMP() AS now');
    return row!.now;
  }

  columns(): Promise<Column[]> {
    return this.connection.rows<Column>(
      'SELECT table_name AS `table`, column_name AS name, privileges FROM information_schema.columns WHERE table_schema=DATABASE()',
    );
  }

  /** Tables that cannot take several changes as one. */
  async withoutTransactions(): Promise<string[]> {
    const rows = await this.connection.rows<{ name: string }>(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema=DATABASE() AND engine <> 'InnoDB' ORDER BY 1`);
    return rows.map(({ name }) => name);
  }

  async hasIndexOn(table: string, column: string): Promise<boolean> {
    const rows = await this.connection.rows(
      'SELECT 1 FROM information_schema.statistics WHERE table_schema=DATABASE() AND table_name=? AND column_name=? AND seq_in_index=1 LIMIT 1',
      [table, column],
    );
    return rows.length > 0;
  }

  /** Has the server itself say what is wrong with reading these columns. */
  async probe(table: string, columns: readonly string[]): Promise<void> {
    await this.connection.rows(`SELECT ${columns.join(', ')} FROM ${table} LIMIT 0`);
  }
}
