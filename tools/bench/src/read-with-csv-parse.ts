// The floor of reading a file, a program of its own as well: csv-parse alone, streaming, records as arrays, read as its manual does.
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { forgetPeak, memoryOf } from './memory.js';

await forgetPeak('self');
const { now } = await memoryOf('self');
const began = performance.now();
const parser = createReadStream(process.argv[2]!).pipe(parse());
let records = 0;
parser.on('readable', () => {
  while (parser.read() !== null) records += 1;
});
await once(parser, 'end');
const took = performance.now() - began;
// Without the header.
process.stdout.write(JSON.stringify({ rows: records - 1, bad: 0, took, before: now, peak: (await memoryOf('self')).peak }));
