import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { endLeftOver } from '../processes/end-left-over.js';
import { SupervisedProcess } from '../processes/supervised-process.js';
import { mariadbHome, systemTables, type MariaDbHome } from './mariadb-binaries.js';
import { LocalServer } from './local-server.js';

export interface MariaDbOptions {
  /** Data is `mariadb/` below it, log and pid file are in `logs/` and `run/`. */
  dataDir: string;
  port: number;
  log: (line: string) => void;
  /** Certificate and key in PEM files: connections may be encrypted. */
  tls?: { readonly certificate: string; readonly key: string };
}

/** MariaDB as a local process on 127.0.0.1, for tests: a kill -9 of it loses nothing that was committed, a crash of the machine may. */
export class MariaDbServer extends LocalServer {
  constructor(private readonly options: MariaDbOptions) {
    super();
  }

  /** As its `root`, who may do everything and has no password. */
  get address(): string {
    return `mysql://root@127.0.0.1:${this.options.port}/`;
  }

  /** @throws {Error} saying what to install where there is no MariaDB */
  async start(): Promise<void> {
    await this.run(60_000);
  }

  protected async prepare(): Promise<SupervisedProcess> {
    const { dataDir, port, log, tls } = this.options;
    const home = await mariadbHome(log);
    const data = join(dataDir, 'mariadb');
    const pidFile = join(dataDir, 'run/mariadb.pid');
    await mkdir(dataDir, { recursive: true });
    await endLeftOver({ name: 'mariadb', pidFile, commandHolds: data, signal: 'SIGTERM', log });
    await initialise(home, data);
    const settings: Record<string, string> = {
      'port': String(port),
      'bind-address': '127.0.0.1',
      // Below the data folder: the path of a socket may not be long.
      'socket': 'mariadb.sock',
      'pid-file': 'mariadb.pid',
      'max-connections': '200',
      'innodb-buffer-pool-size': '48M',
      // Each commit goes to the system, not to the disk.
      'innodb-flush-log-at-trx-commit': '2',
      'performance-schema': 'OFF',
      ...(tls ? { 'ssl-cert': tls.certificate, 'ssl-key': tls.key } : {}),
    };
    return new SupervisedProcess({
      name: 'mariadb',
      stage: 'server',
      command: home.server,
      args: [...standing(home, data), '--skip-name-resolve', ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`)],
      env: environment(home),
      cwd: data,
      logFile: join(dataDir, 'logs/mariadb.log'),
      pidFile,
      stopSignal: 'SIGTERM',
      stopDeadlineMs: 10_000,
      isReady: () => this.answers(),
      attempts: 3,
      log,
    });
  }

  private async answers(): Promise<boolean> {
    const connection = await createConnection({ uri: this.address, connectTimeout: 2_000 });
    connection.on('error', () => undefined);
    await connection.query('SELECT 1');
    await connection.end();
    return true;
  }
}

/** Options of every start. Without the machine's own configuration; as whoever we are, root too, which it does unless told by nobody. */
function standing({ share }: MariaDbHome, data: string): string[] {
  return ['--no-defaults', `--datadir=${data}`, `--user=${userInfo().username}`, `--lc-messages-dir=${share}`, `--character-sets-dir=${join(share, 'charsets')}`];
}

function environment({ libraries }: MariaDbHome): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], TZ: 'UTC', ...(libraries ? { LD_LIBRARY_PATH: libraries } : {}) };
}

/** What `mariadb-install-db` does, in a folder beside, which gets its name when it is whole. */
async function initialise(home: MariaDbHome, data: string): Promise<void> {
  if (await stat(data).catch(() => null)) return;
  const half = `${data}-new`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true, mode: 0o700 });
  const statements = await Promise.all(systemTables(home.share).map((file) => readFile(file, 'utf8')));
  // One statement a line is what it reads; root logs in by name, not by the system's account.
  const input = ['CREATE DATABASE IF NOT EXISTS mysql;', 'USE mysql;', 'SET @auth_root_socket=NULL;', ...statements, ''].join('\n');
  const child = spawn(home.server, [...standing(home, half), '--bootstrap', '--log-warnings=0', '--innodb-flush-log-at-trx-commit=0'], { cwd: half, env: environment(home), stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`MariaDB could not set up ${data}:\n${said.trim().split('\n').slice(-5).join('\n')}`);
  await rename(half, data);
}
