import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { cookiesOf, least, mosoCalls } from '../../testing/moso-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';
import { Logins } from './logins.js';

describe('the login of MoSoClub', () => {
  const played = playSandbox();
  const { call } = played;
  const { script, login, find, wire, add } = mosoCalls(played);
  const ask = (cookie: string) => wire('GET', '/MemberSearch/FindMembers?memberStatus=Active', undefined, { cookie });

  beforeEach(() => script('POST', '/reset'));

  it('answers with two cookies', async () => {
    const reply = await login();
    expect(reply).toMatchObject({ status: 200, body: { Data: { Authenticated: true }, Success: true, Message: null } });
    expect(reply.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^\.MOSOAUTH=[0-9a-f]{32}; path=\/; HttpOnly$/),
      expect.stringMatching(/^ASP\.NET_SessionId=[a-z0-9]{24}; path=\/; HttpOnly$/),
    ]);
    expect((await ask(cookiesOf(reply))).status).toBe(200);
  });

  it('takes the names of the query in any case, and decodes the values', async () => {
    expect((await login('A%20B', 'USERID=sim%2Duser&PassWord=not-a-real-password')).status).toBe(200);
  });

  it.each([
    ['userId=sim-user&password=wrong', 'M'],
    ['userId=somebody&password=not-a-real-password', 'M'],
    ['userId=sim-user', 'M'],
    ['userId=sim-user&password=not-a-real-password', ''],
  ])('refuses %s for machine "%s"', async (query, machine) => {
    const reply = await login(machine, query);
    expect(reply).toMatchObject({ status: 401, body: { Data: null, Success: false, Message: 'Invalid user id or password.' } });
    expect(reply.headers.getSetCookie()).toEqual([]);
  });

  it('is asked for by everything else, with both cookies, before the body is looked at', async () => {
    const good = cookiesOf(await login());
    for (const cookie of ['', good.split('; ')[0]!, good.split('; ')[1]!, `${good}x`, '.MOSOAUTH=; ASP.NET_SessionId=']) {
      const reply = await ask(cookie);
      expect([reply.status, reply.headers.get('location'), reply.body]).toEqual([302, '/Account/Login', '']);
    }
    expect((await add({}, { cookie: '' })).status).toBe(302);
    expect((await script('GET', '/records/members')).body.records).toHaveLength(6);
    expect((await ask(`other=1; ${good.split('; ').reverse().join(';')}`)).status).toBe(200);
  });

  it('finds the route first', async () => {
    for (const [method, path] of [['GET', '/Member/Nothing'], ['GET', '/Account/Authenticate'], ['POST', '/MemberSearch/FindMembers'], ['GET', '/Account/Login']] as const) {
      expect(await wire(method, path, undefined, {})).toMatchObject({ status: 404, body: '' });
    }
    expect((await script('GET', '/requests')).body.requests[0]).toMatchObject({ operation: 'unknown', club: null });
  });

  it('lives once per machine, and is ended neither by a failed one nor by a reset', async () => {
    const [one, other] = [cookiesOf(await login('ONE')), cookiesOf(await login('OTHER'))];
    await login('ONE', 'userId=sim-user&password=wrong');
    await script('POST', '/reset', { fixture: 'empty' });
    expect([(await ask(one)).status, (await ask(other)).status]).toEqual([200, 200]);
    const again = cookiesOf(await login('ONE'));
    expect([(await ask(one)).status, (await ask(again)).status, (await ask(other)).status]).toEqual([302, 200, 200]);
  });

  it('is never shown', async () => {
    await login();
    await find('memberStatus=Active');
    await add(least);
    await call('POST', '/Account/Authenticate?USERID=sim-user&pass%77ord=not-a-real-password', { userId: 'sim-user', password: 'not-a-real-"password' });
    const { requests } = (await script('GET', '/requests')).body;
    const shown = JSON.stringify(requests);
    for (const secret of ['sim-user', 'not-a-real', 'MOSOAUTH', 'SessionId']) expect(shown).not.toContain(secret);
    expect(requests[0]).toMatchObject({ operation: 'authenticate', method: 'POST', path: '/Account/Authenticate', query: { userId: '***', password: '***', machinename: 'SPEC-1' } });
    expect(requests.at(-2)).toMatchObject({ operation: 'addMember', headers: { cookie: '***' }, body: JSON.stringify(least), status: 200 });
    expect(requests.at(-1)).toMatchObject({ query: { USERID: '***', password: '***' }, body: '{"userId":"***","password":"***"}', status: 401 });
  });
});

describe('the life of a login', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('is twenty minutes after its last use', () => {
    let minutes = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => minutes * 60_000);
    const logins = new Logins();
    const cookies = logins.begin(new Map([['userid', 'sim-user'], ['password', 'not-a-real-password'], ['machinename', 'M']]))!;
    const request = { headers: { cookie: cookies.map((one) => one.split(';')[0]).join('; ') } } as never;
    minutes = 19;
    expect(logins.admit(request)).toBe(true);
    minutes = 38;
    expect([logins.isLive(request), logins.admit(request)]).toEqual([true, true]);
    minutes = 57;
    expect(logins.isLive(request)).toBe(true);
    minutes = 58;
    expect([logins.isLive(request), logins.admit(request)]).toEqual([false, false]);
  });
});
