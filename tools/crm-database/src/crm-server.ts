import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, GivenServer, MariaDbServer, type Server } from '@intouch/stack';
import { CrmDatabase, type CrmOptions } from './crm-database.js';

/** The server under the databases of a spec: of `SUGAR_DB_URL`, else a MariaDB of its own in a folder of its own. */
export class CrmServer {
  private readonly databases: CrmDatabase[] = [];

  private constructor(
    private readonly server: Server,
    private readonly dataDir: string,
  ) {}

  /**
   * `own`: to be killed, so never a given one. `tls`: what it shows who wants to talk in secret; then it is its own too.
   * @throws {Error} saying what to install where there is no MariaDB
   */
  static async start({ own = false, tls }: { readonly own?: boolean; readonly tls?: { readonly certificate: string; readonly key: string } } = {}): Promise<CrmServer> {
    const given = process.env['SUGAR_DB_URL'];
    const dataDir = await mkdtemp(join(tmpdir(), 'intouch-crm-'));
    const log = (line: string): void => void process.stderr.write(`[mariadb] ${line}\n`);
    const server = given && !own && !tls ? new GivenServer('MariaDB', given) : new MariaDbServer({ dataDir, port: await freePort(), log, ...(tls ? { tls } : {}) });
    await server.start();
    return new CrmServer(server, dataDir);
  }

  get port(): number {
    return Number(new URL(this.server.address).port || 3306);
  }

  /** A CRM's database, empty but for its users; dropped with the server. */
  async database(options: CrmOptions = {}): Promise<CrmDatabase> {
    const database = await CrmDatabase.create(this.server.address, options);
    this.databases.push(database);
    return database;
  }

  /** kill -9, as a crash; down until {@link start}. */
  kill(): Promise<void> {
    return this.server.kill();
  }

  start(): Promise<void> {
    return this.server.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.databases.map((database) => database.drop().catch(() => undefined)));
    await this.server.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
