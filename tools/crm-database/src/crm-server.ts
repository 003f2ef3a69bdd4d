import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, GivenServer, MariaDbServer, type Server } from '@intouch/stack';
import { CrmDatabase, type CrmOptions } from './crm-database.js';

const folder = join(import.meta.dirname, '../tls');
/** For tests alone: the certificate vouches for itself, and everybody can read its key. */
const shown = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };

/** The server under the databases of a spec: of `SUGAR_DB_URL`, else a MariaDB of its own in a folder of its own. */
export class CrmServer {
  private readonly databases: CrmDatabase[] = [];

  private constructor(
    private readonly server: Server,
    private readonly dataDir: string,
  ) {}

  /**
   * `own`: to be killed, so never a given one. `tls`: of its own too, and it talks in secret to whoever asks for it, as `localhost`.
   * @throws {Error} saying what to install where there is no MariaDB
   */
  static async start({ own = false, tls = false }: { readonly own?: boolean; readonly tls?: boolean } = {}): Promise<CrmServer> {
    const given = process.env['SUGAR_DB_URL'];
    const dataDir = await mkdtemp(join(tmpdir(), 'intouch-crm-'));
    const log = (line: string): void => void process.stderr.write(`[mariadb] ${line}\n`);
    const server = given && !own && !tls ? new GivenServer('MariaDB', given) : new MariaDbServer({ dataDir, port: await freePort(), log, ...(tls ? { tls: shown } : {}) });
    await server.start();
    return new CrmServer(server, dataDir);
  }

  /** PEM of the certificate that it shows with `tls`. */
  static certificate(): Promise<string> {
    return readFile(shown.certificate, 'utf8');
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
