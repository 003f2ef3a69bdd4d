import { expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { eventually } from '../club.js';
import type { SetStand } from '../describe-connector.js';
import type { ConnectorProfile } from '../profile.js';
import type { Stand } from '../stand.js';

const dayMs = 86_400_000;

export function inboundFeatures(profile: ConnectorProfile, set: SetStand): void {
  const { operations, hazards, pages = true, reports: state = 'MEMBER' } = profile;
  /** Requests of the list that pass before the one a hazard is to hit: the second page, where there is one. */
  const skip = pages ? 1 : 0;

  async function withPeople(count: number): Promise<Stand> {
    const stand = await set();
    await stand.club.configure();
    for (let n = 1; n <= count; n += 1) {
      await stand.vendor.typedIn({ club: profile.vendorClub, status: state, firstName: `Mem${n}`, lastName: 'Ber', email: `mem${n}@example.com` });
    }
    return stand;
  }

  it('reports every record once, and counts them', async () => {
    const { club, vendor } = await withPeople(5);
    const run = await club.pull();
    expect(run).toMatchObject({ phase: 'read-all', counts: { read: 5 } });
    expect(run.reports.map(({ state }) => state)).toEqual(Array(5).fill(state));
    expect(new Set(run.reports.map(({ vendorContactId }) => vendorContactId))).toEqual(new Set((await vendor.people()).map(({ id }) => id)));
    expect(run.told.map(({ phase }) => phase)).toEqual(['started', 'read-all']);
  });

  it('reads less the second time unless asked for all', async () => {
    const { club, vendor } = await withPeople(2);
    await club.pull();
    const first = (await vendor.requests(operations.list)).length;
    await club.pull();
    await club.pull({ full: true });
    const queries = (await vendor.requests(operations.list)).map(({ query, body }) => JSON.stringify([query, body]));
    expect(queries[first]).not.toBe(queries[0]);
    expect(queries.at(-1)).toBe(queries[first - 1]);
  });

  it('a dry run tells all and leaves no trace', async () => {
    const { club, instance } = await withPeople(3);
    const run = await club.pull({ dryRun: true });
    expect(run).toMatchObject({ phase: 'read-all', counts: { read: 3 } });
    expect(run.reports.every(({ dryRun }) => dryRun)).toBe(true);
    expect(await instance.database.rows('SELECT 1 FROM seen')).toEqual([]);
    expect(await instance.database.rows('SELECT cursor FROM integration')).toEqual([{ cursor: null }]);
  });

  it('an event that comes twice is one run', async () => {
    const { club } = await withPeople(1);
    await club.pull({ runId: 'twice' });
    await club.startRun({ runId: 'twice' });
    await club.pull({ runId: 'after' });
    expect((await club.endOf('twice')).told).toHaveLength(2);
  });

  it('runs by hand while paused, and not while disabled', async () => {
    const { club } = await withPeople(1);
    await club.configure({ paused: true });
    expect(await club.pull()).toMatchObject({ phase: 'read-all', counts: { read: 1 } });
    await club.configure({ enabled: false });
    expect(await club.pull()).toMatchObject({ phase: 'failed' });
  });

  const passing = ['outage-503', 'error-500', 'html-login-page', 'truncated-body', 'connection-reset', hazards.throttle, hazards.unknownField];
  it.each(passing)('reads through %s on the way, each record once', async (name) => {
    const { club, vendor } = await withPeople(5);
    await vendor.hazard(name, { operation: operations.list!, skip, ...(name === hazards.throttle ? { params: { retryAfter: 1 } } : {}) });
    const run = await club.pull();
    expect(run).toMatchObject({ phase: 'read-all', counts: { read: 5 } });
    expect(run.reports).toHaveLength(5);
  }, 30_000);

  it('takes no login page for an empty list', async () => {
    const { club, vendor } = await withPeople(1);
    await vendor.hazard('html-login-page', { operation: operations.list!, times: null });
    const runId = await club.startRun();
    await eventually('the page was asked for', async () => (await vendor.requests(operations.list)).length > 0);
    await vendor.calm();
    expect(await club.endOf(runId)).toMatchObject({ phase: 'read-all', counts: { read: 1 } });
  });

  it('fails a run that the vendor refuses, and suspends', async () => {
    const { club, vendor, instance } = await withPeople(1);
    // Where there are logins, a list that is refused is only a login that has ended.
    await vendor.hazard('auth-revoked', { operation: operations.login ? '*' : operations.list!, times: null });
    expect(await club.pull()).toMatchObject({ phase: 'failed' });
    expect((await instance.published(topics.integrationStateChanged)).at(-1)).toMatchObject({ state: 'suspended' });
  });

  if (hazards.empty) {
    it('knows nobody in every spelling', async () => {
      const { club, vendor } = await withPeople(0);
      expect(await club.pull()).toMatchObject({ phase: 'read-all', counts: { read: 0 } });
      await vendor.hazard(hazards.empty!, { times: null });
      expect(await club.pull()).toMatchObject({ phase: 'read-all', counts: { read: 0 } });
    });
  }

  if (hazards.pageDrift) {
    it.each(['repeat', 'skip'])('reports nobody twice while rows move between pages (%s), and the next run heals', async (mode) => {
      const { club, vendor } = await withPeople(5);
      await vendor.hazard(hazards.pageDrift!, { operation: operations.list!, times: 4, params: { mode } });
      const run = await club.pull();
      expect(new Set(run.reports.map(({ vendorContactId }) => vendorContactId)).size).toBe(run.reports.length);
      expect(run.counts['read']).toBe(run.reports.length);
      await vendor.calm();
      expect((await club.pull({ full: true })).reports).toHaveLength(5);
    });
  }

  if (profile.endsAhead !== false) it('an end that lies ahead is reported when its day has come, though the vendor says nothing new', async () => {
    const { club, vendor, instance } = await withPeople(1);
    const [person] = await vendor.people();
    await vendor.ended(person!.id, new Date(Date.now() + 10 * dayMs).toISOString().slice(0, 10));
    expect((await club.pull()).reports).toMatchObject([{ state: 'MEMBER' }]);
    await vendor.reset('empty');
    instance.aheadMs = 12 * dayMs;
    expect((await club.pull()).reports).toMatchObject([{ vendorContactId: person!.id, state: 'FORMER_MEMBER' }]);
    expect((await club.pull()).reports).toEqual([]);
  });

  it('one instance ends what another began, each record reported once', async () => {
    const stand = await withPeople(5);
    const { club, vendor, instance } = stand;
    await vendor.hazard('slow', { operation: operations.list!, skip, params: { ms: 900 } });
    const runId = await club.startRun();
    await eventually('the list being read', async () => (await vendor.requests(operations.list)).length > skip);
    const second = await stand.another();
    await instance.crash();
    await second.timePasses();
    second.run();
    const run = await stand.clubOf(second).endOf(runId);
    expect(run).toMatchObject({ phase: 'read-all', counts: { read: 5 } });
    expect(run.reports).toHaveLength(5);
  }, 30_000);

  it('one that was overtaken writes nothing more of the run', async () => {
    const stand = await withPeople(5);
    const { club, vendor } = stand;
    await vendor.hazard('slow', { operation: operations.list!, skip, params: { ms: 900 } });
    const runId = await club.startRun();
    await eventually('the list being read', async () => (await vendor.requests(operations.list)).length > skip);
    const second = await stand.another();
    await second.timePasses();
    second.run();
    const run = await club.endOf(runId);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await club.endOf(runId)).reports).toHaveLength(5);
    expect(run.counts['read']).toBe(5);
    expect((await club.endOf(runId)).told.filter(({ phase }) => phase === 'read-all')).toHaveLength(1);
  }, 30_000);
}
