import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { isSameProcess } from './processes/warden.js';
import { eventually } from './eventually.js';
import { nodeBinary, workspaceRoot } from './workspace.js';

let folder: string;
let bundle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intouch-orphans-'));
  // PostgreSQL runs under another account where we are root, and keeps its data here.
  await chmod(folder, 0o755);
  // Below the workspace, where packages are found; a name of its own, since runs may overlap.
  bundle = join(workspaceRoot(), 'dist/tools/stack', `orphans-${process.pid}.js`);
  await build({
    entryPoints: [join(workspaceRoot(), 'tools/stack/src/index.ts')],
    outfile: bundle,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
});

afterAll(async () => {
  await rm(bundle, { force: true });
  await rm(folder, { recursive: true, force: true });
});

async function launcher(dataDir: string, given: string[]): Promise<{ process: ChildProcess; pids: number[] }> {
  const script = join(workspaceRoot(), 'tools/stack/fixtures/launcher.mjs');
  const child = spawn(nodeBinary(), [script, bundle, dataDir, ...given], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
  const died = once(child, 'exit').then(() => Promise.reject(new Error('The launcher ended before it was ready')));
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), died])) as [string];
  return { process: child, pids: JSON.parse(line) as number[] };
}

/** Every process whose command line or environment names this data folder; more honest than asking for known pids. */
async function processesOf(dataDir: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(dataDir)) found.push(command.replaceAll('\0', ' ').slice(0, 80));
  }
  return found;
}

describe('kill -9 of the launcher', () => {
  it('leaves no service behind, and the next launcher takes the folder over', async () => {
    const given = [process.env['TEST_DATABASE_URL'] ?? '', process.env['TEST_KAFKA_BROKERS'] ?? ''];
    const dataDir = join(folder, 'services');
    const first = await launcher(dataDir, given);
    expect(first.pids).toHaveLength(2);

    first.process.kill('SIGKILL');
    await eventually('all services ended', () => Promise.resolve(first.pids.every((pid) => !isSameProcess(pid, null))), 5_000);

    const second = await launcher(dataDir, given);
    second.process.kill('SIGKILL');
    await eventually('all services ended', () => Promise.resolve(second.pids.every((pid) => !isSameProcess(pid, null))), 5_000);
  }, 30_000);

  it('leaves no server behind', async () => {
    const dataDir = join(folder, 'servers');
    const { process: child, pids } = await launcher(dataDir, []);
    expect(pids).toHaveLength(4);

    child.kill('SIGKILL');
    await eventually('nothing of it runs', async () => (await processesOf(dataDir)).length === 0, 15_000);
  }, 90_000);
});
