import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

type Build = (entryPoints: Record<string, string>, options: { production?: boolean; outdir: string }) => Promise<void>;

const root = resolve(import.meta.dirname, '../..');
const fixture = { main: 'tools/build/fixtures/decorated.ts' };
let build: Build;
let inside: string;
let outside: string;

beforeAll(async () => {
  const script: string = join(import.meta.dirname, 'build.mjs');
  ({ build } = (await import(script)) as { build: Build });
  // Packages left outside are found from below the workspace only; a full bundle must run anywhere.
  inside = join(root, 'dist', `build-spec-${process.pid}`);
  outside = await mkdtemp(join(tmpdir(), 'intouch-build-'));
});

afterAll(async () => {
  for (const folder of [inside, outside]) await rm(folder, { recursive: true, force: true });
});

const run = async (file: string): Promise<string> => (await promisify(execFile)(process.execPath, [file], { env: { PATH: '' } })).stdout;

describe('the build', () => {
  it('keeps decorators and their metadata, bundles our libraries in and leaves packages outside', async () => {
    await build(fixture, { outdir: inside });
    const code = await readFile(join(inside, 'main.js'), 'utf8');
    expect(code).toMatch(/from "@nestjs\/core"/);
    expect(code).not.toMatch(/from "@intouch/);
    expect(await run(join(inside, 'main.js'))).toBe('clock true');
  });

  it('makes one file for production that needs no node_modules', async () => {
    await build(fixture, { outdir: outside, production: true });
    // An .mjs, since no package.json beside it says that it is a module.
    const alone = join(outside, 'main.js');
    await promisify(execFile)('mv', [alone, `${alone}.mjs`]);
    expect(await run(`${alone}.mjs`)).toBe('clock true');
  });
});
