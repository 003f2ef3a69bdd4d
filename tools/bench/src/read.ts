import { execFile } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '@intouch/stack';
import { forgetPeak, growth, memoryOf } from './memory.js';
import { writeMosoFile } from './moso-file.js';
import { mean, type System } from './system.js';
import type { Row } from './table.js';

/** The memory of some is two and a half times that of others (V8 takes some of the rows for long-lived in those): several, to meet both. */
const rounds = 5;
const name = 'MOSO_001_202611260800.csv';

/** What a program came to that read the file by itself; `took` in milliseconds, memory in bytes. */
interface Reading {
  readonly rows: number;
  readonly bad: number;
  readonly took: number;
  readonly before: number;
  readonly peak: number;
}

interface Sftp {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly hostKey: string;
  readonly folder: string;
}

/** Row 5: an update file read as MoSoClub's connector does, by itself and through the running system, against csv-parse alone. */
export async function measureRead(system: System, rows: number): Promise<Row[]> {
  const sftp = await system.call<Sftp>('GET', '/__sandbox/moso/sftp');
  const file = join(sftp.folder, name);
  try {
    await writeMosoFile(file, rows);
    await system.untilIdle();
    const [ours, floors]: [Reading[], Reading[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      floors.push(await readBy('read-with-csv-parse', file, rows));
      ours.push(await readBy('read-as-connector', file, rows));
    }
    const [alone, floor] = [ours, floors].map((of) => mean(of.map(({ took }) => took))) as [number, number];
    const whole = await throughTheDrop(system, sftp, file, rows);
    const row = (work: string, took: number, memory: string, aim: string): Row => ({ work, measured: seconds(took), floor: seconds(floor), ratio: took / floor, memory, aim });
    return [
      row(`read a ${rows.toLocaleString('en-US')}-row update file`, alone, growth(ours), '≤ 3 ×, ≤ 150 MB'),
      row('… from the drop until all of it is set down', whole.took, growth([whole]), '≤ 150 MB'),
    ];
  } finally {
    await rm(file, { force: true });
  }
}

async function readBy(program: string, file: string, rows: number): Promise<Reading> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, `${program}.js`), file]);
  const read = JSON.parse(stdout) as Reading;
  if (read.rows !== rows || read.bad !== 0) throw new Error(`${program} read ${read.rows} rows, ${read.bad} of them bad, where there are ${rows} good ones`);
  return read;
}

/** From the moment the file lies in the drop until its run has set down the last row. */
async function throughTheDrop(system: System, sftp: Sftp, file: string, rows: number): Promise<Pick<Reading, 'took' | 'before' | 'peak'>> {
  await configure(system, sftp);
  await system.untilIdle();
  const pid = system.stack.pidOf('connector-moso')!;
  await forgetPeak(pid);
  const { now: before } = await memoryOf(pid);
  const began = performance.now();
  await rename(file, join(sftp.folder, 'in', name));
  const run = await eventually('the file set down', async () => {
    const [found] = await system.rows<{ state: string; read: number }>('SELECT state, read_count AS read FROM connector_moso.run WHERE file = $1', [name]);
    return found && found.state !== 'queued' && found.state !== 'reading' ? found : undefined;
  }, 1_200_000, 50);
  const took = performance.now() - began;
  if (run.read !== rows) throw new Error(`the run has read ${run.read} rows of ${rows}`);
  if (system.stack.pidOf('connector-moso') !== pid) throw new Error('the connector was started anew meanwhile');
  return { took, before, peak: (await memoryOf(pid)).peak };
}

async function configure(system: System, { host, port, user, password, hostKey }: Sftp): Promise<void> {
  const clubId = 'bench-read';
  await system.call('PUT', `/v1/clubs/${clubId}`, { clientId: 'bench', name: 'Bench', timeZone: 'America/New_York' });
  await system.call('PUT', `/v1/clubs/${clubId}/integrations/moso`, {
    enabled: true, credentials: { password: 'not-a-real-password', dropPassword: password },
    settings: {
      baseUrl: system.stack.sandboxUrl, userId: 'sim-user', machineName: 'intouch-bench', homeClub: '001',
      membershipTypes: [['INTCH', 'LEAD'], ['GOLD', 'MEMBER'], ['STAFF', 'IGNORE']].map(([code, status]) => ({ code, status })), unmappedStatus: 'LEAD',
      defaultLeadType: 'INTCH', refAgreementId: 11, refAgreementPriceId: 22, defaultMemberType: 'GOLD',
      dropUrl: `sftp://${host}:${port}/`, dropUser: user, dropHostKey: hostKey, stableSeconds: 0, pollSeconds: 1,
    },
  });
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
