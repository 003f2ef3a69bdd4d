import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@intouch/stack';
import { Drop, fileText, member } from './drop.js';
import { lead, Ring, type RunView } from './ring.js';

let ring: Ring;
let drop: Drop;
beforeAll(async () => {
  ring = await Ring.start(['compete', 'moso']);
  drop = await Drop.at(ring);
}, 180_000);
afterAll(() => ring.stop(), 60_000);

const range = (count: number): number[] => Array.from({ length: count }, (_none, index) => index + 1);

async function untilState(runId: string, state: string): Promise<RunView> {
  return eventually(`run ${runId} ${state}`, async () => {
    const run = await ring.call<RunView>('GET', `/v1/runs/${runId}`);
    if (run.state !== state) throw new Error(JSON.stringify(run));
    return run;
  }, 30_000, 50);
}

it('a file that would insert more than a fifth of the club is held before its first write, until a person lets it go on', async () => {
  const clubId = 'held-file';
  await ring.club(clubId, {}, {}, drop.vendor);
  const name = 'MOSO_001_202611260800.csv';
  await drop.put(name, Buffer.from(fileText(range(60).map((n) => member(n)))));
  await drop.until(clubId, name, 'held');
  const run = await drop.lastRun(clubId, ({ state }) => state === 'held');
  expect(run).toMatchObject({ kind: 'file', finishedAt: null });
  expect((await ring.inTouch(clubId)).size).toBe(0);
  expect((await ring.log(clubId)).filter(({ reason }) => reason === 'run-held')).toMatchObject([{ level: 'ERROR', detail: expect.stringContaining('60'), howToFix: expect.stringContaining(run.runId) }]);
  // Somebody looks first: a dry run is not held.
  const dry = await ring.call<{ runId: string }>('POST', `/v1/clubs/${clubId}/integrations/moso/files/${name}/process`, { dryRun: true });
  expect((await untilState(dry.runId, 'succeeded')).items).toHaveLength(60);
  expect((await ring.inTouch(clubId)).size).toBe(0);

  expect((await ring.ask('POST', `/v1/runs/${run.runId}/approve`)).status).toBe(202);
  expect((await untilState(run.runId, 'succeeded')).counts).toMatchObject({ read: 60, inserted: 60 });
  await eventually('all in InTouch', async () => (await ring.inTouch(clubId)).size === 60, 30_000);
  expect((await drop.until(clubId, name, 'applied')).rows).toBe(60);
  expect((await ring.ask('POST', `/v1/runs/${run.runId}/approve`)).status).toBe(409);
});

it('a pull too, at any vendor; cancelled it writes nothing, and fewer than fifty are never held', async () => {
  const clubId = 'held-pull';
  await ring.club(clubId);
  await ring.call('PUT', `/__sandbox/intouch/contacts/${clubId}/lead-1`, lead(1));
  for (const n of range(49)) await ring.call('POST', '/__sandbox/compete/people', { club: '2', status: 'MEMBER', firstName: `Mem${n}`, lastName: 'Ber', email: `mem${n}@example.com` });
  expect((await ring.sync(clubId)).counts).toMatchObject({ inserted: 49 });
  for (const n of range(50)) await ring.call('POST', '/__sandbox/compete/people', { club: '2', status: 'MEMBER', firstName: `More${n}`, lastName: 'Ber', email: `more${n}@example.com` });
  await eventually('the first in InTouch', async () => (await ring.inTouch(clubId)).size === 50, 30_000);
  const held = await ring.sync(clubId);
  expect(held).toMatchObject({ state: 'held' });
  expect((await ring.ask('POST', `/v1/runs/${held.runId}/cancel`)).status).toBe(202);
  expect(await untilState(held.runId, 'failed')).toMatchObject({ failure: expect.stringMatching(/cancelled/i) });
  expect((await ring.inTouch(clubId)).size).toBe(50);
  // Nothing of it was taken for read: the next run finds the same, and is let go on.
  const again = await ring.sync(clubId);
  expect(again).toMatchObject({ state: 'held' });
  await ring.call('POST', `/v1/runs/${again.runId}/approve`);
  await untilState(again.runId, 'succeeded');
  await eventually('all in InTouch', async () => (await ring.inTouch(clubId)).size === 100, 30_000);
});
