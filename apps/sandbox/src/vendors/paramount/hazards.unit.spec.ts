import { beforeEach, describe, expect, it } from '@jest/globals';
import { bad, good, jane, paramountCalls, resultOf, type Result } from '../../testing/paramount-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('the hazards of Paramount', () => {
  const { script, post, ask, save, find, staff, sources, hazard, requests } = paramountCalls(playSandbox());

  beforeEach(() => script('POST', '/reset', {}));

  const saveRaw = () => ask('SaveProspect', '<Prospect><ProspectId>0</ProspectId><FirstName>A</FirstName><LastName>B</LastName><HomePhone>6175550100</HomePhone></Prospect>');
  const stored = async () => (await script('GET', '/records/prospects')).body.records.length;
  const hits = async () => (await script('GET', '/hazards')).body.hazards.map(({ fired }: any) => fired);

  it.each([
    ['outage-503', {}, 503, 'text/plain', 'Service Unavailable'],
    ['billing-window-503', {}, 503, 'text/plain', 'Nightly billing in progress'],
    ['error-500', {}, 500, 'text/xml; charset=utf-8', expect.stringContaining('<soap:Fault><faultcode>soap:Server</faultcode><faultstring>Internal error</faultstring></soap:Fault>')],
    ['throttle-429', {}, 429, null, ''],
    ['html-login-page', {}, 200, 'text/html', '<html><body>Please sign in</body></html>'],
  ])('%s replaces the answer', async (name, params, status, contentType, body) => {
    await hazard(name, params);
    const reply = await saveRaw();
    expect(reply).toMatchObject({ status, body });
    expect([reply.headers.get('content-type'), reply.headers.get('retry-after')]).toEqual([contentType, null]);
    expect(await stored()).toBe(0);
  });

  it.each(['outage-503', 'throttle-429'])('%s says when to come again, if told so', async (name) => {
    await hazard(name, { retryAfter: 7 });
    expect((await saveRaw()).headers.get('retry-after')).toBe('7');
  });

  it.each([
    ['throttle-900', {}, 900, 'Server busy, try again later'],
    ['auth-revoked', {}, 100, 'Login failed'],
    ['club-not-enabled', {}, 110, 'Club 1002 is not enabled for this login'],
    ['field-refused', { message: 'Email: is on the black list' }, 200, 'Email: is on the black list'],
  ])('%s answers its code, to whatever is asked', async (name, params, code, message) => {
    await hazard(name, params, { times: 3 });
    const club = '1002';
    expect(await save({ ...jane, MembershipAdvisorId: undefined }, { club })).toEqual(bad(code, message, { ProspectId: '0' }));
    expect(await staff({ club })).toEqual(bad(code, message, { Staff: [] }));
    expect(await find('x', { club })).toEqual(bad(code, message, { ProspectIds: [] }));
    expect(await find('x', { club })).toEqual(good({ ProspectIds: [] }));
    expect(await stored()).toBe(0);
  });

  it('needs the text of field-refused, and knows no other names', async () => {
    expect((await hazard('field-refused')).status).toBe(400);
    expect((await hazard('page-drift')).status).toBe(400);
    expect((await hazard('slow', {}, { operation: 'Sing' })).status).toBe(400);
  });

  it('answers no code where there is no operation to answer to', async () => {
    await hazard('auth-revoked');
    expect((await post('hello', null)).status).toBe(500);
    expect(await hits()).toEqual([0]);
    expect(await staff()).toMatchObject(bad(100, 'Login failed'));
  });

  it('unknown-staff and unknown-source fire only when the element is there', async () => {
    await hazard('unknown-staff', {}, { times: null });
    await hazard('unknown-source', {}, { times: null });
    expect(await save(jane)).toEqual(bad(210, 'Staff 11 not found', { ProspectId: '0' }));
    expect(await save({ ...jane, MembershipAdvisorId: undefined })).toEqual(bad(211, 'Lead source 21 not found', { ProspectId: '0' }));
    expect(await save({ ...jane, MembershipAdvisorId: null, LeadSourceId: undefined })).toEqual(good({ ProspectId: '5001' }));
    expect(await staff()).toMatchObject({ Success: 'true' });
    expect(await hits()).toEqual([1, 1]);
    expect((await requests()).map(({ hazards }) => hazards)).toEqual([['unknown-staff'], ['unknown-source'], [], []]);
  });

  it('sees the club of the header', async () => {
    await hazard('throttle-900', {}, { club: '1002' });
    expect(await staff()).toMatchObject({ Success: 'true' });
    expect(await staff({ club: '1002' })).toMatchObject({ ErrorCode: '900' });
  });

  it.each([
    ['connection-reset', {}, 0],
    ['timeout-before-commit', { holdMs: 30 }, 0],
    ['timeout-after-commit', {}, 1],
  ])('%s sends no byte', async (name, params, count) => {
    await hazard(name, params);
    await expect(saveRaw()).rejects.toThrow('fetch failed');
    expect(await stored()).toBe(count);
    expect(await requests()).toMatchObject([{ operation: 'SaveProspect', status: 0, hazards: [name] }]);
  });

  it('truncated-body stores and answers half', async () => {
    await hazard('truncated-body');
    const { status, body } = await saveRaw();
    expect([status, body]).toEqual([200, expect.not.stringContaining('</soap:Envelope>')]);
    expect(await stored()).toBe(1);
  });

  it('unknown-element adds one to every object, and none to lists', async () => {
    await hazard('unknown-element', {}, { times: 4 });
    const { Staff, ...result }: Result = await staff();
    expect([result['SimExtra'], Staff.map(({ SimExtra }: any) => SimExtra)]).toEqual(['extra', ['extra', 'extra', 'extra', 'extra', 'extra']]);
    expect((await sources()).LeadSources[0]).toEqual({ LeadSourceId: '21', Description: 'FACEBOOK', Active: 'true', SimExtra: 'extra' });
    expect(resultOf('SaveProspect', await saveRaw())).toEqual(good({ ProspectId: '5001', SimExtra: 'extra' }));
    expect(await find('x')).toEqual(good({ ProspectIds: [], SimExtra: 'extra' }));
  });
});
