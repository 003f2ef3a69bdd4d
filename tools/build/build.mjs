/**
 * Bundles `apps/<app>/src/main.ts` to `dist/apps/<app>/main.js`, and the launcher to `dist/tools/stack/main.js`.
 *
 *   node tools/build/build.mjs <app>... | --all   [--production]
 *
 * Our own libraries are bundled in. Packages from npm stay outside and are loaded from node_modules, which makes a
 * build of everything a matter of milliseconds; `--production` bundles them too, so that an image needs no node_modules.
 */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { decoratorMetadata } from './decorator-metadata.mjs';
import { optionalPackages } from './optional-packages.mjs';

const root = resolve(import.meta.dirname, '../..');

/** The names of all apps: the folders of `apps/` that have a `src/main.ts`. */
export function discoverApps() {
  if (!existsSync(join(root, 'apps'))) return [];
  return readdirSync(join(root, 'apps'))
    .filter((app) => existsSync(join(root, 'apps', app, 'src/main.ts')))
    .sort();
}

// Packages written for CommonJS call `require`, which an ES module does not have.
const commonJsBridge = [
  `import { createRequire as __createRequire } from 'node:module';`,
  `const require = __createRequire(import.meta.url);`,
  `const __filename = import.meta.filename;`,
  `const __dirname = import.meta.dirname;`,
].join('\n');

/**
 * Builds the given entry points, keyed by output path below `dist/` without its ending.
 * @param {Record<string, string>} entryPoints output path → source file, relative to the workspace root
 * @param {{ production?: boolean, outdir?: string }} [options] `outdir` default `dist`
 * @throws {Error} esbuild's BuildFailure, its messages already printed
 */
export async function build(entryPoints, { production = false, outdir = 'dist' } = {}) {
  const { outputFiles } = await esbuild({
    write: false,
    absWorkingDir: root,
    entryPoints: Object.entries(entryPoints).map(([out, input]) => ({ in: input, out })),
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    // Nest names providers, and we name log sources, by class name.
    keepNames: true,
    packages: production ? 'bundle' : 'external',
    tsconfig: 'tsconfig.base.json',
    logLevel: 'warning',
    plugins: production ? [decoratorMetadata, optionalPackages] : [decoratorMetadata],
    ...(production ? { banner: { js: commonJsBridge } } : {}),
  });
  await Promise.all(outputFiles.map(keep));
}

/** By renaming: another launcher in this clone may be starting the same file, and must not read half of it. */
async function keep({ path, contents }) {
  const present = await readFile(path).catch(() => null);
  if (present?.equals(contents)) return;
  await mkdir(dirname(path), { recursive: true });
  const half = `${path}.${process.pid}`;
  await writeFile(half, contents);
  await rename(half, path);
}

/** Output path → source file of one app. */
export const appEntry = (app) => [`apps/${app}/main`, `apps/${app}/src/main.ts`];

/** Output path → source file of the launcher behind `npm start`. */
export const launcherEntry = ['tools/stack/main', 'tools/stack/src/main.ts'];

async function main(args) {
  const production = args.includes('--production');
  const named = args.filter((arg) => !arg.startsWith('--'));
  const known = discoverApps();
  const apps = args.includes('--all') ? known : named;
  const unknown = apps.filter((app) => !known.includes(app));
  if (apps.length === 0 || unknown.length > 0) {
    console.error(unknown.length > 0 ? `No such app: ${unknown.join(', ')}` : 'Usage: build.mjs <app>...|--all [--production]');
    console.error(`Apps: ${known.join(', ') || 'none yet'}`);
    process.exit(2);
  }
  const began = performance.now();
  try {
    await build(Object.fromEntries(apps.map(appEntry)), { production });
  } catch {
    process.exit(1);
  }
  console.log(`built ${apps.join(', ')} in ${Math.round(performance.now() - began)} ms`);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
