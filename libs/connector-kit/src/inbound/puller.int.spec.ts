import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { MemoryStand } from '../testing/memory-stand.js';

let stand: MemoryStand;
beforeEach(async () => {
  stand = await MemoryStand.set();
  await stand.club.configure();
});
afterEach(() => stand.clear());

it('a run of many lots that breaks off in the middle counts each record once', async () => {
  const { vendor, club, instance } = stand;
  vendor.rows = Array.from({ length: 1_200 }, (_, n) => ({ id: `r-${String(n).padStart(4, '0')}` }));
  const plain = vendor.report;
  vendor.report = (row) => (row.id.endsWith('7') ? { kind: 'ignored', code: 'status-unknown', detail: 'odd' } : plain(row));
  // The second lot fails as if the database had gone away for a moment.
  await instance.database.run(`CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF new.vendor_contact_id = 'r-0700' AND nextval('tries') = 1 THEN RAISE EXCEPTION 'away' USING ERRCODE = '57P01'; END IF;
      RETURN new;
    END $$`);
  await instance.database.run('CREATE SEQUENCE tries');
  await instance.database.run('CREATE TRIGGER fail_once BEFORE INSERT ON seen FOR EACH ROW EXECUTE FUNCTION fail_once()');
  const run = await club.pull();
  expect(run).toMatchObject({ phase: 'read-all', counts: { read: 1_200, ignored: 120 } });
  expect(new Set(run.reports.map(({ vendorContactId }) => vendorContactId)).size).toBe(1_080);
  expect(run.reports).toHaveLength(1_080);
  expect(await instance.entries('status-unknown')).toHaveLength(120);
  expect(await instance.database.rows('SELECT cursor FROM integration')).toEqual([{ cursor: { pulled: true } }]);
}, 30_000);

it('a record that cannot be read stops none of its neighbours', async () => {
  const { vendor, club, instance } = stand;
  vendor.rows = [{ id: 'a', fields: { firstName: 'Nul\u0000l' } }, { id: 'b' }, { id: 'c' }];
  const plain = vendor.report;
  vendor.report = (row) => {
    if (row.id === 'b') throw new TypeError('not what we thought');
    return plain(row);
  };
  const run = await club.pull();
  expect(run).toMatchObject({ phase: 'read-all', counts: { read: 3, rejected: 1 } });
  expect(run.reports.map(({ vendorContactId }) => vendorContactId)).toEqual(['a', 'c']);
  expect(await instance.entries('row-unreadable')).toMatchObject([{ level: 'WARNING', howToFix: expect.stringContaining('b') }]);
});

it('a dry run lists what it left out, and logs nothing', async () => {
  const { vendor, club, instance } = stand;
  vendor.rows = [{ id: 'a' }, { id: 'b' }];
  vendor.report = () => ({ kind: 'ignored', code: 'status-unknown', detail: 'odd' });
  const run = await club.pull({ dryRun: true });
  expect(run.items).toMatchObject([{ vendorContactId: 'a', outcome: 'ignored', reason: 'status-unknown' }, { vendorContactId: 'b' }]);
  expect(await instance.entries('status-unknown')).toEqual([]);
});

it('reads everything at first, and again once an inbound option is switched on', async () => {
  const { vendor, club, instance } = stand;
  vendor.rows = [{ id: 'a' }];
  const next = async (): Promise<unknown> => (await instance.database.row<{ full_next: boolean }>('SELECT full_next FROM integration'))!.full_next;
  expect(await next()).toBe(true);
  await club.pull();
  expect(await next()).toBe(false);
  await club.configure({ options: { updateContact: true } });
  expect(await next()).toBe(true);
});

it('what a reading says of itself is one line of the log; skipped, it leaves nothing but that', async () => {
  const { vendor, club, instance } = stand;
  vendor.rows = [{ id: 'a' }];
  vendor.warnings = [{ code: 'api-usage-high', summary: 'Not read', detail: 'later', howToFix: 'Wait.' }];
  vendor.skips = true;
  expect(await club.pull({ slot: '2026-11-22T03:00:00Z' })).toMatchObject({ phase: 'read-all', counts: { read: 0 } });
  expect(await instance.entries('api-usage-high')).toMatchObject([{ level: 'WARNING', summary: 'Not read', howToFix: 'Wait.' }]);
  expect(await instance.database.rows('SELECT cursor, full_next FROM integration')).toEqual([{ cursor: null, full_next: true }]);
  expect(await club.pull()).toMatchObject({ phase: 'read-all', counts: { read: 1 } });
  expect(await instance.entries('api-usage-high')).toHaveLength(2);
});

it('answers a sync of a club it does not serve', async () => {
  const { instance } = stand;
  const due = { runId: 'stray', clubId: 'elsewhere', vendor: 'abc' as const, slot: null, full: false, dryRun: false, requestedAt: new Date().toISOString() };
  await instance.receive(topics.syncDue, [due, { ...due, vendor: 'moso' as const, runId: 'other' }]);
  expect((await instance.published(topics.runProgressed)).map(({ runId, phase }) => [runId, phase])).toEqual([['stray', 'failed']]);
});
