import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics, type RunProgressed } from '@intouch/contracts';
import { competeBody, competeDescription } from '../../testing/compete-description.js';
import { gatewayUnderTest, type GatewayUnderTest } from '../../testing/gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await gatewayUnderTest();
  await gateway.tell(topics.vendorDescribed, competeDescription);
}, 60_000);
afterAll(() => gateway.stop());

async function configured(more: object = {}): Promise<{ clubId: string; path: string }> {
  const clubId = await gateway.club();
  const path = `/v1/clubs/${clubId}/integrations/compete`;
  expect((await gateway.call('PUT', path, competeBody(randomInt(99_999), more))).status).toBe(200);
  return { clubId, path };
}

it('runs by hand until all that was read is decided', async () => {
  const { clubId, path } = await configured();
  expect((await gateway.call('POST', `${path}/sync`, { full: 'yes' })).status).toBe(422);
  const sync = await gateway.call('POST', `${path}/sync`, { dryRun: true });
  expect(sync.status).toBe(202);
  const { runId } = sync.body;
  expect(await gateway.heard(topics.syncDue, (it) => it.clubId === clubId)).toMatchObject({ runId, slot: null, full: false, dryRun: true });
  const progress = (more: Partial<RunProgressed>): Promise<void> =>
    gateway.tell(topics.runProgressed, { runId, clubId, vendor: 'compete', kind: 'dry-run', at: new Date().toISOString(), counts: {}, items: [], phase: null, failure: null, ...more });
  const run = async (): Promise<{ state: string; counts: Record<string, number>; items: unknown[] }> => (await gateway.call('GET', `/v1/runs/${runId}`)).body;
  const zero = { read: 0, unchanged: 0, converted: 0, inserted: 0, lapsed: 0, updated: 0, undecided: 0, ignored: 0, rejected: 0 };
  expect(await run()).toMatchObject({ state: 'running', kind: 'dry-run', finishedAt: null, counts: zero, items: [] });
  const item = { vendorContactId: '1', outcome: 'converted', by: 'tier', tier: 2, contactId: 'c-1', reason: null } as const;
  await progress({ phase: 'started' });
  await progress({ counts: { converted: 1 }, items: [item] });
  await progress({ phase: 'read-all', counts: { read: 3, rejected: 1 } });
  await gateway.until(async () => (await run()).counts['read'] === 3, 'all was read');
  expect(await run()).toMatchObject({ state: 'running' });
  await progress({ counts: { ignored: 1 } });
  await gateway.until(async () => (await run()).state === 'succeeded', 'the run succeeded');
  expect(await run()).toMatchObject({ counts: { ...zero, read: 3, converted: 1, ignored: 1, rejected: 1 }, items: [item] });
  expect((await gateway.call('GET', path)).body.lastRun).toMatchObject({ runId, state: 'succeeded' });
  expect((await gateway.call('POST', `/v1/runs/${runId}/approve`)).status).toBe(409);
  expect((await gateway.call('POST', `/v1/runs/${runId}/cancel`)).status).toBe(409);
});

describe('a run that the brake holds', () => {
  const heldRun = async () => {
    const { clubId, path } = await configured();
    const { runId } = (await gateway.call('POST', `${path}/sync`, {})).body as { runId: string };
    const progress = (more: Partial<RunProgressed>): Promise<void> =>
      gateway.tell(topics.runProgressed, { runId, clubId, vendor: 'compete', kind: 'by-hand', at: new Date().toISOString(), counts: {}, items: [], phase: null, failure: null, ...more });
    const run = async () => (await gateway.call('GET', `/v1/runs/${runId}`)).body;
    const decide = (word: 'approve' | 'cancel', headers = {}) => gateway.call('POST', `/v1/runs/${runId}/${word}`, undefined, headers);
    expect((await decide('approve')).status).toBe(409);
    await progress({ phase: 'started' });
    await progress({ held: true });
    await gateway.until(async () => (await run()).state === 'held', 'the run is held');
    expect(await run()).toMatchObject({ finishedAt: null, failure: null });
    return { clubId, runId, progress, run, decide };
  };

  it('goes on when a person approves it, and is not held again', async () => {
    const { clubId, runId, progress, run, decide } = await heldRun();
    expect((await decide('approve', { authorization: `Bearer ${await gateway.key('viewer', null)}` })).status).toBe(403);
    const answer = await decide('approve');
    expect([answer.status, answer.body]).toEqual([202, { runId }]);
    expect(await gateway.heard(topics.runDecided, (it) => it.runId === runId)).toEqual({ runId, clubId, vendor: 'compete', decision: 'approve', at: expect.any(String) });
    expect((await run()).state).toBe('running');
    expect((await decide('approve')).status).toBe(409);
    expect((await decide('cancel')).status).toBe(409);
    const { entries } = (await gateway.call('GET', `/v1/log?clubId=${clubId}`)).body;
    expect(entries.at(-1)).toMatchObject({
      level: 'INFO', direction: 'IN', vendor: 'compete', summary: 'Approved by hand: the run that was held goes on', requestId: answer.headers.get('x-request-id'),
    });

    await progress({ held: true, counts: { read: 1 } });
    await gateway.until(async () => (await run()).counts.read === 1, 'what the brake told late is counted');
    expect((await run()).state).toBe('running');
    await progress({ held: false });
    await progress({ phase: 'read-all', counts: { updated: 1 } });
    await gateway.until(async () => (await run()).state === 'succeeded', 'the run succeeded');
  });

  it('ends when a person cancels it, and is not revived', async () => {
    const { clubId, runId, progress, run, decide } = await heldRun();
    expect(await decide('cancel')).toMatchObject({ status: 202, body: { runId } });
    expect(await gateway.heard(topics.runDecided, (it) => it.runId === runId)).toMatchObject({ decision: 'cancel' });
    const cancelled = await run();
    expect(cancelled).toMatchObject({ state: 'failed', failure: 'cancelled by hand', finishedAt: expect.any(String) });
    expect((await gateway.call('GET', `/v1/log?clubId=${clubId}`)).body.entries.at(-1)).toMatchObject({ level: 'INFO', summary: 'Cancelled by hand: the run that was held changes nothing' });
    for (const more of [{ held: true }, { held: false }, { phase: 'failed' as const, failure: 'given up' }, { phase: 'read-all' as const, counts: { read: 1, updated: 1 } }]) await progress(more);
    await gateway.until(async () => (await run()).counts.read === 1, 'all of it is counted');
    expect(await run()).toMatchObject({ state: 'failed', failure: 'cancelled by hand', finishedAt: cancelled.finishedAt });
    expect((await decide('cancel')).status).toBe(409);
  });
});

it('refuses to sync what is unknown or disabled', async () => {
  const { path } = await configured({ enabled: false });
  expect((await gateway.call('POST', `${path}/sync`, {})).status).toBe(422);
  expect((await gateway.call('POST', `${path}/lookups/resync`)).status).toBe(422);
  expect((await gateway.call('POST', path.replace('compete', 'abc') + '/sync', {})).status).toBe(404);
  for (const [method, of] of [['GET', ''], ['POST', '/approve'], ['POST', '/cancel']] as const) expect((await gateway.call(method, `/v1/runs/none${of}`)).status).toBe(404);
});

it('matches staff and lead sources again, and links one by hand', async () => {
  const { clubId, path } = await configured();
  expect((await gateway.call('GET', `${path}/lookups`)).body).toEqual({ staff: [], leadSources: [] });
  const { runId } = (await gateway.call('POST', `${path}/lookups/resync`)).body;
  const staff = [{ id: 's-1', name: 'Jo Lee', vendorId: '0', status: 'matched' as const, detail: null }];
  const answer = { clubId, vendor: 'compete' as const, staff, leadSources: [], refusal: null };
  await gateway.tell(topics.lookupsReported, { ...answer, requestId: runId });
  await gateway.until(async () => (await gateway.call('GET', `/v1/runs/${runId}`)).body.state === 'succeeded', 'matched again');
  expect((await gateway.call('GET', `${path}/lookups`)).body).toEqual({ staff, leadSources: [] });

  expect((await gateway.call('PUT', `${path}/links/staff/s-1`, { vendorId: '' })).status).toBe(422);
  expect((await gateway.call('PUT', `${path}/links/pets/s-1`, { vendorId: '7' })).status).toBe(404);
  const linking = gateway.call('PUT', `${path}/links/staff/s-1`, { vendorId: '7' });
  const { requestId } = await gateway.heard(topics.lookupsRequested, (it) => it.clubId === clubId && it.action === 'link');
  await gateway.tell(topics.lookupsReported, { ...answer, requestId, refusal: { code: 'conflict', detail: 'held by another', holder: 's-2' } });
  expect(await linking).toMatchObject({ status: 409, body: { holder: 's-2' } });
});

it('links a contact by hand, or names who holds the id', async () => {
  const { clubId, path } = await configured();
  expect((await gateway.call('PUT', `${path}/links/contacts/c-1`, { vendorId: '7' })).status).toBe(404);
  for (const contactId of ['c-1', 'c-2']) await gateway.call('PUT', `/v1/clubs/${clubId}/contacts/${contactId}`, { status: 'LEAD', firstName: 'A', lastName: 'B' });
  const linking = gateway.call('PUT', `${path}/links/contacts/c-1`, { vendorId: '7' });
  const wish = await gateway.heard(topics.contactLinkRequested, (it) => it.clubId === clubId);
  expect(wish).toMatchObject({ contactId: 'c-1', vendorContactId: '7', how: 'by-hand' });
  await gateway.tell(topics.contactLinked, { clubId, contactId: 'c-1', vendor: 'compete', vendorContactId: '7', how: 'by-hand', linkedAt: new Date().toISOString(), role: 'live', replaced: null });
  expect((await linking).status).toBe(200);
  const refused = gateway.call('PUT', `${path}/links/contacts/c-2`, { vendorId: '7' });
  const { requestId } = await gateway.heard(topics.contactLinkRequested, (it) => it.clubId === clubId && it.contactId === 'c-2');
  await gateway.tell(topics.contactLinkRefused, { clubId, contactId: 'c-2', vendor: 'compete', vendorContactId: '7', how: 'by-hand', requestId, holder: 'c-1' } as never);
  expect(await refused).toMatchObject({ status: 409, body: { holder: 'c-1' } });
  const unlinking = gateway.call('DELETE', `${path}/links/contacts/c-1`);
  expect(await gateway.heard(topics.lookupsRequested, (it) => it.clubId === clubId)).toMatchObject({ action: 'unlink', subject: 'contacts', id: 'c-1', vendorId: '7' });
  await gateway.tell(topics.contactUnlinked, { clubId, contactId: 'c-1', vendor: 'compete', vendorContactId: '7', unlinkedAt: new Date().toISOString() });
  expect((await unlinking).status).toBe(204);
  expect((await gateway.call('GET', `/v1/clubs/${clubId}/contacts/c-1`)).body.links).toEqual([]);
});
