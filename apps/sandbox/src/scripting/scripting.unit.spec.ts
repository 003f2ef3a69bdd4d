import { beforeEach, describe, expect, it } from '@jest/globals';
import { credentials, playSandbox } from '../testing/played-sandbox.js';

describe('the scripting interface', () => {
  const played = playSandbox();
  const { call, script, compete } = played;
  const hazard = (body: object) => script('POST', '/hazards', body);
  const ask = (headers = {}) => compete('GET', 'club/getactiveclubs', undefined, headers);
  const requests = async (query = '') => (await script('GET', `/requests${query}`)).body.requests as any[];
  const jane = { MemberId: '600000', HomeClubId: 1, FirstName: 'Jane', LastName: 'Doe', MembershipTypeId: 2, MobilePhone: '6142009001', EmailAddress: 'j@example.com' };
  const create = () => compete('POST', 'member/createmember', jane);

  beforeEach(() => script('POST', '/reset'));

  it.each([
    ['POST', '/reset', { fixture: 'nice' }, 400],
    ['POST', '/reset', { now: 'noon' }, 400],
    ['POST', '/reset', '[]', 400],
    ['POST', '/reset', '{', 400],
    ['PUT', '/clock', {}, 400],
    ['PUT', '/clock', { now: '2024-07-08' }, 400],
    ['POST', '/hazards', {}, 400],
    ['POST', '/hazards', { name: 'toString' }, 400],
    ['POST', '/hazards', { name: 'slow', operation: 'sing' }, 400],
    ['POST', '/hazards', { name: 'slow', skip: -1 }, 400],
    ['POST', '/hazards', { name: 'slow', times: 'often' }, 400],
    ['POST', '/hazards', { name: 'slow', params: { ms: 'long' } }, 400],
    ['POST', '/hazards', { name: 'slow', params: { msec: 5 } }, 400],
    ['POST', '/hazards', { name: 'field-refused' }, 400],
    ['POST', '/hazards', { name: 'page-drift', params: { mode: 'sideways' } }, 400],
    ['DELETE', '/hazards/hz-77', undefined, 404],
    ['GET', '/records/dragons', undefined, 400],
    ['GET', '/records/customers/4711', undefined, 404],
    ['DELETE', '/records/customers/4711', undefined, 404],
    ['PUT', '/records/customers/4711', { FirstName: 'Clubless' }, 400],
    ['PUT', '/records/customers/4711', '"text"', 400],
    ['POST', '/actions/fly', {}, 400],
    ['GET', '/weather', undefined, 404],
    ['POST', '/people/1001', undefined, 404],
  ])('%s %s %j answers %i in plain words', async (method, path, body, status) => {
    expect(await script(method, path, body)).toMatchObject({ status, body: { error: expect.any(String) } });
  });

  it('knows no other vendors', async () => {
    expect(await call('GET', '/__sandbox/acme/people')).toMatchObject({ status: 404, body: { error: expect.any(String) } });
    expect((await call('GET', '/nowhere')).status).toBe(404);
  });

  it('drops everything on reset, one vendor or all', async () => {
    for (const reset of [() => script('POST', '/reset', { fixture: 'empty' }), () => call('POST', '/__sandbox/reset', { fixture: 'empty' })]) {
      await hazard({ name: 'outage-503' });
      await script('PUT', '/records/customers/2000', { club: '1' });
      await ask();
      expect((await reset()).status).toBe(204);
      expect((await script('GET', '/hazards')).body).toEqual({ hazards: [] });
      expect((await script('GET', '/records/customers')).body).toEqual({ records: [] });
      expect((await script('GET', '/records/sources')).body.records).toHaveLength(7);
      expect(await requests()).toEqual([]);
      expect((await hazard({ name: 'error-500' })).body).toEqual({ id: 'hz-1' });
    }
    expect((await call('POST', '/__sandbox/reset', { fixture: 'nice' })).status).toBe(400);
  });

  it('freezes the clock and lets it go', async () => {
    await script('PUT', '/clock', { now: '2024-07-08T17:00:00Z' });
    expect((await script('PUT', '/records/clubs/1', { Name: 'North' })).body.modifiedAt).toBe('2024-07-08T17:00:00.000Z');
    expect((await script('PUT', '/clock', { now: null })).status).toBe(204);
    expect((await script('PUT', '/records/clubs/1', { Name: 'North' })).body.modifiedAt > '2024-07-09').toBe(true);
  });

  it('creates, merges, lists and deletes records', async () => {
    const created = (await script('PUT', '/records/customers/2000', { club: '2', FirstName: 'Al', extra: { a: 1, b: 2 }, createdAt: '2020-01-01T00:00:00Z' })).body;
    expect(created).toMatchObject({ Id: 2000, club: '2', HomeClubNumber: 2, FirstName: 'Al', createdAt: '2020-01-01T00:00:00Z', modifiedAt: expect.any(String) });
    const merged = await script('PUT', '/records/customers/2000', { FirstName: null, extra: { a: null }, modifiedAt: '2021-01-01T00:00:00Z' });
    expect(merged).toMatchObject({ status: 200, body: { extra: { b: 2 }, modifiedAt: '2021-01-01T00:00:00Z' } });
    expect(merged.body).not.toHaveProperty('FirstName');
    expect(merged.body.extra).not.toHaveProperty('a');
    expect((await script('GET', '/records/customers/2000')).body).toEqual(merged.body);
    expect((await script('DELETE', '/records/customers/2000')).status).toBe(204);
    expect((await script('GET', '/records/customers')).body.records).toHaveLength(7);
  });

  it('lists hazards as posted, with id and hits, and deletes them', async () => {
    expect(await hazard({ name: 'outage-503', skip: 1, times: null, params: { retryAfter: 3 } })).toMatchObject({ status: 201, body: { id: 'hz-1' } });
    await hazard({ name: 'slow', club: '2' });
    const statuses = [(await ask()).status, (await ask()).status, (await ask()).status];
    expect(statuses).toEqual([200, 503, 503]);
    expect((await script('GET', '/hazards')).body.hazards).toEqual([
      { id: 'hz-1', name: 'outage-503', operation: '*', club: '*', skip: 1, times: null, params: { retryAfter: 3 }, fired: 2 },
      { id: 'hz-2', name: 'slow', operation: '*', club: '2', skip: 0, times: 1, params: {}, fired: 0 },
    ]);
    expect((await ask()).headers.get('retry-after')).toBe('3');
    expect((await script('DELETE', '/hazards/hz-1')).status).toBe(204);
    expect((await ask()).status).toBe(200);
    expect((await script('DELETE', '/hazards')).status).toBe(204);
    expect((await script('GET', '/hazards')).body.hazards).toEqual([]);
  });

  it('lets hazards see only their operation and club, before any check of the wire', async () => {
    await hazard({ name: 'outage-503', operation: 'createMember' });
    await hazard({ name: 'error-500', club: '2' });
    expect((await ask()).status).toBe(200);
    expect((await ask({ 'X-ClubId': '2', 'X-Api-Key': 'wrong' })).status).toBe(500);
    expect((await create()).status).toBe(503);
  });

  it('fires the oldest replacement only, and all delays and changes with it', async () => {
    await hazard({ name: 'outage-503' });
    await hazard({ name: 'error-500' });
    await hazard({ name: 'slow', params: { ms: 60 } });
    const began = performance.now();
    expect((await ask()).status).toBe(503);
    expect(performance.now() - began).toBeGreaterThan(55);
    expect((await ask()).status).toBe(500);
    expect((await requests()).map(({ hazards }) => hazards)).toEqual([['outage-503', 'slow'], ['error-500']]);
  });

  it('halves the body after doing the work', async () => {
    await hazard({ name: 'truncated-body' });
    const whole = '{"Successful":true,"CustomerId":1201,"MemberId":"600000"}';
    expect(await create()).toMatchObject({ status: 200, body: whole.slice(0, whole.length >> 1) });
    expect((await script('GET', '/records/customers/1201')).status).toBe(200);
  });

  it.each([
    ['connection-reset', {}, 404],
    ['timeout-before-commit', { holdMs: 40 }, 404],
    ['timeout-after-commit', {}, 200],
    ['timeout-after-commit', { holdMs: 40 }, 200],
  ])('%s %j sends no byte', async (name, params: { holdMs?: number }, stored) => {
    await hazard({ name, operation: 'createMember', params });
    const began = performance.now();
    await expect(create()).rejects.toThrow('fetch failed');
    expect(performance.now() - began).toBeGreaterThanOrEqual((params.holdMs ?? 0) - 2);
    expect((await script('GET', '/records/customers/1201')).status).toBe(stored);
    expect(await requests()).toMatchObject([{ operation: 'createMember', status: 0, hazards: [name] }]);
  });

  it('logs requests with credentials hidden', async () => {
    await script('PUT', '/clock', { now: '2024-07-08T17:00:00Z' });
    await call('GET', '/api/v3/member/getcustomers?ClubId=1&Paging.Page=1', undefined, credentials);
    await create();
    await compete('GET', 'no/such/thing');
    const [first, second, third] = await requests();
    expect(first).toMatchObject({
      seq: 1, at: '2024-07-08T17:00:00.000Z', operation: 'getCustomers', club: '1', method: 'GET', path: '/api/v3/member/getcustomers',
      query: { ClubId: '1', 'Paging.Page': '1' }, headers: { 'x-api-key': '***', 'x-companyid': '101' }, body: '', status: 200, hazards: [],
    });
    expect(second).toMatchObject({ seq: 2, operation: 'createMember', method: 'POST', body: JSON.stringify(jane) });
    expect(third).toMatchObject({ operation: 'unknown', status: 404 });
    expect((await requests('?operation=createMember')).map(({ seq }) => seq)).toEqual([2]);
    expect(JSON.stringify(await requests())).not.toContain('not-a-real-key');
  });
});
