import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '@intouch/stack';
import { measureAccept } from './accept.js';
import { measureDeliver } from './deliver.js';
import { InstantVendor } from './instant-vendor.js';
import { measureLatency } from './latency.js';
import { System } from './system.js';
import { table, type Row } from './table.js';

/**
 * `npm run bench [-- --leads 20000]`: the figures of the design's speed table as ratios to floors measured in the same run.
 * Ratios matter, absolutes vary with the machine; nothing here fails a build.
 */
const leadsAt = process.argv.indexOf('--leads');
const leads = leadsAt === -1 ? 20_000 : Number(process.argv[leadsAt + 1]);

const dataDir = await mkdtemp(join(tmpdir(), 'intouch-bench-'));
const vendor = await InstantVendor.start();
const stack = await startStack({ dataDir, durable: true, env: { LOG_LEVEL: 'warn' } });
try {
  await stack.waitReady();
  const system = new System(stack, vendor);
  const brokers = stack.servers.kafkaBrokers.split(',');
  const rows: Row[] = [];
  process.stderr.write("latency\n");
  rows.push(...(await measureLatency(system, brokers)));
  process.stderr.write("deliver\n");
  rows.push(await measureDeliver(system, leads));
  process.stderr.write("accept\n");
  rows.push(await measureAccept(system, brokers));
  process.stdout.write(`${table(rows)}\n`);
} finally {
  await stack.stop();
  await vendor.stop();
  await rm(dataDir, { recursive: true, force: true });
}
