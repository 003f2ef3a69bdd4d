// `npm run bench`: builds the apps and the benchmark, then runs it on the project's Node.
import { spawnSync } from 'node:child_process';
import { appEntry, build, discoverApps } from '../build/build.mjs';

await build(Object.fromEntries(discoverApps().map(appEntry)));
await build(
  {
    main: 'tools/bench/src/main.ts',
    'read-as-connector': 'tools/bench/src/read-as-connector.ts',
    'read-with-csv-parse': 'tools/bench/src/read-with-csv-parse.ts',
    // Parts of apps that are measured, or are a floor, by themselves. A tool imports no app: it reaches them by their path, as the generator of docs/flow.md does.
    'parts/contact-store': 'apps/matcher/src/store/contact.store.ts',
    'parts/moso': 'apps/connector-moso/src/connector.ts',
  },
  { outdir: 'dist/tools/bench' },
);
const { status } = spawnSync(process.execPath, ['--enable-source-maps', 'dist/tools/bench/main.js', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
