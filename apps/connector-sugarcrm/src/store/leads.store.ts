import type { Lead, LeadValues } from '../crm-access.js';
import type { DatabaseConnection } from '../database-connection.js';
import { isCustom, quoted, stored, type LeadColumns } from './lead-columns.js';

/** How a lead stands, its row locked until the transaction ends. */
export type Standing = 'live' | 'converted' | 'gone';

interface LockedRow {
  readonly [column: string]: unknown;
  readonly deleted: number | null;
  readonly converted: number | null;
}

/** Rows of `leads` and, for custom fields, of `leads_cstm` (vendors/sugarcrm.md, 3.7). Stamps are the server's. */
export class LeadsStore {
  constructor(
    private readonly connection: DatabaseConnection,
    private readonly columns: LeadColumns,
  ) {}

  /** @throws {KeyTaken} the id is a lead's already */
  async insert(id: string, values: LeadValues, author: string): Promise<void> {
    const own = Object.entries(values).filter(([field]) => !isCustom(field));
    await this.connection.run(
      `INSERT INTO leads (id,date_entered,date_modified,modified_user_id,created_by,deleted,converted${own.map(([field]) => `,${quoted(field)}`).join('')})
        VALUES (?,UTC_TIMESTAMP(),UTC_TIMESTAMP(),?,?,0,0${',?'.repeat(own.length)})`,
      [id, author, author, ...own.map(stored)],
    );
    await this.keepCustom(id, values);
  }

  async lock(id: string): Promise<Standing> {
    const [row] = await this.connection.rows<LockedRow>('SELECT id, deleted, converted FROM leads WHERE id=? FOR UPDATE', [id]);
    if (!row || row.deleted === 1) return 'gone';
    return row.converted === 1 ? 'converted' : 'live';
  }

  /** Only of a locked, live lead. The stamp moves whatever changed: else nobody would see it. */
  async update(id: string, values: LeadValues, author: string): Promise<void> {
    const own = Object.entries(values).filter(([field]) => !isCustom(field));
    await this.connection.run(
      `UPDATE leads SET ${own.map(([field]) => `${quoted(field)}=?, `).join('')}date_modified=UTC_TIMESTAMP(), modified_user_id=? WHERE id=? AND COALESCE(deleted,0)=0`,
      [...own.map(stored), author, id],
    );
    await this.keepCustom(id, values);
  }

  async delete(id: string, author: string): Promise<void> {
    await this.connection.run('UPDATE leads SET deleted=1, date_modified=UTC_TIMESTAMP(), modified_user_id=? WHERE id=?', [author, id]);
  }

  async one(id: string): Promise<Lead | null> {
    const [row] = await this.connection.rows(`${this.columns.select} WHERE l.id=?`, [id]);
    return row ? this.columns.leadOf(row) : null;
  }

  /** The next page after this place, deleted ones too, by stamp and id. */
  async changedAfter({ modified, id }: Pick<Lead, 'modified' | 'id'>, limit: number): Promise<Lead[]> {
    const rows = await this.connection.rows(
      `${this.columns.select} WHERE (l.date_modified > ? OR (l.date_modified = ? AND l.id > ?)) ORDER BY l.date_modified, l.id LIMIT ?`,
      // As text: MySQL takes no other for a limit.
      [modified, modified, id, String(limit)],
    );
    return rows.map((row) => this.columns.leadOf(row));
  }

  /** What leads have as their source, each once. */
  async sourcesInUse(): Promise<string[]> {
    const rows = await this.connection.rows<{ lead_source: string }>(`SELECT DISTINCT lead_source FROM leads WHERE COALESCE(deleted,0)=0 AND lead_source <> '' ORDER BY lead_source`);
    return rows.map(({ lead_source }) => lead_source);
  }

  private async keepCustom(id: string, values: LeadValues): Promise<void> {
    const custom = Object.entries(values).filter(([field]) => isCustom(field));
    if (custom.length === 0) return;
    const [names, given] = [custom.map(([field]) => quoted(field)), custom.map(stored)];
    await this.connection.run(
      `INSERT INTO leads_cstm (id_c,${names.join(',')}) VALUES (?${',?'.repeat(names.length)}) ON DUPLICATE KEY UPDATE ${names.map((name) => `${name}=?`).join(', ')}`,
      [id, ...given, ...given],
    );
  }
}
