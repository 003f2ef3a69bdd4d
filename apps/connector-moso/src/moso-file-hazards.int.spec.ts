import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { atTheDrop, type FileStand } from './testing/file-twin.js';

const set = atTheDrop();
const all = ['102284', '102285', '102286', '102287', '102288', '102289'];
const reported = async (at: FileStand): Promise<string[]> => (await at.reports()).map(({ vendorContactId }) => vendorContactId);

describe('a file is opened once it is whole', () => {
  it('file-growing: when it has not changed for a while', async () => {
    const at = await set({ settings: { stableSeconds: 1 } });
    const { file } = await at.dropUntil('applied', { hazards: [{ name: 'file-growing', params: { ms: 1_500 } }] });
    expect(file).toMatchObject({ rows: 6, bad: 0 });
    expect(await reported(at)).toEqual(all);
  });

  it('file-done-marker: or when its marker is there, which goes with it', async () => {
    const at = await set({ settings: { stableSeconds: 3_600 } });
    await at.dropUntil('applied', { hazards: ['file-done-marker'] });
    expect(await at.lying('done', 1)).toHaveLength(1);
    expect(await at.lying('in', 0)).toEqual([]);
  });
});

describe('a whole file is put aside', () => {
  it.each([
    ['file-zero-byte', 'file-no-header'],
    ['missing-column', 'file-no-header'],
    ['bad-rows', 'file-too-bad'],
  ])('%s: %s', async (hazard, reason) => {
    const at = await set();
    const { name, sha256, file } = await at.dropUntil('quarantined', { hazards: [hazard] });
    expect(file.reason).toBe(reason);
    const stored = `${name}.${sha256.slice(0, 8)}`;
    expect(await at.lying('quarantine', 2)).toEqual([stored, `${stored}.reason.json`]);
    expect(JSON.parse(await at.text('quarantine', `${stored}.reason.json`))).toMatchObject({ reason });
    expect(await at.reports()).toEqual([]);
    expect(await at.entries(reason)).toMatchObject([{ level: 'ERROR', summary: expect.stringContaining(name) }]);
    expect((await at.runs()).at(-1)).toMatchObject({ phase: 'failed' });
  });

  it('bad-rows: with every bad row and its line beside it', async () => {
    const at = await set();
    const { name, sha256 } = await at.dropUntil('quarantined', { hazards: ['bad-rows'] });
    await at.lying('quarantine', 2);
    expect(JSON.parse(await at.text('quarantine', `${name}.${sha256.slice(0, 8)}.reason.json`))).toEqual({
      reason: 'file-too-bad', total: 6, bad: 3, rows: [2, 3, 4].map((line) => ({ line, code: 'row-field-count', message: '18 fields where the header has 19' })),
    });
  });
});

describe('a bad row is left out, and named with its line; the others go on', () => {
  it.each([
    ['file-truncated-last-row', 'row-truncated', 'line 7', all.slice(0, 5)],
    ['stray-quote', 'row-quote', 'line 2', all.slice(1)],
    ['wrong-club-row', 'row-wrong-club', 'line 2', all.slice(1)],
    ['bad-date', 'row-bad-date', 'line 2', all.slice(1)],
  ])('%s: %s', async (hazard, code, line, ids) => {
    const at = await set();
    const { file } = await at.dropUntil('applied', { hazards: [hazard] });
    expect(file).toMatchObject({ rows: 6, bad: 1 });
    expect(await reported(at)).toEqual(ids);
    expect(await at.entries(code)).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining(line) }]);
    expect((await at.runs()).at(-1)).toMatchObject({ phase: 'read-all', counts: { read: 6, rejected: 1 } });
  });
});

describe('what is odd and no fault', () => {
  it.each(['newline-in-field', 'trailing-space-code', 'extra-column', 'utf8-bom', 'null-date-1900'])('%s', async (hazard) => {
    const at = await set();
    const { file } = await at.dropUntil('applied', { hazards: [hazard] });
    expect(file).toMatchObject({ rows: 6, bad: 0 });
    const reports = await at.reports();
    expect(reports.map(({ state }) => state)).toEqual(['MEMBER', 'LEAD', 'FORMER_MEMBER', 'MEMBER', 'MEMBER', 'LEAD']);
    expect(reports[0]!.fields.street).toBe(hazard === 'newline-in-field' ? `${(await plainStreet(at))} Suite 2` : await plainStreet(at));
  });

  it('file-header-only: nothing in it is nothing to say', async () => {
    const at = await set();
    expect((await at.dropUntil('applied', { hazards: ['file-header-only'] })).file).toMatchObject({ rows: 0, bad: 0 });
    expect(await at.entries('file-applied')).toHaveLength(1);
  });

  it.each(['2', '2.5', '3'])('version %s is read by the names of its columns', async (version) => {
    const at = await set();
    await at.dropUntil('applied', { version });
    expect((await at.reports())[0]).toMatchObject({ vendorContactId: '102284', fields: { firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com', mobile: '6172001001' }, joinDate: expect.any(String) });
  });

  it('profile pipe and UTF-8 as the settings say', async () => {
    const at = await set({ settings: { fileProfile: 'pipe', fileEncoding: 'utf-8' } });
    await at.stand.vendor.edited('102284', { lastName: 'Dœ|é'.replace('|', '') });
    await at.dropUntil('applied', { profile: 'pipe', encoding: 'utf-8' });
    expect((await at.reports())[0]!.fields.lastName).toBe('Dœé');
  });

  it('zip-zero-lost: a zero is put in front, with a WARNING', async () => {
    const at = await set();
    await at.dropUntil('applied', { hazards: ['zip-zero-lost'] });
    expect((await at.reports())[0]!.fields.zip).toBe('02134');
    expect(await at.entries('zip-padded')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('102284') }]);
  });

  it('duplicate-id: the last row counts', async () => {
    const at = await set();
    await at.dropUntil('applied', { hazards: ['duplicate-id'] });
    const jane = (await at.reports()).filter(({ vendorContactId }) => vendorContactId === '102284');
    expect(jane).toMatchObject([{ fields: { mobile: '6172009999' } }]);
    expect(await at.entries('file-applied')).toMatchObject([{ detail: expect.stringContaining('7 records: 6 applied') }]);
    expect(await at.entries('file-applied')).toMatchObject([{ detail: expect.stringContaining('1 repeated in the file') }]);
  });

  it('renamed-status: no change, with a WARNING; the club says what its word means', async () => {
    const at = await set();
    const { name } = await at.dropUntil('applied', { hazards: ['renamed-status'] });
    expect(await reported(at)).toEqual(all.filter((id) => id !== '102286'));
    expect(await at.entries('status-unknown')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('"Cancelled"') }]);
    await at.stand.club.configure({ settings: { ...(await settingsOf(at)), memberStatusMap: { cancelled: 'Terminated' } } });
    expect(await at.stand.club.pull({ file: name })).toMatchObject({ phase: 'read-all', counts: { read: 6 } });
    expect((await at.reports()).findLast(({ vendorContactId }) => vendorContactId === '102286')).toMatchObject({ state: 'FORMER_MEMBER' });
  });

  it('unknown-membership-type: by default, once per code and file, and listed until it is mapped', async () => {
    const at = await set();
    await at.dropUntil('applied', { hazards: ['unknown-membership-type'] });
    // The fixture's Zed Other has the same code.
    expect(await at.entries('type-unmapped')).toMatchObject([{ level: 'WARNING', detail: 'ZZZ9.' }]);
    expect(await at.unmappedCodes()).toEqual(['ZZZ9']);
    const settings = await settingsOf(at);
    await at.stand.club.configure({ settings: { ...settings, membershipTypes: [...(settings['membershipTypes'] as object[]), { code: 'ZZZ9', status: 'IGNORE' }] } });
    expect(await at.unmappedCodes()).toEqual([]);
  });

  it('file-missing: nothing has come, and what the next file tells is read', async () => {
    const at = await set();
    const { name } = await at.drop({ hazards: ['file-missing'], stamp: '202611260800' });
    await at.dropUntil('applied', { stamp: '202611261400' });
    expect(await at.file(name)).toBeUndefined();
    expect(await at.lying('done', 1)).toHaveLength(1);
    expect(await reported(at)).toEqual(all);
  });

  it('file-replay: the same bytes again are moved, and nothing else', async () => {
    const at = await set();
    await at.dropUntil('applied', { stamp: '202611260800' });
    const { name } = await at.dropUntil('replayed', { hazards: ['file-replay'], stamp: '202611261400', ids: null });
    expect(await at.lying('done', 2)).toHaveLength(2);
    expect(await at.entries('file-replayed')).toMatchObject([{ level: 'INFO', summary: expect.stringContaining(name) }]);
    expect(await reported(at)).toEqual(all);
  });
});

async function settingsOf({ stand }: FileStand): Promise<Record<string, unknown>> {
  return (await stand.instance.database.row<{ settings: Record<string, unknown> }>('SELECT settings FROM integration'))!.settings;
}

async function plainStreet({ stand }: FileStand): Promise<string> {
  return String((await stand.vendor.record<Record<string, unknown>>('GET', 'members/102284'))['Address1']);
}
