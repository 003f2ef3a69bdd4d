// `npm run bench`: builds the apps and the benchmark, then runs it on the project's Node.
import { spawnSync } from 'node:child_process';
import { appEntry, build, discoverApps } from '../build/build.mjs';

await build(Object.fromEntries(discoverApps().map(appEntry)));
await build({ main: 'tools/bench/src/main.ts' }, { outdir: 'dist/tools/bench' });
const { status } = spawnSync(process.execPath, ['--enable-source-maps', 'dist/tools/bench/main.js', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
