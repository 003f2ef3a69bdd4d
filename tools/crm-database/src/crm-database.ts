import { randomBytes, randomUUID } from 'node:crypto';
import { createConnection, createPool, type Pool, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import { grants, schema } from './schema.js';

export interface CrmOptions {
  /** Columns of `leads_cstm`. Default one for the club and one more; none: there is no such table. */
  readonly customFields?: readonly string[];
}

export type Values = Readonly<Record<string, string | number | null>>;

export interface CrmLead extends Values {
  readonly id: string;
  readonly deleted: number;
  readonly date_modified: string;
  /** As the CRM shows it: of the live links, the primary one first. */
  readonly email: string | null;
}

/** Whom the connector signs its changes with. */
export const crmUser = '00000000-0000-4000-8000-000000000001';
export const userId = (number: number): string => `00000000-0000-4000-8000-0000000000${number}`;

/** One CRM's database as its own people work with it, and a user of ours who may do what the page grants. */
export class CrmDatabase {
  private constructor(
    readonly host: string,
    readonly port: number,
    readonly name: string,
    readonly user: string,
    readonly password: string,
    private readonly pool: Pool,
  ) {}

  static async create(server: string, { customFields = ['intouch_club_c', 'goal_c'] }: CrmOptions = {}): Promise<CrmDatabase> {
    const [url, tag, password] = [new URL(server), randomBytes(5).toString('hex'), randomBytes(9).toString('hex')];
    const [name, user] = [`crm_${tag}`, `intouch_${tag}`];
    const admin = { host: url.hostname, port: Number(url.port || 3306), user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
    const first = await createConnection(admin);
    await first.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci`);
    await first.query(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`);
    await first.end();
    const pool = createPool({ ...admin, database: name, dateStrings: true, charset: 'utf8mb4', connectionLimit: 4 });
    // As the CRM: UTC, and what does not fit is cut without a word.
    pool.on('connection', (connection) => void connection.query(`SET SESSION sql_mode='', time_zone='+00:00'`));
    const database = new CrmDatabase(admin.host, admin.port, name, user, password, pool);
    for (const statement of [...schema(customFields), ...grants(`'${user}'@'%'`, customFields.length > 0)]) await database.run(statement);
    await database.addUser(crmUser, { user_name: 'intouch', last_name: 'InTouch' });
    return database;
  }

  /** Of the club `north`, over an unencrypted connection. */
  get settings(): Readonly<Record<string, unknown>> {
    const { host, port, name, user } = this;
    return { protocol: 'database', dbHost: host, dbPort: port, dbName: name, dbUser: user, dbTls: 'off', crmUserId: crmUser, clubValue: 'north' };
  }

  get credentials(): Readonly<Record<string, string>> {
    return { dbPassword: this.password };
  }

  async rows<T = Values>(sql: string, values: readonly (string | number | null | Values)[] = []): Promise<T[]> {
    return (await this.pool.query<RowDataPacket[]>(sql, [...values]))[0] as T[];
  }

  async run(sql: string, values: readonly (string | number | null | Values)[] = []): Promise<ResultSetHeader> {
    return (await this.pool.query<ResultSetHeader>(sql, [...values]))[0];
  }

  async addUser(id: string, values: Values, email: string | null = null): Promise<string> {
    await this.insert('users', { id, status: 'Active', ...values });
    if (email !== null) await this.link(id, email, { bean_module: 'Users' });
    return id;
  }

  /** A lead typed in by the CRM's own people, or changed by them; what is stamped is stamped now unless the values say otherwise. */
  async typed(id: string, { email, ...values }: Values): Promise<string> {
    const edit = { date_modified: now(), modified_user_id: userId(11), ...values };
    const [known] = await this.rows('SELECT id FROM leads WHERE id = ?', [id]);
    if (known) await this.run('UPDATE leads SET ? WHERE id = ?', [edit, id]);
    else await this.insert('leads', { id, date_entered: now(), created_by: userId(11), ...edit });
    if (typeof email === 'string') await this.link(id, email);
    return id;
  }

  async custom(id: string, values: Values): Promise<void> {
    await this.run('INSERT INTO leads_cstm SET ? ON DUPLICATE KEY UPDATE ?', [{ id_c: id, ...values }, values]);
  }

  /** As the CRM deletes: softly, its links to addresses too. */
  async deleteLead(id: string): Promise<void> {
    await this.typed(id, { deleted: 1 });
    await this.run(`UPDATE email_addr_bean_rel SET deleted = 1 WHERE bean_id = ? AND bean_module = 'Leads'`, [id]);
  }

  /** One more address of a lead or user; the address' row is shared. Answers the id of the address. */
  async link(beanId: string, email: string, values: Values = {}): Promise<string> {
    const [known] = await this.rows<{ id: string }>('SELECT id FROM email_addresses WHERE email_address_caps = ? AND deleted = 0', [email.toUpperCase()]);
    const id = known?.id ?? randomUUID();
    if (!known) await this.insert('email_addresses', { id, email_address: email, email_address_caps: email.toUpperCase(), date_created: now(), date_modified: now() });
    await this.insert('email_addr_bean_rel', { id: randomUUID(), email_address_id: id, bean_id: beanId, bean_module: 'Leads', primary_address: 1, date_created: now(), date_modified: now(), ...values });
    return id;
  }

  /** Holds what a statement locks for as long as the work takes, as a slow job of the CRM might. */
  async holding(sql: string, work: () => Promise<void>): Promise<void> {
    const connection = await this.pool.getConnection();
    try {
      await connection.beginTransaction();
      await connection.query(sql);
      await work();
      await connection.rollback();
    } finally {
      connection.release();
    }
  }

  /** Every lead, deleted ones too. */
  leads(): Promise<CrmLead[]> {
    return this.rows(
      `SELECT l.*, (SELECT a.email_address FROM email_addr_bean_rel r JOIN email_addresses a ON a.id = r.email_address_id AND a.deleted = 0
        WHERE r.bean_id = l.id AND r.bean_module = 'Leads' AND r.deleted = 0 ORDER BY r.primary_address DESC, r.date_created, r.id LIMIT 1) AS email
        FROM leads l ORDER BY l.id`,
    );
  }

  async lead(id: string): Promise<CrmLead> {
    const lead = (await this.leads()).find((it) => it.id === id);
    if (!lead) throw new Error(`no lead ${id}`);
    return lead;
  }

  /** The links of a lead to addresses, dead ones too, by address. */
  links(beanId: string): Promise<{ readonly email_address: string; readonly primary_address: number; readonly deleted: number }[]> {
    return this.rows(
      'SELECT a.email_address, r.primary_address, r.deleted FROM email_addr_bean_rel r JOIN email_addresses a ON a.id = r.email_address_id WHERE r.bean_id = ? ORDER BY a.email_address, r.deleted',
      [beanId],
    );
  }

  async drop(): Promise<void> {
    await this.run(`DROP DATABASE ${this.name}`);
    await this.run(`DROP USER '${this.user}'@'%'`);
    await this.pool.end();
  }

  private async insert(table: string, values: Values): Promise<void> {
    await this.run(`INSERT INTO ${table} SET ?`, [values]);
  }
}

export function now(): string {
  return new Date().toISOString().slice(0, 19).replace('T', ' ');
}
