import { beforeEach, describe, expect, it } from '@jest/globals';
import { frozenAt, jane, least, mosoCalls } from '../../testing/moso-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('the hazards of MoSoClub', () => {
  const { script, login, wire, add, update, get, find, ids, record, hazard } = mosoCalls(playSandbox());
  const members = async () => (await script('GET', '/records/members')).body.records as any[];

  beforeEach(async () => {
    await find('memberStatus=Active');
    await script('POST', '/reset', { now: frozenAt });
  });

  it.each([
    ['outage-503', {}, 503, 'Service Unavailable', null],
    ['error-500', {}, 500, '', null],
    ['throttle-503', {}, 503, 'Server Too Busy', null],
    ['throttle-429', {}, 429, '', null],
    ['throttle-429', { retryAfter: 3 }, 429, '', '3'],
    ['html-login-page', {}, 200, '<html><body>Please sign in</body></html>', null],
    ['field-refused', { message: 'Email is funny.' }, 400, { Data: null, Success: false, Message: 'Email is funny.' }, null],
  ])('%s %j replaces the answer and stores nothing', async (name, params, status, body, retryAfter) => {
    await hazard(name, params);
    const reply = await add(jane);
    expect(reply).toMatchObject({ status, body });
    expect(reply.headers.get('retry-after')).toBe(retryAfter);
    if (status === 503 || name === 'html-login-page') expect(reply.headers.get('content-type')).toBe(name === 'html-login-page' ? 'text/html' : 'text/plain');
    expect(await members()).toHaveLength(6);
    expect((await add(jane)).status).toBe(200);
  });

  it('come before route and login', async () => {
    await hazard('error-500', {}, { times: 3 });
    expect((await wire('GET', '/Member/Nothing', undefined, {})).status).toBe(500);
    expect((await add({}, { cookie: '' })).status).toBe(500);
    expect((await login('X', 'userId=x')).status).toBe(500);
  });

  it.each([
    ['connection-reset', {}, 6],
    ['timeout-before-commit', { holdMs: 20 }, 6],
    ['timeout-after-commit', {}, 7],
  ])('%s answers no byte', async (name, params, stored) => {
    await hazard(name, params, { operation: 'addMember' });
    await expect(add(jane)).rejects.toThrow('fetch failed');
    expect(await members()).toHaveLength(stored);
  });

  it('truncated-body stores and sends half; slow is late', async () => {
    await hazard('truncated-body');
    await hazard('slow', { ms: 30 });
    const began = performance.now();
    expect((await add(jane)).body).toBe('{"Data":{"ID":"102290"},"Su');
    expect(performance.now() - began).toBeGreaterThan(25);
    expect(await members()).toHaveLength(7);
  });

  it('auth-revoked refuses a login, and finds one that is there dead', async () => {
    await hazard('auth-revoked', {}, { operation: 'authenticate' });
    await hazard('auth-revoked', {}, { operation: 'findMembers' });
    expect(await login('REVOKED')).toMatchObject({ status: 401, body: { Data: null, Success: false, Message: 'Invalid user id or password.' } });
    const cookie = (await login('REVOKED')).headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    const ask = () => wire('GET', '/MemberSearch/FindMembers?memberStatus=Active', undefined, { cookie });
    const reply = await ask();
    expect([reply.status, reply.headers.get('location')]).toEqual([302, '/Account/Login']);
    expect((await ask()).status).toBe(302);
  });

  it('login-displaced ends a live login just before the call', async () => {
    await hazard('login-displaced');
    expect((await add(least, { cookie: '' })).status).toBe(302);
    expect((await add(least)).status).toBe(302);
    expect(await members()).toHaveLength(6);
    expect((await add(least)).status).toBe(200);
    expect((await script('GET', '/requests?operation=addMember')).body.requests.map(({ hazards }: any) => hazards)).toEqual([[], ['login-displaced'], []]);
  });

  it('field-refused has no business with a login', async () => {
    expect((await hazard('field-refused')).status).toBe(400);
    await hazard('field-refused', { message: 'No.' });
    expect((await login()).status).toBe(200);
    expect((await get('102284')).status).toBe(400);
  });

  it('stale-read hides the young from the list alone', async () => {
    await add(least);
    await hazard('stale-read');
    await hazard('stale-read', { ms: 0 }, { skip: 1 });
    expect((await get('102290')).body.Data).toMatchObject({ FirstName: 'Ann' });
    expect(await ids('memberStatus=Active')).toEqual(['102284', '102285', '102287', '102289']);
    expect(await ids('memberStatus=Active')).toContain('102290');
    expect(await ids('memberStatus=Active')).toContain('102290');
  });

  it('success-without-id stores all the same', async () => {
    await hazard('success-without-id');
    expect(await add(jane)).toMatchObject({ status: 200, body: { Data: null, Success: true, Message: null } });
    expect(await record('102290')).toMatchObject(jane);
    expect((await add(jane)).body.Data).toEqual({ ID: '102291' });
  });

  it('missing-results-key waits for the end of a list', async () => {
    await hazard('missing-results-key');
    expect(await ids('memberStatus=Active')).toHaveLength(4);
    expect((await find('memberStatus=Active&pageNumber=2')).body).toEqual({ Data: {}, Success: true, Message: null });
    expect((await find('memberStatus=Active&pageNumber=2')).body.Data).toEqual({ Results: [] });
    await hazard('missing-results-key', {}, { operation: 'findMembers' });
    expect((await find('memberStatus=Expired')).body.Data).toEqual({});
  });

  it('endless-page-one never comes to an end', async () => {
    await hazard('endless-page-one', {}, { times: null });
    for (const page of [1, 2, 77]) expect(await ids(`memberStatus=Frozen&pageNumber=${page}`)).toEqual(['102288']);
  });

  it('blank-strings shows what is absent as blanks', async () => {
    await hazard('blank-strings', {}, { times: 2 });
    expect((await find('memberStatus=Active')).body.Data.Results[0]).toMatchObject({ Phone1: '(617) 200-1000', Phone2: '  ', TermDate: '  ', Gender: '  ' });
    expect((await get('102285')).body.Data).toMatchObject({ Phone1: '  ', MSDate: '  ', FirstName: 'Gus' });
  });

  it('convert-on-update is faster than the update of somebody who is there', async () => {
    expect((await hazard('convert-on-update')).status).toBe(400);
    await hazard('convert-on-update', { type: 'GOLD' });
    expect((await update({ ID: '1' })).status).toBe(404);
    expect(await update({ ID: '102285', City: 'Lynn' })).toMatchObject({ status: 200, body: { Data: { ID: '102285' } } });
    expect(await record('102285')).toMatchObject({ City: 'Lynn', Membership_Type: 'GOLD', MSDate: '2024-07-08T00:00:00' });
  });
});
