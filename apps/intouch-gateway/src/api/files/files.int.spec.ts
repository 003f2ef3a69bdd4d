import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics, type VendorFile } from '@intouch/contracts';
import { competeBody, competeDescription } from '../../testing/compete-description.js';
import { gatewayUnderTest, type GatewayUnderTest } from '../../testing/gateway-under-test.js';
import { mosoBody, mosoDescription } from '../../testing/moso-description.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await gatewayUnderTest();
  await gateway.tell(topics.vendorDescribed, competeDescription);
  await gateway.tell(topics.vendorDescribed, mosoDescription);
}, 60_000);
afterAll(() => gateway.stop());

async function configured(more: object = {}): Promise<{ clubId: string; path: string }> {
  const clubId = await gateway.club();
  const path = `/v1/clubs/${clubId}/integrations/moso`;
  const put = await gateway.call('PUT', path, mosoBody('001', { baseUrl: `https://${clubId}.example`, dropUser: clubId }, more));
  expect([put.status, put.body.unmappedCodes]).toEqual([200, []]);
  return { clubId, path };
}

const name = (n: number): string => `MOSO_001_20261122080${n}.csv`;
const file = (n: number, state: VendorFile['state'], second: number, more: Partial<VendorFile> = {}): VendorFile => ({
  name: name(n), state, rows: null, bad: null, reason: null, at: `2026-11-22T09:30:0${second}.000Z`, ...more,
});
const report = (clubId: string, files: VendorFile[], unmappedCodes: string[] = []): Promise<void> => gateway.tell(topics.filesReported, { clubId, vendor: 'moso', files, unmappedCodes });
const filesOf = async (path: string): Promise<VendorFile[]> => (await gateway.call('GET', `${path}/files`)).body.files;
const codesOf = async (path: string): Promise<string[]> => (await gateway.call('GET', path)).body.unmappedCodes;

describe('the files of a club', () => {
  it('are listed newest first, each as it was told last, with the codes that are not mapped', async () => {
    const { clubId, path } = await configured();
    expect(await filesOf(path)).toEqual([]);
    await report(clubId, [file(1, 'reading', 1), file(2, 'waiting', 2)], ['OLD', 'ZZZ9']);
    await report(clubId, [file(1, 'applied', 3, { rows: 40, bad: 1 }), file(1, 'held', 2)], ['ZZZ9']);
    const quarantined = file(3, 'quarantined', 4, { rows: 3, bad: 3, reason: 'file-too-bad' });
    await report(clubId, [quarantined, file(2, 'reading', 2)], ['AAA', 'ZZZ9']);
    await gateway.until(async () => (await filesOf(path)).length === 3, 'all three are listed');
    expect(await filesOf(path)).toEqual([quarantined, file(1, 'applied', 3, { rows: 40, bad: 1 }), file(2, 'reading', 2)]);
    expect(await codesOf(path)).toEqual(['AAA', 'ZZZ9']);

    await report(clubId, [file(1, 'reading', 2), file(4, 'waiting', 9)], []);
    await gateway.until(async () => (await filesOf(path)).length === 4, 'a fourth is listed');
    expect((await filesOf(path)).at(2)).toEqual(file(1, 'applied', 3, { rows: 40, bad: 1 }));
    expect(await codesOf(path)).toEqual([]);
    const { path: other } = await configured();
    expect(await filesOf(other)).toEqual([]);
  });

  it('are nobody\'s where none come, and seen by viewers', async () => {
    const { clubId, path } = await configured();
    const compete = path.replace('moso', 'compete');
    expect((await gateway.call('GET', `${compete}/files`)).body.detail).toBe('There is no such integration');
    const put = await gateway.call('PUT', compete, competeBody(7, { settings: { companyId: '10', domain: `${clubId}.example`, competeClubId: 7 } }));
    expect([put.status, 'unmappedCodes' in put.body]).toEqual([200, false]);
    for (const [method, of] of [['GET', '/files'], ['POST', `/files/${name(1)}/process`]] as const) {
      expect(await gateway.call(method, `${compete}${of}`)).toMatchObject({ status: 404, body: { detail: 'No files come from Jonas Compete' } });
    }
    const viewer = { authorization: `Bearer ${await gateway.key('viewer', [clubId])}` };
    expect((await gateway.call('GET', `${path}/files`, undefined, viewer)).status).toBe(200);
    expect((await gateway.call('POST', `${path}/files/${name(1)}/process`, {}, viewer)).status).toBe(403);
  });
});

describe('processing a file by hand', () => {
  it('starts a run that reads just this file', async () => {
    const { clubId, path } = await configured();
    await report(clubId, [file(1, 'quarantined', 1, { reason: 'file-too-bad' }), file(2, 'applied', 2)]);
    await gateway.until(async () => (await filesOf(path)).length === 2, 'both are listed');
    expect((await gateway.call('POST', `${path}/files/${name(1)}/process`, { dryRun: 'yes' })).status).toBe(422);
    const by = async (n: number, body?: object): Promise<string> => {
      const answer = await gateway.call('POST', `${path}/files/${name(n)}/process`, body);
      expect(answer.status).toBe(202);
      return answer.body.runId;
    };
    const [released, rehearsed] = [await by(1), await by(2, { dryRun: true })];
    const due = (runId: string) => gateway.heard(topics.syncDue, (it) => it.runId === runId);
    expect(await due(released)).toMatchObject({ clubId, vendor: 'moso', slot: null, full: false, dryRun: false, file: name(1) });
    expect(await due(rehearsed)).toMatchObject({ full: false, dryRun: true, file: name(2) });
    expect((await gateway.call('GET', `/v1/runs/${released}`)).body).toMatchObject({ state: 'running', kind: 'by-hand', items: [] });
    expect((await gateway.call('GET', `/v1/runs/${rehearsed}`)).body).toMatchObject({ kind: 'dry-run' });
  });

  it('is refused for files that are unknown or busy, and where the integration is disabled', async () => {
    const { clubId, path } = await configured();
    const busy = ['waiting', 'reading', 'held'] as const;
    await report(clubId, [...busy.map((state, n) => file(n, state, n)), file(9, 'replayed', 9)]);
    await gateway.until(async () => (await filesOf(path)).length === 4, 'all are listed');
    const process = (n: number) => gateway.call('POST', `${path}/files/${name(n)}/process`, {});
    for (const n of busy.keys()) expect(await process(n)).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/\w{5}/) } });
    expect((await gateway.call('POST', `${path}/files/${name(2)}/process`, { dryRun: true })).status).toBe(202);
    expect(await process(8)).toMatchObject({ status: 404, body: { detail: 'There is no such file' } });
    expect((await process(9)).status).toBe(202);
    expect((await gateway.call('PUT', path, mosoBody('001', { baseUrl: `https://${clubId}.example`, dropUser: clubId }, { enabled: false }))).status).toBe(200);
    expect(await process(9)).toMatchObject({ status: 422, body: { errors: [{ field: 'enabled' }] } });
  });
});

describe('settings of a vendor with files', () => {
  it('are answered as they are kept, and can be put again', async () => {
    const { clubId, path } = await configured();
    const { settings, options, schedule } = (await gateway.call('GET', path)).body;
    expect(settings).toMatchObject({ homeClub: '001', fileCode: '001', memberRefAgreementId: 11, membershipTypes: [{ code: 'GUEST', status: 'LEAD' }, { code: 'GOLD', status: 'MEMBER' }] });
    const again = await gateway.call('PUT', path, { settings, options, schedule });
    expect([again.status, again.body.settings]).toEqual([200, settings]);
    expect((await gateway.heard(topics.integrationConfigured, (it) => it.clubId === clubId && it.revision === 2)).settings).toEqual(settings);
  });

  it('must be complete while something comes in', async () => {
    const clubId = await gateway.club();
    const path = `/v1/clubs/${clubId}/integrations/moso`;
    const body = (options: object) => mosoBody('001', { baseUrl: `https://${clubId}.example`, dropUrl: null }, { options });
    expect(await gateway.call('PUT', path, body({}))).toMatchObject({ status: 422, body: { errors: [{ field: 'settings.dropUrl', message: 'dropUrl must be given while an inbound option is on' }] } });
    expect((await gateway.call('PUT', path, body({ insertLead: false, convertLeadToMember: false, insertMember: false, convertMemberToFormerMember: false }))).status).toBe(200);
  });

  it('may not be those of another club with the same drop, whatever the account', async () => {
    const dropUser = randomBytes(6).toString('hex');
    const put = async (homeClub: string, more: object = {}) => {
      const clubId = await gateway.club();
      return gateway.call('PUT', `/v1/clubs/${clubId}/integrations/moso`, mosoBody(homeClub, { baseUrl: `https://${clubId}.example`, dropUser, ...more }));
    };
    expect((await put('001')).status).toBe(200);
    expect(await put('001')).toMatchObject({ status: 422, body: { errors: [{ field: 'settings.fileCode', message: expect.stringMatching(/^fileCode is already used by another club with the same dropUrl and dropUser \(club-/) }] } });
    expect((await put('001', { fileCode: 'N1' })).status).toBe(200);
    expect((await put('002', { fileCode: 'N1' })).status).toBe(422);
    expect((await put('001', { dropUser: `${dropUser}-2` })).status).toBe(200);
  });
});
