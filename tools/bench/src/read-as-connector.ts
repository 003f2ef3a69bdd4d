// A program of its own, so that its memory is its own: reads the file of its first argument as MoSoClub's connector does, bytes to
// good and bad rows, and prints what it took.
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyConnector } from '@intouch/connector-kit';
import { forgetPeak, memoryOf } from './memory.js';

// Built by itself and reached by its path: a tool imports no app.
const { moso } = (await import(pathToFileURL(join(import.meta.dirname, 'parts/moso.js')).href)) as { moso: AnyConnector };
const hash = createHash('sha256');

/** As the kit's FileReading takes them from a drop. */
async function* bytes(): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(process.argv[2]!) as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    yield chunk;
  }
}

await forgetPeak('self');
const { now } = await memoryOf('self');
const began = performance.now();
let [good, bad] = [0, 0];
for await (const batch of moso.inbound!.files!.rows(bytes(), { homeClub: '001' })) {
  for (const row of batch) {
    if ('raw' in row) good += 1;
    else bad += 1;
  }
}
hash.digest();
const took = performance.now() - began;
process.stdout.write(JSON.stringify({ rows: good + bad, bad, took, before: now, peak: (await memoryOf('self')).peak }));
