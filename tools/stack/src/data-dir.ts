import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSameProcess, startTicks } from './processes/warden.js';
import { clusterFolder } from './servers/postgres-binaries.js';

/**
 * Takes a data folder for this process. A lock of a launcher that is gone does not count.
 * @returns how to give it back
 * @throws {Error} naming the launcher that has it
 */
export function lockDataDir(dataDir: string): () => void {
  const lock = join(dataDir, 'run/launcher.pid');
  mkdirSync(join(dataDir, 'run'), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, `${process.pid}\n${startTicks(process.pid) ?? ''}\n`, { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [pid, ticks] = readLock(lock);
    if (pid > 0 && isSameProcess(pid, ticks || null)) {
      throw new Error(`${dataDir} is in use by another launcher (pid ${pid}). Stop it, or set DATA_DIR to another folder.`);
    }
    rmSync(lock, { force: true });
  }
}

function readLock(lock: string): [pid: number, ticks: string] {
  try {
    const [pid, ticks] = readFileSync(lock, 'utf8').split('\n');
    return [Number(pid), ticks ?? ''];
  } catch {
    return [0, ''];
  }
}

/** Forgets what the stack keeps in the folder, and nothing else that may lie there. Pid files stay: they lead to left-overs. */
export async function forgetData(dataDir: string): Promise<void> {
  const ours = /^(kafka|logs|credentials\.key|\.?postgres(-new)?|docker-(postgres|kafka))$/;
  const entries = await readdir(dataDir).catch(() => []);
  const paths = entries.filter((entry) => ours.test(entry)).map((entry) => join(dataDir, entry));
  // Where another account cannot reach the folder, the cluster lies elsewhere.
  paths.push(await clusterFolder(join(dataDir, 'postgres')));
  for (const path of paths) await rm(path, { recursive: true, force: true });
}

/**
 * The value of CREDENTIALS_KEYS of this folder's stack, `dev1:<base64 of 32 bytes>`: made at random the first time, so
 * that credentials stored earlier can still be read.
 */
export function credentialsKeys(dataDir: string): string {
  const file = join(dataDir, 'credentials.key');
  try {
    writeFileSync(file, `dev1:${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
