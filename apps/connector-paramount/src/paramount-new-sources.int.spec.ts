import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, SandboxProcess, type Stand } from '@intouch/connector-kit/testing';
import { lead, linkedSource, sent, setUp, sourcesCalled } from './testing/twin.js';

let sandbox: SandboxProcess;
let stand: Stand;
beforeAll(async () => {
  sandbox = await SandboxProcess.start(process.cwd());
}, 30_000);
afterAll(() => sandbox.stop());
beforeEach(async () => {
  stand = await setUp(sandbox);
});
afterEach(async () => {
  await stand.vendor.calm();
  await stand.clear();
});

const operation = 'AddLeadSource';
const added = async (): Promise<(string | null)[]> => (await stand.vendor.requests(operation)).map((it) => sent(it, 'Description'));
const ids = async (name: string): Promise<string[]> => (await sourcesCalled(stand, name)).map(({ LeadSourceId }) => String(LeadSourceId));

describe('a lead source that Paramount lacks', () => {
  it('is created once, told, and goes with the leads', async () => {
    await stand.club.source('radio', 'Radio');
    await stand.club.save('lead-1', { ...lead(1), leadSourceId: 'radio' });
    expect(await linkedSource(stand.instance, 'radio')).toMatchObject({ vendorId: '27', status: 'created' });
    await stand.club.delivered('lead-1');
    await eventually('the source of the lead', async () => (await stand.vendor.people())[0]?.leadSource === '27');
    await stand.club.source('radio', 'Radio');
    await stand.club.resync();
    expect(await added()).toEqual(['Radio']);
    expect(await stand.instance.entries('source-created')).toMatchObject([{ level: 'INFO', detail: 'Created at Paramount.' }]);
    // It waited for its source rather than to go without.
    expect(await stand.instance.entries('source-unlinked', 'lead-1')).toEqual([]);
  });

  it('is created as Paramount can store it, and found so by another club', async () => {
    const name = `Žlutá  ${'x'.repeat(40)}`;
    await stand.club.source('long', name);
    await linkedSource(stand.instance, 'long');
    expect(await added()).toEqual([`Zlutá ${'x'.repeat(24)}`]);
    const other = stand.clubOf(stand.instance, 'club-2');
    await other.configure({ settings: { clubNumber: '1002' } });
    await other.source('long', name.toUpperCase());
    expect(await linkedSource(stand.instance, 'long', 'club-2')).toMatchObject({ vendorId: '27', status: 'matched' });
    expect(await added()).toHaveLength(1);
  });

  it('equal to another after fitting: the first is created, the second gets none', async () => {
    await stand.club.source('first', `${'x'.repeat(30)} one`);
    await stand.club.source('second', `${'X'.repeat(30)} two`);
    expect(await linkedSource(stand.instance, 'first')).toMatchObject({ vendorId: '27' });
    expect(await stand.club.lookup('leadSources', 'second', ({ status }) => status === 'ambiguous')).toMatchObject({ vendorId: null });
    expect(await stand.instance.entries('source-collision')).toMatchObject([{ level: 'WARNING' }]);
    expect(await added()).toEqual(['x'.repeat(30)]);
  });

  it('that Paramount refuses stands in the way of no other', async () => {
    await stand.vendor.hazard('field-refused', { operation, params: { message: 'Description: is not valid' } });
    await stand.club.source('bad', 'Bad one');
    await stand.club.source('good', 'Good one');
    await linkedSource(stand.instance, 'good');
    expect(await stand.club.lookup('leadSources', 'bad', ({ detail }) => detail?.includes('Description: is not valid') === true)).toMatchObject({ status: 'not-found', vendorId: null });
  });

  it('is not created where that is switched off', async () => {
    await stand.club.configure({ settings: { createLeadSources: false } });
    await stand.club.source('radio', 'Radio');
    await stand.club.source('web', 'Web');
    await stand.club.save('lead-1', { ...lead(1), leadSourceId: 'radio' });
    await stand.club.delivered('lead-1');
    expect(await linkedSource(stand.instance, 'web')).toMatchObject({ vendorId: '22' });
    expect((await stand.club.resync()).leadSources.find(({ id }) => id === 'radio')).toMatchObject({ status: 'not-found', vendorId: null });
    expect(await stand.instance.entries('source-unlinked', 'lead-1')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('Radio') }]);
    expect(await added()).toEqual([]);
  });

  it('is not created for a source that InTouch no longer uses', async () => {
    await stand.club.source('radio', 'Radio', false);
    expect(await stand.club.lookup('leadSources', 'radio', ({ status }) => status === 'inactive')).toMatchObject({ vendorId: null });
    expect(await added()).toEqual([]);
  });
});

describe('saved in two clubs and at two instances at the same moment', () => {
  it.each([
    ['at a good hour', null],
    ['while lists lag behind', { name: 'stale-read', operation: 'GetLeadSources', params: { ms: 700 } }],
    ['while calls are slow', { name: 'slow', operation: '*', params: { ms: 150 } }],
  ])('there is one, %s', async (_name, hazard) => {
    const second = await stand.another();
    second.run();
    const clubs = [stand.club, stand.clubOf(second, 'club-2')];
    await clubs[0]!.configure({ settings: { reconcileDelayMs: 900 } });
    await clubs[1]!.configure({ settings: { clubNumber: '1002', reconcileDelayMs: 900 } });
    if (hazard) await stand.vendor.hazard(hazard.name, { operation: hazard.operation, params: hazard.params, times: null });
    await Promise.all(clubs.flatMap((club, n) => [club.source('radio', 'Radio'), club.save(`lead-${n}`, { ...lead(n), leadSourceId: 'radio' })]));
    for (const { clubId } of clubs) expect(await linkedSource(second, 'radio', clubId)).toMatchObject({ vendorId: '27' });
    await Promise.all([stand.club.resync(), stand.clubOf(second).resync(), clubs[1]!.resync()]);
    expect(await added()).toEqual(['Radio']);
    await eventually('the source of both leads', async () => (await stand.vendor.people()).filter(({ leadSource }) => leadSource === '27').length === 2);
  }, 40_000);
});

describe('an answer that never came', () => {
  it.each([
    ['timeout-after-commit', {}, 1],
    ['timeout-after-commit', { holdMs: 2_000 }, 1],
    ['timeout-before-commit', { holdMs: 100 }, 2],
    ['truncated-body', {}, 1],
    ['connection-reset', {}, 2],
    ['html-login-page', {}, 2],
    ['error-500', {}, 2],
  ])('%s %j leaves one', async (hazard, params, calls) => {
    await stand.vendor.hazard(hazard, { operation, params });
    await stand.club.source('radio', 'Radio');
    expect((await linkedSource(stand.instance, 'radio')).vendorId).toBe('27');
    expect(await ids('Radio')).toEqual(['27']);
    expect(await added()).toHaveLength(calls);
  });

  it.each(['outage-503', 'billing-window-503'])('%s was an answer: nothing was stored, and the next matching adds it', async (hazard) => {
    await stand.vendor.hazard(hazard, { operation });
    await stand.club.source('radio', 'Radio');
    await eventually('the refusal', async () => (await stand.vendor.requests(operation)).length === 1);
    await eventually('nothing to settle', async () => (await stand.instance.database.rows('SELECT 1 FROM lead_source_creation')).length === 0);
    await stand.instance.database.run('UPDATE integration SET lookups_due_at = now()');
    expect((await linkedSource(stand.instance, 'radio')).vendorId).toBe('27');
    expect((await stand.vendor.requests(operation)).map(({ status }) => status)).toEqual([503, 200]);
    expect(await ids('Radio')).toEqual(['27']);
  });

  it('is looked for twice while the lists lag behind', async () => {
    await stand.club.configure({ settings: { reconcileDelayMs: 1_200 } });
    await stand.vendor.hazard('stale-read', { operation: 'GetLeadSources', times: null, params: { ms: 900 } });
    await stand.vendor.hazard('timeout-after-commit', { operation });
    await stand.club.source('radio', 'Radio');
    expect((await linkedSource(stand.instance, 'radio')).vendorId).toBe('27');
    expect([await ids('Radio'), await added()]).toEqual([['27'], ['Radio']]);
  });

  it('and one that another club waits for, too, is made once', async () => {
    const other = stand.clubOf(stand.instance, 'club-2');
    await other.configure({ settings: { clubNumber: '1002' } });
    await stand.vendor.hazard('timeout-after-commit', { operation });
    await Promise.all([stand.club.source('radio', 'Radio'), other.source('radio', 'Radio')]);
    for (const { clubId } of [stand.club, other]) expect((await linkedSource(stand.instance, 'radio', clubId)).vendorId).toBe('27');
    expect([await ids('Radio'), await added()]).toEqual([['27'], ['Radio']]);
  });

  it.each([
    ['timeout-after-commit', 1],
    ['timeout-before-commit', 2],
  ])('since the instance was gone by then (%s): another makes sure that there is one', async (hazard, calls) => {
    await stand.vendor.hazard(hazard, { operation, params: { holdMs: 5_000 } });
    await stand.club.source('radio', 'Radio');
    await eventually('the call', async () => (await added()).length === 1);
    const second = await stand.another();
    await stand.instance.crash();
    await second.timePasses();
    // The hour of the next matching has come, and an answer is not to be hoped for any more.
    await second.database.run('UPDATE integration SET lookups_due_at = now()');
    if (calls === 2) await second.database.run(`UPDATE lead_source_creation SET settle_from = now()`);
    second.run();
    expect((await linkedSource(second, 'radio')).vendorId).toBe('27');
    expect(await ids('Radio')).toEqual(['27']);
    expect(await added()).toHaveLength(calls);
  }, 40_000);
});

it('somebody who adds the same name right before us: ours is added once, all clubs take the lowest and say so', async () => {
  await stand.vendor.hazard('source-race', { operation });
  await stand.club.source('radio', 'Radio');
  const { vendorId } = await linkedSource(stand.instance, 'radio');
  expect(await ids('Radio')).toEqual(['27', '28']);
  expect(vendorId).toBe('27');
  const other = stand.clubOf(stand.instance, 'club-2');
  await other.configure({ settings: { clubNumber: '1002' } });
  await other.source('radio', 'Radio');
  expect((await linkedSource(stand.instance, 'radio', 'club-2')).vendorId).toBe('27');
  expect(await stand.instance.entries('source-ambiguous')).toHaveLength(2);
  await stand.club.resync();
  expect(await added()).toEqual(['Radio']);
});
