import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { MemoryStand } from '../testing/memory-stand.js';

let stand: MemoryStand;
beforeEach(async () => {
  stand = await MemoryStand.set(true);
  const plain = stand.vendor.report;
  stand.vendor.report = (row) => ('into' in row ? { kind: 'merged', into: String(row.into) } : plain(row));
  await stand.club.configure();
});
afterEach(() => stand.clear());

const merged = (id: string, into: string): { id: string } => ({ id, into }) as { id: string };
const links = (): Promise<unknown> => stand.instance.database.rows('SELECT vendor_contact_id AS id, contact_id AS of, live, closed FROM link ORDER BY 1');
const lead = async (n: number): Promise<void> => {
  await stand.club.save(`lead-${n}`, stand.vendor.lead(n));
  await stand.club.delivered(`lead-${n}`);
};

it('a record that stays is found under its new link, though it is read first', async () => {
  await lead(1);
  stand.vendor.rows = [{ id: 'master', state: 'LEAD', fields: { firstName: 'First1', lastName: 'Last1' } }, merged('v-1', 'master')];
  const run = await stand.club.pull();
  expect(run).toMatchObject({ counts: { read: 2, ignored: 1 } });
  expect(run.reports).toMatchObject([{ vendorContactId: 'master', delivered: { firstName: 'First1' } }]);
  expect(await links()).toEqual([{ id: 'master', of: 'lead-1', live: true, closed: null }, { id: 'v-1', of: 'lead-1', live: false, closed: 'merged' }]);
});

it('merged once more, in the same run or later, it is followed to the end', async () => {
  await lead(1);
  stand.vendor.rows = [merged('second', 'third'), merged('v-1', 'second')];
  await stand.club.pull();
  stand.vendor.rows = [...stand.vendor.rows, merged('third', 'fourth')];
  await stand.club.pull({ full: true });
  expect((await stand.instance.published(topics.contactLinked)).map(({ vendorContactId, replaced }) => [vendorContactId, replaced])).toEqual([['v-1', null], ['second', 'v-1'], ['third', 'second'], ['fourth', 'third']]);
  expect(await stand.instance.entries('merged-at-vendor', 'lead-1')).toHaveLength(3);
});

it('of nobody it is nobody\'s news, and no create waits for it any more', async () => {
  stand.vendor.rows = [{ id: 'a', state: 'LEAD', fields: { firstName: 'First1', lastName: 'Last1', email: 'lead1@example.com' } }];
  await stand.club.pull();
  stand.vendor.rows = [merged('a', 'b')];
  await stand.club.pull({ full: true });
  await lead(1);
  expect(await stand.instance.entries('merged-at-vendor')).toEqual([]);
  expect(stand.vendor.calls).toEqual(['create First1 0']);
});

it('there again on its own it is told, and its link stays closed', async () => {
  await lead(1);
  stand.vendor.rows = [merged('v-1', 'master')];
  await stand.club.pull();
  stand.vendor.rows = [{ id: 'v-1', state: 'LEAD', fields: { firstName: 'First1', lastName: 'Last1' } }];
  await stand.club.pull({ full: true });
  expect(await stand.instance.entries('undeleted-at-vendor', 'lead-1')).toHaveLength(1);
  expect(await links()).toMatchObject([{ id: 'master', live: true }, { id: 'v-1', live: false, closed: 'merged' }]);
});

it('a dry run moves nothing', async () => {
  await lead(1);
  stand.vendor.rows = [merged('v-1', 'master')];
  expect((await stand.club.pull({ dryRun: true })).items).toMatchObject([{ vendorContactId: 'v-1', outcome: 'ignored', reason: 'merged-at-vendor' }]);
  expect(await links()).toEqual([{ id: 'v-1', of: 'lead-1', live: true, closed: null }]);
});
