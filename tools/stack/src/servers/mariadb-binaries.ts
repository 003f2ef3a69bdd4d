import { existsSync, globSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { runGuarded } from '../processes/run-guarded.js';
import { workspaceRoot } from '../workspace.js';

/** A MariaDB server's parts, wherever they lie. */
export interface MariaDbHome {
  /** The program `mariadbd`. */
  readonly server: string;
  /** Its messages, character sets and the statements that make its own tables. */
  readonly share: string;
  /** Where its libraries are looked for first; undefined: where the system has them. */
  readonly libraries: string | undefined;
}

const debianPackage = 'mariadb-server-core';
const advice = `Install it (Debian: apt install ${debianPackage}), or set SUGAR_DB_URL to a running server, as mysql://user:password@host:port, whose user may create databases and users.`;

/**
 * The MariaDB of this machine, else the one of Debian's package, fetched by apt and unpacked into `.cache/` without being installed:
 * this needs no rights, and happens once.
 * @throws {Error} saying what to install
 */
export async function mariadbHome(log: (line: string) => void): Promise<MariaDbHome> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/libexec', '/opt/homebrew/bin'];
  const installed = folders.filter((folder) => folder !== '').flatMap((folder) => homeOf(join(folder, 'mariadbd'), dirname(folder)));
  if (installed[0]) return installed[0];
  const kept = join(workspaceRoot(), '.cache/mariadb');
  if (!existsSync(kept)) await unpack(kept, log);
  const [home] = homeOf(join(kept, 'usr/sbin/mariadbd'), join(kept, 'usr'), globSync(`${kept}/{usr/,}lib/*-linux-gnu*`).join(':'));
  if (!home) throw new Error(`${kept} has no MariaDB in it. Remove it and try again. ${advice}`);
  return home;
}

function homeOf(server: string, prefix: string, libraries?: string): MariaDbHome[] {
  const share = ['mysql', 'mariadb'].map((name) => join(prefix, 'share', name)).find((folder) => systemTables(folder).length > 0);
  return existsSync(server) && share !== undefined ? [{ server, share, libraries }] : [];
}

/** The files that make a new server's own tables, in the order they are read in; named after mysql up to version 10. */
export function systemTables(share: string): string[] {
  return ['system_tables', 'performance_tables', 'system_tables_data'].flatMap((name) => ['mysql', 'mariadb'].map((prefix) => join(share, `${prefix}_${name}.sql`)).filter(existsSync));
}

async function unpack(folder: string, log: (line: string) => void): Promise<void> {
  log('fetching MariaDB (8 MB) by apt; this happens once');
  const half = `${folder}.${process.pid}`;
  await rm(half, { recursive: true, force: true });
  for (const part of ['lists/partial', 'archives/partial', 'root']) await mkdir(join(half, part), { recursive: true });
  // Lists of its own: those of the machine may be old or missing, and are root's.
  const apart = [`Dir::State::Lists=${join(half, 'lists')}`, `Dir::Cache=${half}`, 'Debug::NoLocking=true', 'APT::Sandbox::User=root'].flatMap((option) => ['-o', option]);
  try {
    await runGuarded('apt-get', [...apart, '-qq', 'update']);
    await runGuarded('apt-get', [...apart, '-qq', '--yes', '--no-install-recommends', '--download-only', 'install', debianPackage]);
    for (const archive of globSync(`${half}/archives/*.deb`)) await runGuarded('dpkg-deb', ['--extract', archive, join(half, 'root')]);
    // Another launcher may have been faster; its copy is as good.
    await rename(join(half, 'root'), folder).catch((error: Error) => {
      if (!existsSync(folder)) throw error;
    });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`MariaDB is not on this machine, and apt could not fetch it (${(stderr || String(error)).trim().split('\n')[0]}). ${advice}`, { cause: error });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}
