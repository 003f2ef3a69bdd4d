import { beforeEach, describe, expect, it } from '@jest/globals';
import { playSandbox } from '../../testing/played-sandbox.js';
import { frozenAt, leadId, refusal, salesforceCalls } from '../../testing/salesforce-calls.js';

describe('the wire of Salesforce', () => {
  const played = playSandbox();
  const { call } = played;
  const { script, rest, org, get } = salesforceCalls(played);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('lists its versions to anybody', async () => {
    for (const path of ['/services/data/', '/services/data']) {
      const { status, body } = await call('GET', path, undefined, { authorization: 'Bearer nonsense' });
      expect([status, body.length]).toEqual([200, 11]);
      expect([body[0], body[10]]).toEqual([
        { label: "Summer '21", url: '/services/data/v52.0', version: '52.0' },
        { label: "Winter '25", url: '/services/data/v62.0', version: '62.0' },
      ]);
    }
  });

  it('looks at the token first', async () => {
    for (const authorization of ['', 'Bearer', 'Bearer nonsense', 'Basic c2ltOnNpbQ==']) {
      const reply = await call('PATCH', `/services/data/v99.0/sobjects/Lead/${leadId(1)}`, '{', { authorization });
      expect(reply).toMatchObject({ status: 401, body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }] });
    }
  });

  it.each([
    ['GET', '/nothing'], ['GET', '/sobjects/Account/x'], ['GET', '/sobjects/Lead/a/b/c'], ['GET', '/query/a/b'], ['GET', '/sobjects/Lead/InTouch_Id__c/%E0'], ['GET', ''],
  ])('then for the path: %s %s', async (method, path) => expect(await rest(method, path)).toMatchObject(refusal(404, 'NOT_FOUND')));

  it('then for version and method', async () => {
    for (const version of ['51.0', '63.0', '62.1', '062.0']) expect(await rest('GET', '/limits', undefined, {}, version)).toMatchObject(refusal(404, 'NOT_FOUND'));
    expect((await rest('GET', '/limits', undefined, {}, '52.0')).status).toBe(200);
    expect(await rest('DELETE', '/limits')).toMatchObject(refusal(405, 'METHOD_NOT_ALLOWED', { message: "HTTP Method 'DELETE' not allowed. Allowed are GET" }));
    expect((await script('GET', '/requests')).body.requests.at(-1)).toMatchObject({ operation: 'unknown', status: 405 });
  });

  it('then for the calls of the day, by the hour of the sandbox clock', async () => {
    await org({ dailyApiRequests: 2 });
    expect((await rest('GET', '/limits')).body.DailyApiRequests).toEqual({ Max: 2, Remaining: 1 });
    expect((await rest('GET', '/nothing')).headers.get('sforce-limit-info')).toBe('api-usage=1/2');
    expect((await get(leadId(1))).headers.get('sforce-limit-info')).toBe('api-usage=2/2');
    expect(await rest('PATCH', `/sobjects/Lead/${leadId(1)}`, '{')).toMatchObject(refusal(403, 'REQUEST_LIMIT_EXCEEDED', { message: 'TotalRequests Limit exceeded.' }));
    await script('PUT', '/clock', { now: '2026-11-23T03:00:00Z' });
    expect((await get(leadId(1))).status).toBe(200);
  });

  it('tells its time and its usage on every REST answer', async () => {
    const reply = await rest('GET', '/sobjects/Lead/describe');
    expect(['date', 'content-type', 'sforce-limit-info'].map((name) => reply.headers.get(name))).toEqual(['Sun, 22 Nov 2026 02:00:05 GMT', 'application/json;charset=UTF-8', 'api-usage=1/15000']);
    const { headers } = await call('GET', '/services/data/');
    expect(['date', 'sforce-limit-info'].map((name) => headers.get(name))).toEqual(['Sun, 22 Nov 2026 02:00:05 GMT', 'api-usage=1/15000']);
  });

  it('knows of which club a call is', async () => {
    const clubs = async () => (await script('GET', '/requests')).body.requests.map(({ operation, club }: any) => `${operation} ${club}`);
    await rest('PATCH', '/sobjects/Lead/InTouch_Id__c/c1%3Aa', { LastName: 'A', Company: 'B', InTouch_Club__c: 'north' });
    await rest('PATCH', '/sobjects/Lead/InTouch_Id__c/c1%3Aa', { InTouch_Club__c: 'south' });
    await rest('PATCH', '/sobjects/Lead/InTouch_Id__c/c1:a', { City: 'Rome' });
    await rest('GET', `/sobjects/Lead/${leadId(4)}`);
    await rest('DELETE', `/sobjects/Lead/${leadId(3)}`);
    await rest('GET', '/limits');
    expect((await clubs()).filter((one: string) => !one.startsWith('token'))).toEqual(['upsertLead north', 'upsertLead north', 'upsertLead south', 'getLead south', 'deleteLead null', 'limits null']);
  });
});
