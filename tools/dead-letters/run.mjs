// `npm run dead-letters`: bundles the command with our libraries and runs it, on the project's Node (see tools/stack/run.mjs).
import { stop as stopEsbuild } from 'esbuild';
import { build } from '../build/build.mjs';

await build({ 'tools/dead-letters/main': 'tools/dead-letters/src/main.ts' });
await stopEsbuild();
await import(new URL('../../dist/tools/dead-letters/main.js', import.meta.url).href);
