import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { service } from './services/service-definition.js';
import { startStack, type Stack, type StackOptions } from './start-stack.js';
import { eventually } from './eventually.js';
import { workspaceRoot } from './workspace.js';

const fixture = join(workspaceRoot(), 'tools/stack/fixtures/service.mjs');
const given = { databaseUrl: process.env['TEST_DATABASE_URL'], kafkaBrokers: process.env['TEST_KAFKA_BROKERS'] };
const folders: string[] = [];
const stacks: Stack[] = [];
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'intouch-stack-'));
  folders.push(dataDir);
});
afterEach(async () => {
  await Promise.all(stacks.splice(0).map((stack) => stack.stop()));
});
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

async function start(options: Partial<StackOptions> = {}): Promise<Stack> {
  const stack = await startStack({ dataDir, given, services: [service('one', fixture), service('two', fixture)], ...options });
  stacks.push(stack);
  await stack.waitReady(10_000);
  return stack;
}

const pidFile = async (name: string): Promise<number> => Number(await readFile(join(dataDir, 'run', `${name}.pid`), 'utf8'));
const told = async (stack: Stack, name: string): Promise<Record<string, string>> =>
  (await (await fetch(`http://127.0.0.1:${stack.portOf(name)}/`)).json()) as Record<string, string>;

describe('a stack', () => {
  it('gives its services their environment and keeps pid and log of each', async () => {
    const warnings: string[] = [];
    const stack = await start({ log: (line) => warnings.push(line) });

    expect(await told(stack, 'one')).toEqual({ pid: stack.pidOf('one'), database: given.databaseUrl, key: expect.stringMatching(/^dev1:.{44}$/) });
    expect(await pidFile('one')).toBe(stack.pidOf('one'));
    expect(await readFile(join(dataDir, 'logs/one.log'), 'utf8')).toContain('fixture is up');
    expect(warnings).toContain('one WARN fixture is up');
  });

  it('keeps the credentials key from one start to the next', async () => {
    const first = await start();
    const { key } = await told(first, 'one');
    await first.stop();
    expect((await told(await start(), 'one'))['key']).toBe(key);
  });

  it('starts a killed service again at once, on its port, with its pid file renewed', async () => {
    const stack = await start();
    const before = stack.pidOf('one');
    const other = stack.pidOf('two');
    const port = stack.portOf('one');

    stack.kill('one');
    await eventually('the service is back', async () => (await told(stack, 'one'))['pid'] !== String(before) && stack.pidOf('one') !== before, 5_000);

    expect(await pidFile('one')).toBe(stack.pidOf('one'));
    expect(stack.portOf('one')).toBe(port);
    expect(stack.pidOf('two')).toBe(other);
  });

  it('leaves a stopped service down until it is started', async () => {
    const stack = await start();
    await stack.stopService('one');
    expect(stack.pidOf('one')).toBeUndefined();
    expect(existsSync(join(dataDir, 'run/one.pid'))).toBe(false);

    stack.startService('one');
    await stack.waitReady(5_000);
    expect(await pidFile('one')).toBe(stack.pidOf('one'));
  });

  it('names a service that never gets ready, with the end of its log', async () => {
    const broken = join(dataDir, 'broken.mjs');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(broken, `throw new Error('the setting FOO is missing');`);
    const stack = await startStack({ dataDir, given, services: [service('broken', broken)] });
    stacks.push(stack);
    await expect(stack.waitReady(1_500)).rejects.toThrow(/broken is not ready[^]*the setting FOO is missing/);
  });

  it('runs beside another one, and refuses a folder that is in use', async () => {
    const first = await start();
    await expect(startStack({ dataDir, given, services: [service('one', fixture)] })).rejects.toThrow(/in use by another launcher/);

    const elsewhere = await mkdtemp(join(tmpdir(), 'intouch-stack-'));
    folders.push(elsewhere);
    const second = await start({ dataDir: elsewhere });
    expect(second.portOf('one')).not.toBe(first.portOf('one'));
    expect(second.gatewayUrl).not.toBe(first.gatewayUrl);
    expect((await told(second, 'one'))['key']).not.toBe((await told(first, 'one'))['key']);
  });

  it('says which port is taken', async () => {
    const first = await start();
    const taken = first.portOf('one');
    const elsewhere = await mkdtemp(join(tmpdir(), 'intouch-stack-'));
    folders.push(elsewhere);
    await expect(startStack({ dataDir: elsewhere, given, gatewayPort: taken, services: [service('one', fixture)] })).rejects.toThrow(
      `Port ${taken} of 127.0.0.1 is taken`,
    );
  });
});
