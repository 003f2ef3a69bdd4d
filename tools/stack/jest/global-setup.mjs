import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appEntry, build, discoverApps } from '../../build/build.mjs';

/**
 * Starts one PostgreSQL and one Kafka for the whole run, when it holds specs that need them, and hands their addresses
 * on as TEST_DATABASE_URL and TEST_KAFKA_BROKERS. Set beforehand, these are used instead. They are names of their own,
 * so that no test ever touches the database somebody works with. Runs with end-to-end specs get all apps built, too.
 */
export default async function globalSetup({ rootDir, testPathPatterns }) {
  const specs = specsOfRun(rootDir, testPathPatterns?.patterns ?? []);
  if (specs.length === 0) return;

  const { startServers } = await launcher(rootDir);
  const dataDir = await mkdtemp(join(tmpdir(), 'intouch-test-'));
  const [servers] = await Promise.all([
    startServers({
      dataDir,
      durable: false,
      log: (line) => process.stderr.write(`[servers] ${line}\n`),
      given: { databaseUrl: process.env.TEST_DATABASE_URL, kafkaBrokers: process.env.TEST_KAFKA_BROKERS },
    }),
    specs.some((spec) => spec.includes('.e2e.')) ? build(Object.fromEntries(discoverApps().map(appEntry))) : undefined,
  ]);
  process.env.TEST_DATABASE_URL = servers.databaseUrl;
  process.env.TEST_KAFKA_BROKERS = servers.kafkaBrokers;
  globalThis.stopTestServers = async () => {
    await servers.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** The specs of this run that need servers. */
function specsOfRun(rootDir, patterns) {
  const kinds = (process.env.SPEC ?? 'unit|int|e2e').split('|').filter((kind) => kind !== 'unit');
  const wanted = patterns.map((pattern) => new RegExp(pattern, 'i'));
  return kinds
    .flatMap((kind) => globSync(`{apps,libs,tools}/**/*.${kind}.spec.ts`, { cwd: rootDir, exclude: (name) => name.includes('node_modules') }))
    .filter((spec) => wanted.length === 0 || wanted.some((pattern) => pattern.test(join(rootDir, spec))));
}

/** Jest does not transform what its global setup imports, so the launcher is bundled for it, in a folder of this run. */
async function launcher(rootDir) {
  const outdir = join(rootDir, 'dist/tools/stack', `jest-${process.pid}`);
  try {
    await build({ index: 'tools/stack/src/index.ts' }, { outdir });
    return await import(join(outdir, 'index.js'));
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}
