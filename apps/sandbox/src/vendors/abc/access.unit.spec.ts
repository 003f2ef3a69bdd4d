import { beforeEach, describe, expect, it } from '@jest/globals';
import { abcCalls, basic, frozenAt, jane, pair, soapMessage, xmlOf } from '../../testing/abc-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('the door of ABC', () => {
  const played = playSandbox();
  const { call } = played;
  const { script, rest, create, soap, xmlList } = abcCalls(played);
  const unauthorized = (message: string) => ({ status: { message, count: '0', messageCode: 'API-SIM-0401' } });
  const json = { accept: 'application/json' };

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('answers JSON to those who accept it, XML to all others', async () => {
    const asJson = await rest('GET', '30123/clubs?x=1&y=%20a');
    expect(asJson.headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(asJson.body).toEqual({
      status: { message: 'success', count: '1', messageCode: 'API-SIM-0000' },
      request: { clubNumber: '30123', x: '1', y: ' a' },
      club: {
        name: 'SIM 30123', shortName: 'S30123', timeZone: 'America/Los_Angeles', address1: '1 Test Way', city: 'Sherwood', state: 'AR',
        postalCode: '72120', country: 'US', email: 'club30123@example.com',
      },
    });
    const asXml = await rest('GET', '30123/clubs?x=1&y=%20a', undefined, { accept: '*/*' });
    expect([asXml.status, asXml.headers.get('content-type')]).toEqual([200, 'application/xml']);
    expect(xmlOf(asXml)).toEqual({ response: asJson.body });
    expect(xmlOf(await rest('GET', '9003/clubs/campaigns?page=1&size=2', undefined, { accept: 'text/xml' })).response.campaigns).toHaveLength(2);
    expect(xmlOf(await call('GET', '/rest/9003/clubs'))).toEqual({ response: unauthorized('Unauthorized') });
  });

  it.each([
    ['nobody', {}],
    ['a wrong key', { app_id: 'sim-app', app_key: 'wrong' }],
    ['a wrong id', { app_id: 'sim', app_key: 'not-a-real-key' }],
    ['a missing id', { app_key: 'not-a-real-key' }],
    ['a wrong Basic', { authorization: `Basic ${Buffer.from('sim-app:wrong').toString('base64')}` }],
    ['a Bearer', { authorization: 'Bearer not-a-real-key' }],
  ])('refuses %s', async (_who, headers) => {
    expect(await call('GET', '/rest/9003/clubs', undefined, { ...json, ...headers })).toMatchObject({ status: 401, body: unauthorized('Unauthorized') });
    const ws = await call('GET', '/ws/getEmployeeList/9003', undefined, headers);
    expect([ws.status, ws.headers.get('content-type'), ws.body]).toEqual([401, 'text/plain', 'Unauthorized']);
  });

  it('takes Basic in place of the pair, and on SOAP nothing else', async () => {
    expect((await call('GET', '/rest/9003/clubs', undefined, { ...json, ...basic })).status).toBe(200);
    expect((await call('GET', '/ws/getEmployeeList/9003', undefined, pair)).body).toBe('Unauthorized');
    expect((await call('GET', '/ws/getEmployeeList/9003', undefined, basic)).status).toBe(200);
  });

  it.each(['9099', '1234', '99999'])('refuses club %s, unknown or not enabled', async (club) => {
    expect(await rest('GET', `${club}/clubs`)).toMatchObject({ status: 401, body: unauthorized('Not Authorized') });
    expect(await xmlList(`getMemberList/${club}`)).toMatchObject({ status: 401, body: 'Not Authorized' });
    expect(await soap('insertProspect', '', { club })).toMatchObject({ status: 401, body: 'Not Authorized' });
  });

  it.each(['09003', '903', '900312', 'club', '', '0'])('finds no club number in "%s", whoever asks', async (club) => {
    for (const path of [`/rest/${club}/clubs`, `/ws/getMemberList/${club}`]) {
      expect(await call('GET', path, undefined, json)).toMatchObject({ status: 404, body: '' });
    }
  });

  it.each([
    ['GET', '9003', 404],
    ['GET', '9003/dragons', 404],
    ['GET', '9003/employees/1', 404],
    ['GET', '9003/prospects/', 404],
    ['GET', '9003/members/a/b', 404],
    ['GET', '9003/Prospects', 404],
    ['POST', '9003/clubs', 405],
    ['DELETE', '9003/prospects', 405],
    ['POST', '9003/prospects/1', 405],
    ['PUT', '9003/members/1', 405],
  ])('%s %s is a bare %i', async (method, path, status) => {
    expect(await rest(method, path, method === 'GET' ? undefined : {})).toMatchObject({ status, body: '' });
    expect((await call(method, `/rest/${path}`, undefined, json)).status).toBe(401);
  });

  it.each([
    ['GET', 'ProspectManagerService/9003', 405],
    ['POST', 'getMemberList/9003', 405],
    ['GET', 'getNothing/9003', 404],
    ['GET', 'getMemberList/9003/1', 404],
  ])('%s /ws/%s is a bare %i', async (method, path, status) => {
    expect(await call(method, `/ws/${path}`, undefined, basic)).toMatchObject({ status, body: '' });
  });

  it('owns all of /rest/ but what begins with v1', async () => {
    for (const path of ['/rest/v1', '/rest/v10/x', '/rest/v11_4/Leads', '/restful', '/wsdl']) await call('GET', path);
    expect((await script('GET', '/requests')).body.requests).toEqual([]);
    for (const path of ['/rest/', '/rest/v2/clubs', '/rest/9003', '/ws/', '/ws/v1']) await call('GET', path);
    expect((await script('GET', '/requests')).body.requests).toHaveLength(5);
  });

  it('logs who asked what of which club, without the key', async () => {
    await create(jane);
    await call('PUT', '/rest/9003/prospects/1', '{}', basic);
    await xmlList('getMemberList/9004?memberId=1');
    await soap('updateProspect', '');
    await call('POST', '/ws/ProspectManagerService/9003', soapMessage('insertProspect', ''), basic);
    await call('PATCH', '/rest/x/prospects');
    const { requests } = (await script('GET', '/requests')).body;
    expect(requests.map(({ operation, club, status }: any) => [operation, club, status])).toEqual([
      ['createProspect', '9003', 200], ['updateProspect', '9003', 500], ['xmlMemberList', '9004', 200], ['soapUpdateProspect', '9003', 500],
      ['soapInsertProspect', '9003', 500], ['unknown', 'x', 404],
    ]);
    expect(requests[0].headers).toMatchObject({ app_id: 'sim-app', app_key: '***' });
    expect(requests[1].headers.authorization).toBe('***');
    expect(requests[2].query).toEqual({ memberId: '1' });
    const shown = JSON.stringify(requests);
    expect(shown).not.toContain('not-a-real-key');
    expect(shown).not.toContain(basic.authorization.slice(6));
  });
});
