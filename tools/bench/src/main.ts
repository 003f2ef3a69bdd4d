import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '@intouch/stack';
import { measureAccept } from './accept.js';
import { measureDecide } from './decide.js';
import { measureDeliver } from './deliver.js';
import { InstantVendor } from './instant-vendor.js';
import { measureLatency } from './latency.js';
import { optionsFrom, type RowName } from './options.js';
import { measureRead } from './read.js';
import { System } from './system.js';
import { table, type Row } from './table.js';

/**
 * `npm run bench`: the figures of the design's speed table as ratios to floors measured in the same run. Ratios matter,
 * absolutes vary with the machine; nothing here fails a build.
 */
const { only, sizes } = optionsFrom(process.argv.slice(2));

const dataDir = await mkdtemp(join(tmpdir(), 'intouch-bench-'));
const vendor = await InstantVendor.start();
const stack = await startStack({ dataDir, durable: true, env: { LOG_LEVEL: 'warn' } });
try {
  await stack.waitReady();
  const system = await System.open(stack, vendor);
  try {
    process.stdout.write(`${table(await measure(system))}\n`);
  } finally {
    await system.close();
  }
} finally {
  await stack.stop();
  await vendor.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function measure(system: System): Promise<Row[]> {
  const measures: Record<RowName, () => Promise<Row[]>> = {
    latency: () => measureLatency(system),
    deliver: () => measureDeliver(system, sizes.leads),
    accept: () => measureAccept(system),
    decide: () => measureDecide(system, sizes),
    read: () => measureRead(system, sizes.rows),
  };
  const rows: Row[] = [];
  for (const name of only) {
    process.stderr.write(`${name}\n`);
    rows.push(...(await measures[name]()));
  }
  return rows;
}
