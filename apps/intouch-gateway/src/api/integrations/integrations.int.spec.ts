import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { competeBody, competeDescription } from '../../testing/compete-description.js';
import { gatewayUnderTest, type GatewayUnderTest } from '../../testing/gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await gatewayUnderTest();
  await gateway.tell(topics.vendorDescribed, competeDescription);
}, 60_000);
afterAll(() => gateway.stop());

const place = (clubId: string): string => `/v1/clubs/${clubId}/integrations/compete`;
const aClubAtCompete = (): number => randomInt(99_999);

describe('configuring an integration', () => {
  it('takes defaults, hides credentials, and tells the ring', async () => {
    const clubId = await gateway.club();
    const put = await gateway.call('PUT', place(clubId), competeBody(aClubAtCompete(), { options: { insertMember: true } }));
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({
      enabled: true, state: 'active', credentialsSet: true, schedule: '0 * * * *', suspendedReason: null, lastRun: null,
      settings: { port: 8250, scheme: 'https', fullSweepHour: 3, syncEmail: true, requiredDefaults: {} },
      options: { createUpdateLead: true, insertMember: true, convertLeadToMember: false, contactMethod: 'Import' },
    });
    expect(put.body.nextRunAt).toMatch(/:00:00\.000Z$/);
    expect(JSON.stringify(put.body)).not.toContain('secret-key');
    expect((await gateway.call('GET', place(clubId))).body).toEqual(put.body);
    const told = await gateway.heard(topics.integrationConfigured, (it) => it.clubId === clubId);
    expect(told).toMatchObject({ revision: 1, enabled: true, paused: false, resumes: 0 });
    expect(JSON.stringify(told)).not.toContain('secret-key');
  });

  it('names every bad field', async () => {
    const clubId = await gateway.club();
    const { status, headers, body } = await gateway.call('PUT', place(clubId), {
      enabled: 'yes', schedule: 'often',
      settings: { companyId: 'x', port: 0, scheme: 'ftp', competeClubId: '7', colour: 'red', noteActionId: 4 },
      credentials: {}, options: { insertLead: true, updateContact: true, insertMembers: true, createUpdateLead: false, autoMatchThroughTier: 9 },
    });
    expect(status).toBe(422);
    expect(headers.get('content-type')).toMatch('application/problem+json');
    expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(
      [
        'enabled', 'schedule', 'settings.companyId', 'settings.domain', 'settings.port', 'settings.scheme', 'settings.competeClubId', 'settings.colour',
        'settings.noteEmployeeId', 'credentials.apiKey', 'options.insertLead', 'options.updateContact', 'options.insertMembers', 'options.createUpdateLead',
        'options.autoMatchThroughTier',
      ].sort(),
    );
  });

  it('keeps absent credentials; refuses a vendor\'s club that another club of the account has', async () => {
    const [first, second] = [await gateway.club(), await gateway.club()];
    const taken = aClubAtCompete();
    expect((await gateway.call('PUT', place(first), competeBody(taken))).status).toBe(200);
    const again = await gateway.call('PUT', place(first), { ...competeBody(taken), credentials: undefined });
    expect([again.status, again.body.credentialsSet]).toEqual([200, true]);
    expect((await gateway.call('PUT', place(first), competeBody(taken, { credentials: { apiKey: null } }))).body.errors[0].field).toBe('credentials.apiKey');
    const clash = await gateway.call('PUT', place(second), competeBody(taken));
    expect([clash.status, clash.body.errors[0].field]).toEqual([422, 'settings.competeClubId']);
  });

  it('knows only vendors that have described themselves', async () => {
    const clubId = await gateway.club();
    expect((await gateway.call('PUT', `/v1/clubs/${clubId}/integrations/nobody`, competeBody(1))).status).toBe(404);
    expect((await gateway.call('PUT', `/v1/clubs/${clubId}/integrations/paramount`, competeBody(1))).status).toBe(404);
    expect((await gateway.call('GET', place(clubId))).status).toBe(404);
    expect((await gateway.call('POST', `${place(clubId)}/check`)).status).toBe(404);
    expect((await gateway.call('POST', `${place(clubId)}/pause`)).status).toBe(404);
  });
});

describe('an integration at work', () => {
  it('answers pause and resume once the connector follows, and shows a suspension', async () => {
    const clubId = await gateway.club();
    await gateway.call('PUT', place(clubId), competeBody(aClubAtCompete()));
    const follow = (revision: number, state: 'active' | 'suspended', suspendedReason: string | null = null): Promise<void> =>
      gateway.tell(topics.integrationStateChanged, { clubId, vendor: 'compete', revision, state, suspendedReason });
    const pausing = gateway.call('POST', `${place(clubId)}/pause`);
    await follow(2, 'active');
    expect(await pausing).toMatchObject({ status: 200, body: { state: 'paused', nextRunAt: null } });

    await follow(2, 'suspended', 'credentials-refused');
    await gateway.until(async () => (await gateway.call('GET', place(clubId))).body.suspendedReason === 'credentials-refused', 'suspended');
    expect((await gateway.call('GET', place(clubId))).body.state).toBe('suspended');
    const resuming = gateway.call('POST', `${place(clubId)}/resume`);
    await follow(3, 'active');
    expect(await resuming).toMatchObject({ status: 200, body: { state: 'active', suspendedReason: null } });
    await gateway.call('PUT', place(clubId), competeBody(aClubAtCompete(), { enabled: false }));
    expect((await gateway.call('GET', place(clubId))).body.state).toBe('disabled');
  });

  it('hands a check on to the connector and its answer back', async () => {
    const clubId = await gateway.club();
    await gateway.call('PUT', place(clubId), competeBody(aClubAtCompete()));
    const checking = gateway.call('POST', `${place(clubId)}/check`);
    const { requestId } = await gateway.heard(topics.integrationCheckRequested, (it) => it.clubId === clubId);
    const problems = [{ code: 'club-refused', detail: 'no such club', howToFix: 'look the id up' }];
    await gateway.tell(topics.integrationChecked, { requestId, clubId, vendor: 'compete', ok: false, problems });
    expect(await checking).toMatchObject({ status: 200, body: { ok: false, problems } });
  });
});
