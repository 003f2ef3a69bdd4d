// `npm start`, on the project's Node (see run.mjs): builds what is to run, the launcher included, and starts it.
import { stop as stopEsbuild } from 'esbuild';
import { appEntry, build, discoverApps, launcherEntry } from '../build/build.mjs';

const began = performance.now();
try {
  await build(Object.fromEntries([launcherEntry, ...discoverApps().map(appEntry)]));
} catch {
  // esbuild has said what is wrong.
  process.exit(1);
}
await stopEsbuild();
console.log(`built in ${Math.round(performance.now() - began)} ms`);
const { launch } = await import('../../dist/tools/stack/main.js');
await launch(process.argv.slice(2));
