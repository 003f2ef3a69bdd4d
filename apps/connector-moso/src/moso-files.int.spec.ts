import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '@intouch/connector-kit/testing';
import { atTheDrop } from './testing/file-twin.js';

const set = atTheDrop();
const row = (id: string, more: Record<string, string> = {}): Record<string, string> => ({
  ID: id, FirstName: `First${id}`, LastName: 'Last', HomeClub: '001', Membership_Type: 'GOLD', MemberStatus: 'Active', MSDate: '11/1/2026', ...more,
});

it('reads a file that lies there, reports its rows, and moves it to done', async () => {
  const at = await set();
  const { name, sha256, file } = await at.dropUntil('applied');
  expect(file).toMatchObject({ rows: 6, bad: 0, reason: null });
  expect(await at.lying('done', 1)).toEqual([`${name}.${sha256.slice(0, 8)}`]);
  expect(await at.lying('in', 0)).toEqual([]);
  const reports = await at.reports();
  expect(reports.map(({ vendorContactId, state }) => [vendorContactId, state])).toEqual([
    ['102284', 'MEMBER'], ['102285', 'LEAD'], ['102286', 'FORMER_MEMBER'], ['102287', 'MEMBER'], ['102288', 'MEMBER'], ['102289', 'LEAD'],
  ]);
  expect(await at.entries('file-applied')).toMatchObject([{ level: 'INFO', detail: '6 records: 6 applied, 0 unchanged, 0 stale, 0 filtered, 0 repeated in the file, 0 bad.' }]);
});

describe('order', () => {
  it('files are read by their stamps, one at a time; an older one that comes late overwrites nothing', async () => {
    const at = await set();
    await at.dropUntil('applied', { stamp: '202611261400', ids: null, rows: [row('1', { LastName: 'New' }), row('2')] });
    await at.dropUntil('applied', { stamp: '202611260800', ids: null, rows: [row('1', { LastName: 'Old' }), row('3')] });
    expect((await at.reports()).map(({ vendorContactId, fields }) => [vendorContactId, fields.lastName])).toEqual([['1', 'New'], ['2', 'Last'], ['3', 'Last']]);
    expect(await at.entries('row-stale')).toMatchObject([{ level: 'INFO' }]);
  });

  it('of two that lie there the one with the lower stamp is first, then suffixes', async () => {
    const at = await set();
    await at.stand.club.configure({ paused: true });
    for (const [stamp, suffix, last] of [['202611261400', '2', 'C'], ['202611261400', null, 'B'], ['202611260800', null, 'A']] as const) {
      await at.drop({ stamp, suffix, ids: null, rows: [row('1', { LastName: last })] });
    }
    await at.stand.club.configure({ paused: false });
    await at.until('MOSO_001_202611261400_2.csv', 'applied');
    expect((await at.reports()).map(({ fields }) => fields.lastName)).toEqual(['A', 'B', 'C']);
  });
});

describe('by hand', () => {
  it('sync reads what lies there, also while paused, each file in a run', async () => {
    const at = await set();
    await at.stand.club.configure({ paused: true });
    const first = await at.drop({ stamp: '202611260800', ids: null, rows: [row('1')] });
    const second = await at.drop({ stamp: '202611261400', ids: null, rows: [row('2')] });
    await at.until(first.name, 'waiting');
    expect(await at.stand.club.pull()).toMatchObject({ phase: 'read-all', counts: { read: 1 } });
    await at.until(second.name, 'applied');
    expect((await at.reports()).map(({ vendorContactId }) => vendorContactId)).toEqual(['1', '2']);
  });

  it('sync with nothing there is a run without records', async () => {
    const at = await set();
    expect(await at.stand.club.pull()).toMatchObject({ phase: 'read-all', counts: { read: 0 } });
  });

  it('a dry run lists what would happen and leaves the file where it lies', async () => {
    const at = await set();
    await at.stand.club.configure({ paused: true });
    const { name } = await at.drop({ hazards: ['bad-date'] });
    await at.until(name, 'waiting');
    const run = await at.stand.club.pull({ dryRun: true });
    expect(run).toMatchObject({ phase: 'read-all', counts: { read: 6, rejected: 1 } });
    expect(run.items).toEqual([expect.objectContaining({ vendorContactId: 'line 2', outcome: 'rejected', reason: 'row-bad-date' })]);
    expect(run.reports.map(({ dryRun }) => dryRun)).toEqual(Array(5).fill(true));
    expect(await at.lying('in', 1)).toEqual([name]);
    expect(await at.file(name)).toMatchObject({ state: 'waiting' });
    await at.stand.club.configure({ paused: false });
    await at.until(name, 'applied');
  });

  it('a file in quarantine is released: its good rows are applied, and it is done', async () => {
    const at = await set();
    const { name, sha256 } = await at.dropUntil('quarantined', { hazards: ['bad-rows'] });
    await at.lying('quarantine', 2);
    expect(await at.stand.club.pull({ file: name })).toMatchObject({ phase: 'read-all', counts: { read: 6, rejected: 3 } });
    expect(await at.lying('done', 1)).toEqual([`${name}.${sha256.slice(0, 8)}`]);
    expect(await at.file(name)).toMatchObject({ state: 'applied', rows: 6, bad: 3 });
  });

  it('a file that is done is processed once more on purpose, from where it lies', async () => {
    const at = await set();
    const { name } = await at.dropUntil('applied');
    await at.lying('done', 1);
    expect(await at.stand.club.pull({ file: name })).toMatchObject({ phase: 'read-all', counts: { read: 6 } });
    expect(await at.reports()).toHaveLength(12);
    expect(await at.lying('done', 1)).toHaveLength(1);
  });
});

describe('what is nobody\'s is put aside', () => {
  it.each([['notes.txt', 'file-name'], ['MOSO_777_202611260800.csv', 'file-unknown-club']])('%s: %s', async (name, reason) => {
    const at = await set();
    await writeFile(join(at.sftp.folder, 'in', name), 'ID\r\n');
    await at.until(name, 'quarantined');
    const [stored, account] = await at.lying('quarantine', 2);
    expect([stored, account]).toEqual([expect.stringMatching(new RegExp(`^${name.replaceAll('.', '\\.')}\\.[0-9a-f]{8}$`)), `${stored}.reason.json`]);
    expect(await at.entries(reason)).toMatchObject([{ level: 'ERROR', summary: expect.stringContaining(name) }]);
    expect(await at.lying('in', 0)).toEqual([]);
  });

  it('two clubs share a drop: each gets its own file', async () => {
    const at = await set();
    const other = at.stand.clubOf(at.stand.instance, 'club-2');
    const settings = (await at.stand.instance.database.row<{ settings: Record<string, unknown> }>('SELECT settings FROM integration'))!.settings;
    await other.configure({ settings: { ...settings, homeClub: '002', fileCode: '002' }, credentials: { password: 'not-a-real-password', dropPassword: at.sftp.password } });
    await at.drop({ club: '002', ids: null, rows: [row('7', { HomeClub: '2' })] });
    await at.dropUntil('applied', { ids: null, rows: [row('1')] });
    await eventually('both', async () => (await at.reports()).length === 2);
    expect((await at.reports()).map(({ clubId, vendorContactId }) => `${clubId} ${vendorContactId}`).sort()).toEqual(['club-1 1', 'club-2 7']);
  });
});

describe('time', () => {
  const dayMs = 86_400_000;

  it('an end that lies ahead is judged on its day, though no file comes', async () => {
    const at = await set();
    await at.dropUntil('applied', { ids: ['102287'] });
    expect((await at.reports()).map(({ state }) => state)).toEqual(['MEMBER']);
    at.stand.instance.aheadMs = 32 * dayMs;
    await eventually('its lapse', async () => (await at.reports()).at(-1)?.state === 'FORMER_MEMBER');
    expect(await at.reports()).toHaveLength(2);
  });

  it('a row that says otherwise before the day voids what was remembered', async () => {
    const at = await set();
    await at.dropUntil('applied', { ids: ['102287'], stamp: '202611260800' });
    await at.dropUntil('applied', { ids: null, rows: [row('102287', { MemberStatus: 'InActive' })], stamp: '202611261400' });
    expect(await at.stand.instance.database.rows('SELECT again_on FROM seen')).toEqual([{ again_on: null }]);
  });

  it('a file that does not come is noticed: WARNING, ERROR, then nothing until one comes', async () => {
    const at = await set();
    await eventually('the first look', async () => (await at.stand.instance.database.rows('SELECT 1 FROM file_feed')).length === 1);
    at.stand.instance.aheadMs = dayMs;
    await eventually('silence', async () => (await at.entries('feed-silent')).length === 1);
    expect(await at.entries('feed-late')).toMatchObject([{ level: 'WARNING', howToFix: expect.any(String) }]);
    at.stand.instance.aheadMs = 2 * dayMs;
    const { judged_to: judged } = (await at.stand.instance.database.row<{ judged_to: Date }>('SELECT judged_to FROM file_feed'))!;
    await eventually('another day judged', async () => (await at.stand.instance.database.row<{ judged_to: Date }>('SELECT judged_to FROM file_feed'))!.judged_to > judged);
    expect([await at.entries('feed-late'), await at.entries('feed-silent')].map(({ length }) => length)).toEqual([1, 1]);
  });
});

it('a drop that refuses the login is told once, and once when it is open again', async () => {
  const at = await set();
  await at.stand.club.configure({ credentials: { password: 'not-a-real-password', dropPassword: 'wrong' } });
  await eventually('the refusal', async () => (await at.entries('drop-refused')).length > 0);
  expect(await at.stand.club.check()).toMatchObject({ ok: false, problems: [{ code: 'drop-refused' }] });
  await at.stand.club.configure({ credentials: { password: 'not-a-real-password', dropPassword: at.sftp.password } });
  await eventually('all is well', async () => (await at.entries('drop-available')).length === 1);
  expect(await at.entries('drop-refused')).toMatchObject([{ level: 'ERROR' }]);
  expect(await at.stand.instance.everyText()).not.toContain('wrong"');
});

it('a file that meets a fault of ours is put aside, and can be processed when that is mended', async () => {
  const at = await set();
  const { database } = at.stand.instance;
  await database.run(`CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$`);
  await database.run('CREATE TRIGGER fails BEFORE INSERT ON seen FOR EACH ROW EXECUTE FUNCTION fails()');
  const { name, file } = await at.dropUntil('quarantined');
  expect(file.reason).toBe('internal-error');
  expect(await at.entries('internal-error')).toMatchObject([{ level: 'ERROR', summary: expect.stringContaining(name) }]);
  await at.lying('quarantine', 2);
  await database.run('DROP TRIGGER fails ON seen');
  expect(await at.stand.club.pull({ file: name })).toMatchObject({ phase: 'read-all', counts: { read: 6 } });
  expect(await at.reports()).toHaveLength(6);
});
