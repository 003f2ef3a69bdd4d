import { beforeEach, describe, expect, it } from '@jest/globals';
import { playSandbox } from '../../testing/played-sandbox.js';
import { changesSince, frozenAt, leadId, least, refusal, salesforceCalls } from '../../testing/salesforce-calls.js';

describe('the hazards of Salesforce', () => {
  const played = playSandbox();
  const { script, login, rest, upsert, update, get, find, queryAll, hazard } = salesforceCalls(played);
  const leads = async () => (await script('GET', '/records/leads')).body.records.length;
  const allow = { 'Sforce-Auto-Assign': 'FALSE', 'Sforce-Duplicate-Rule-Header': 'allowSave=true; includeRecordDetails=false; runAsCurrentUser=true' };
  const create = (headers: Record<string, string> = allow) => upsert('c1:a', { ...least, Email: 'ANN@example.com' }, headers);
  const loggedIn = () => rest('GET', '/limits');

  beforeEach(async () => {
    await script('POST', '/reset', { now: frozenAt });
    await loggedIn();
  });

  it.each([
    ['outage-503', {}, 503, 'SERVER_UNAVAILABLE', {}],
    ['error-500', {}, 500, 'UNKNOWN_EXCEPTION', {}],
    ['limit-403', {}, 403, 'REQUEST_LIMIT_EXCEEDED', { message: 'TotalRequests Limit exceeded.' }],
    ['limit-403', { kind: 'concurrent' }, 403, 'REQUEST_LIMIT_EXCEEDED', { message: 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.' }],
    ['auth-revoked', {}, 401, 'INVALID_SESSION_ID', { message: 'Session expired or invalid' }],
    ['lasting-401', {}, 401, 'INVALID_SESSION_ID', {}],
    ['route-not-granted', {}, 403, 'API_DISABLED_FOR_ORG', {}],
    ['field-refused', { message: 'No.' }, 400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', { message: 'No.', fields: [] }],
    ['field-refused', { code: 'FIELD_INTEGRITY_EXCEPTION', message: 'No.', fields: ['City'] }, 400, 'FIELD_INTEGRITY_EXCEPTION', { fields: ['City'] }],
    ['lock-row', {}, 400, 'UNABLE_TO_LOCK_ROW', { message: 'unable to obtain exclusive access to this record' }],
    ['duplicate-value', {}, 400, 'DUPLICATE_VALUE', { message: expect.stringContaining('duplicate value found: InTouch_Id__c') }],
    ['duplicate-block', {}, 400, 'DUPLICATES_DETECTED', { message: 'Use one of these records?' }],
  ])('%s %j replaces the answer and stores nothing', async (name, params, status, errorCode, more) => {
    await hazard(name, params);
    const reply = await create();
    expect(reply).toMatchObject(refusal(status, errorCode, more));
    expect([reply.headers.get('date'), reply.headers.get('sforce-limit-info')]).toEqual(['Sun, 22 Nov 2026 02:00:05 GMT', expect.stringMatching(/^api-usage=\d+\/15000$/)]);
    expect(await leads()).toBe(5);
    expect((await create()).status).toBe(201);
  });

  it('throttle-429, html-login-page and upsert-300 are no errors of the API', async () => {
    await hazard('throttle-429', { retryAfter: 3 });
    await hazard('throttle-429');
    const [first, second] = [await create(), await create()];
    expect([first.status, first.body, first.headers.get('retry-after'), second.status, second.headers.get('retry-after')]).toEqual([429, '', '3', 429, null]);
    await hazard('html-login-page');
    expect(await create()).toMatchObject({ status: 200, body: '<html><body>Please sign in</body></html>' });
    await hazard('upsert-300', {}, { times: 2 });
    for (const reply of [await create(), await find('c1:a')]) expect(reply).toMatchObject({ status: 300, body: [1, 2].map((n) => `/services/data/v62.0/sobjects/Lead/${leadId(n)}`) });
    expect(await leads()).toBe(5);
  });

  it.each([
    ['connection-reset', {}, 5],
    ['timeout-before-commit', { holdMs: 20 }, 5],
    ['timeout-after-commit', {}, 6],
  ])('%s answers no byte', async (name, params, stored) => {
    await hazard(name, params);
    await expect(create()).rejects.toThrow('fetch failed');
    expect(await leads()).toBe(stored);
    expect((await create()).body.created).toBe(stored === 5);
  });

  it('truncated-body and slow', async () => {
    await hazard('truncated-body');
    await hazard('slow', { ms: 30 });
    const began = performance.now();
    expect((await create()).body).toBe('{"id":"00QSIM0000000062BA","succes');
    expect(performance.now() - began).toBeGreaterThan(25);
  });

  it('auth-revoked and foreign-instance-url at the token', async () => {
    await hazard('auth-revoked');
    expect(await login()).toMatchObject({ status: 400, body: { error: 'invalid_client', error_description: 'invalid client credentials' } });
    await hazard('foreign-instance-url');
    await loggedIn();
    expect((await login()).body.instance_url).toBe('http://example.invalid');
    expect((await login()).body.instance_url).toBe(played.url);
  });

  it('token-expired ends a token for good, lasting-401 every token but not the asking for one', async () => {
    await hazard('token-expired');
    expect((await get(leadId(1))).status).toBe(401);
    expect((await get(leadId(1))).status).toBe(200);
    await hazard('lasting-401', {}, { times: 3 });
    await hazard('lasting-401', {}, { operation: 'token' });
    for (const ask of [() => get(leadId(1)), () => rest('GET', '/limits')]) expect((await ask()).status).toBe(401);
    expect((await login()).status).toBe(200);
    expect((await played.call('GET', '/services/data/')).status).toBe(401);
  });

  it('duplicate-alert warns of a create, unless the caller does not mind', async () => {
    await hazard('duplicate-alert', {}, { times: 2 });
    const { status, body } = await create({ 'Sforce-Auto-Assign': 'FALSE' });
    const record = { attributes: { type: 'Lead', url: `/services/data/v62.0/sobjects/Lead/${leadId(1)}` }, Id: leadId(1) };
    expect([status, body]).toEqual([400, [{
      errorCode: 'DUPLICATES_DETECTED', message: 'Use one of these records?', fields: [],
      duplicateResult: {
        allowSave: true, duplicateRule: 'Sim_Lead_Rule', duplicateRuleEntityType: 'Lead', errorMessage: 'Use one of these records?',
        matchResults: [{ entityType: 'Lead', errors: [], matchEngine: 'ExactMatchEngine', rule: 'Sim_Lead_Match', size: 1, success: true, matchRecords: [{ additionalInformation: [], fieldDiffs: [], matchConfidence: 100, record }] }],
      },
    }]]);
    expect((await update(leadId(1), { City: 'Rome' })).status).toBe(204);
    expect((await create()).status).toBe(201);
  });

  it('duplicate-block refuses whatever the caller says, and names whom the script wants', async () => {
    const matched = ({ body }: any) => body[0].duplicateResult.matchResults[0].matchRecords.map(({ record }: any) => record);
    await hazard('duplicate-block', { matchId: '00QSIM000000004' });
    expect(matched(await create())).toMatchObject([{ Id: leadId(4) }]);
    await hazard('duplicate-block');
    expect(matched(await upsert('c1:b', { ...least, Email: 'new@example.com' }, allow))).toEqual([]);
    await hazard('duplicate-block');
    expect(matched(await create({ 'Sforce-Duplicate-Rule-Header': 'allowSave=true;includeRecordDetails=true' }))).toMatchObject([{ Id: leadId(1), FirstName: 'Ann' }]);
    await hazard('duplicate-block');
    expect(matched(await update(leadId(1), { City: 'Rome' }))).toEqual([]);
  });

  it('old-versions', async () => {
    await hazard('old-versions', {}, { times: 3 });
    expect((await rest('GET', '/')).status).toBe(404);
    expect((await played.call('GET', '/services/data/')).body.at(-1).version).toBe('58.0');
    expect((await rest('GET', '/limits', undefined, {}, '59.0')).status).toBe(404);
    expect((await rest('GET', '/limits', undefined, {}, '59.0')).status).toBe(404);
    expect((await rest('GET', '/limits', undefined, {}, '59.0')).status).toBe(200);
  });

  it('usage-high and unknown-field', async () => {
    await hazard('usage-high');
    const reply = await rest('GET', '/limits');
    expect([reply.headers.get('sforce-limit-info'), reply.body.DailyApiRequests]).toEqual(['api-usage=14000/15000', { Max: 15000, Remaining: 1000 }]);
    await hazard('unknown-field', {}, { times: 2 });
    expect((await get(leadId(1), 'City')).body).toMatchObject({ City: null, SimExtra__c: 'extra' });
    expect((await queryAll(changesSince('1970-01-01T00:00:00Z'))).body.records.every((one: any) => one.SimExtra__c === 'extra')).toBe(true);
  });

  it('are aimed at a club', async () => {
    await hazard('outage-503', {}, { club: 'south', times: null });
    expect([(await get(leadId(1))).status, (await get(leadId(4))).status, (await rest('GET', '/limits')).status]).toEqual([200, 503, 200]);
  });

  it('wait for a call that is let in where they change its work', async () => {
    await hazard('convert-on-update');
    expect((await rest('PATCH', `/sobjects/Lead/${leadId(1)}`, {}, { authorization: 'Bearer nonsense' })).status).toBe(401);
    expect((await update(leadId(1), {})).status).toBe(400);
  });

  it.each([
    ['field-refused', {}], ['limit-403', { kind: 'weekly' }], ['small-batch', { rows: 'few' }], ['duplicate-alert', { matchId: 5 }], ['field-refused', { message: 'x', fields: 'City' }],
  ])('%s %j is no hazard', async (name, params) => expect((await hazard(name, params)).status).toBe(400));
});
