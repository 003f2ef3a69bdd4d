import { connect, type Socket } from 'node:net';
import { createConnection, type Connection } from 'mysql2';
import { Unavailable, type Access } from '@intouch/connector-kit';
import { isLost, Late, translated } from './database-errors.js';

type Value = string | number | null;
type Row = Readonly<Record<string, unknown>>;
export type DatabaseAccess = Pick<Access, 'settings' | 'credentials'>;

/** The CRM itself cuts what does not fit in silence; here that fails, and stamps are UTC. */
const session = `SET SESSION sql_mode='STRICT_ALL_TABLES', time_zone='+00:00', innodb_lock_wait_timeout=10`;

/** A connection, used by one call at a time, which ends by a deadline of its own. */
export class DatabaseConnection {
  /** Nobody knows how it stands: not to be used again. What it was in the middle of, the server rolls back. */
  lost = false;
  until: number;

  private constructor(
    private readonly driver: Connection,
    private readonly socket: Socket,
    timeoutMs: number,
  ) {
    this.until = Date.now() + timeoutMs;
    for (const sign of ['error', 'end'] as const) driver.on(sign, () => (this.lost = true));
  }

  /** @throws {Unavailable} not reached · @throws {Unauthorized} credentials, or certificate · @throws {Throttled} */
  static async open({ settings, credentials }: DatabaseAccess, timeoutMs: number): Promise<DatabaseConnection> {
    const [host, port] = [String(settings['dbHost']), Number(settings['dbPort'] ?? 3306)];
    // Whose certificate it has to be: where an address is no name, mysql2 does not say, and Node would be content with `localhost`.
    const socket = Object.assign(connect({ host, port, noDelay: true, keepAlive: true }), { _host: host });
    const driver = createConnection({
      stream: () => socket,
      host,
      port,
      user: String(settings['dbUser']),
      password: String(credentials['dbPassword'] ?? ''),
      database: String(settings['dbName']),
      ...(settings['dbTls'] === 'off' ? {} : { ssl: { rejectUnauthorized: true, verifyIdentity: true, ...(typeof settings['dbCa'] === 'string' ? { ca: settings['dbCa'] } : {}) } }),
      charset: 'utf8mb4',
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: true,
      connectTimeout: timeoutMs,
      // The server counts them over all its users.
      maxPreparedStatements: 50,
    });
    const connection = new DatabaseConnection(driver, socket, timeoutMs);
    try {
      await connection.answerOf(() => driver.promise().connect());
      await connection.command(session);
      return connection;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  /** One statement, its values apart from its text. @throws what section 4 of the page says */
  async rows<T extends Row = Row>(sql: string, values: readonly Value[] = []): Promise<T[]> {
    const [rows] = await this.answerOf(() => this.driver.promise().execute(sql, [...values]));
    return rows as unknown as T[];
  }

  async run(sql: string, values: readonly Value[] = []): Promise<void> {
    await this.rows(sql, values);
  }

  /**
   * All of it or nothing. @param creating it makes something new, so that a COMMIT without an answer leaves open whether it is there
   * @throws {Unavailable} ambiguous only then
   */
  async transaction<T>(creating: boolean, work: () => Promise<T>): Promise<T> {
    await this.command('START TRANSACTION');
    let result: T;
    try {
      result = await work();
    } catch (error) {
      if (!this.lost) await this.command('ROLLBACK').catch(() => (this.lost = true));
      throw error;
    }
    try {
      await this.command('COMMIT');
    } catch (error) {
      if (creating && this.lost) throw new Unavailable(`the database did not say whether it stored the lead: ${(error as Error).message}`, true);
      throw error;
    }
    return result;
  }

  destroy(): void {
    this.driver.destroy();
    this.socket.destroy();
  }

  private async command(sql: string): Promise<void> {
    await this.answerOf(() => this.driver.promise().query(sql));
  }

  private async answerOf<T>(ask: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Late()), Math.max(0, this.until - Date.now()));
    });
    try {
      return await Promise.race([ask(), late]);
    } catch (error) {
      this.lost ||= isLost(error);
      throw translated(error);
    } finally {
      clearTimeout(timer);
    }
  }
}
