import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayUnderTest, operatorKey, type Answer, type GatewayUnderTest } from '../testing/gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => (gateway = await gatewayUnderTest()), 60_000);
afterAll(() => gateway.stop());

const withKey = (key: string) => ({ authorization: `Bearer ${key}` });
const ana = { status: 'LEAD', firstName: 'Ana', lastName: 'Silva' };

function expectProblem({ status, headers, body }: Answer, expected: number): void {
  expect(headers.get('content-type')).toMatch('application/problem+json');
  expect(body).toMatchObject({ type: expect.any(String), title: expect.any(String), status: expected, detail: expect.any(String), requestId: headers.get('x-request-id') });
  expect(status).toBe(expected);
}

describe('the door', () => {
  it('asks everybody for a key, but for health', async () => {
    for (const path of ['/v1/clubs', '/metrics', '/docs', '/openapi.json', '/nowhere']) expectProblem(await gateway.call('GET', path, undefined, { authorization: '' }), 401);
    expectProblem(await gateway.call('GET', '/v1/clubs', undefined, withKey('wrong')), 401);
    expect((await gateway.call('GET', '/health/live', undefined, { authorization: '' })).status).toBe(200);
    expect((await gateway.call('GET', '/health/ready', undefined, { authorization: '' })).status).toBe(200);
    for (const path of ['/metrics', '/docs', '/openapi.json']) expect((await gateway.call('GET', path)).status).toBe(200);
    const basic = `Basic ${Buffer.from(`me:${operatorKey}`).toString('base64')}`;
    expect((await gateway.call('GET', '/docs', undefined, { authorization: basic })).status).toBe(200);
    expectProblem(await gateway.call('GET', '/nowhere'), 404);
  });

  it('lets each role do what it may, at its own clubs', async () => {
    const [own, other] = [await gateway.club(), await gateway.club()];
    const [publisher, viewer, limited] = [await gateway.key('publisher', null), await gateway.key('viewer', null), await gateway.key('publisher', [own])];
    const put = (club: string, key: string) => gateway.call('PUT', `/v1/clubs/${club}/contacts/c-1`, ana, withKey(key));
    expect((await put(own, publisher)).status).toBe(202);
    expectProblem(await put(own, viewer), 403);
    expect((await put(own, limited)).status).toBe(202);
    expectProblem(await put(other, limited), 403);
    expectProblem(await gateway.call('GET', '/v1/log', undefined, withKey(publisher)), 403);
    expect((await gateway.call('GET', '/v1/log', undefined, withKey(viewer))).status).toBe(200);
    expect((await gateway.call('GET', '/v1/changes', undefined, withKey(limited))).status).toBe(200);
    const viewerOfOne = await gateway.key('viewer', [own]);
    expect((await gateway.call('GET', '/v1/clubs', undefined, withKey(viewerOfOne))).body.clubs.map(({ clubId }: { clubId: string }) => clubId)).toEqual([own]);
    expectProblem(await gateway.call('GET', `/v1/log?clubId=${other}`, undefined, withKey(viewerOfOne)), 403);
  });

  it('looks at key, role, club and body in this order', async () => {
    const viewer = await gateway.key('viewer', null);
    const bad = (club: string, headers = {}) => gateway.call('PUT', `/v1/clubs/${club}/contacts/c-1`, '{"status":', headers);
    expectProblem(await bad('nowhere', { authorization: '' }), 401);
    expectProblem(await bad('nowhere', withKey(viewer)), 403);
    expectProblem(await bad('nowhere'), 404);
    expectProblem(await bad(await gateway.club()), 400);
  });

  it('answers what is wrong with a body', async () => {
    const clubId = await gateway.club();
    expectProblem(await gateway.call('PUT', `/v1/clubs/${clubId}/contacts/c-1`, { ...ana, notes: 'x'.repeat(5 * 1024 * 1024) }), 413);
    expectProblem(await gateway.call('PUT', `/v1/clubs/${clubId}/contacts/c-1`), 422);
    expectProblem(await gateway.call('GET', '/v1/clubs/%ZZ'), 400);
    const club = await gateway.call('PUT', `/v1/clubs/${clubId}`, { name: 'x', timeZone: 'Mars/Base', country: 'usa' });
    expectProblem(club, 422);
    expect(club.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(['clientId', 'country', 'timeZone']);
    expect((await gateway.call('GET', `/v1/clubs/${clubId}`)).body).toEqual({ clubId, clientId: 'chain', name: 'North', timeZone: 'America/New_York', country: 'US' });
  });

  it('takes a sane request id and makes one otherwise', async () => {
    expect((await gateway.call('GET', '/v1/clubs', undefined, { 'x-request-id': 'abc-1' })).headers.get('x-request-id')).toBe('abc-1');
    expect((await gateway.call('GET', '/v1/clubs', undefined, { 'x-request-id': 'a b<c>' })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
