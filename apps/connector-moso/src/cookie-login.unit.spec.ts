import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '@intouch/connector-kit';
import { bad, clientOf, fresh, freshCookies, good, html, KeptSession, loggedIn, password, redirected, text } from './testing/scripted-client.js';

const list = good({ Results: [] });
const loggingIn = (answer: Parameters<typeof clientOf>[0][number]) => clientOf([answer], { session: new KeptSession() });

it('asks with everything in the query and no body, and keeps the cookies', async () => {
  const { client, http, session } = clientOf([fresh, list], { session: new KeptSession() });
  await client.prove();
  const [login, call] = http.sent;
  expect(login).toEqual({
    method: 'POST', headers: { Accept: 'application/json' },
    url: `https://club.mosoclub.example/Account/Authenticate?userId=sim-user&password=${encodeURIComponent(password)}&machinename=intouch-1`,
  });
  expect(call!.headers).toMatchObject({ Cookie: freshCookies });
  expect(session.kept).toBe(freshCookies);
});

it('is not asked for where one is kept, and asked for once for all calls', async () => {
  const kept = clientOf([list, list], { session: new KeptSession('a=1; b=2') });
  await kept.client.prove();
  await kept.client.prove();
  expect(kept.http.sent.map(({ headers }) => headers!['Cookie'])).toEqual(['a=1; b=2', 'a=1; b=2']);
});

it.each([
  ['one cookie', ['a=1; path=/'], 'a=1'],
  ['a value with an equals sign', ['a=x=y; HttpOnly', 'b=2'], 'a=x=y; b=2'],
  ['a cookie given twice', ['a=1', 'b=2', 'a=3'], 'a=3; b=2'],
  ['a cookie taken away', ['a=1', 'b=; expires=Thu, 01 Jan 1970 00:00:00 GMT'], 'a=1'],
])('takes the pairs of %s', async (_what, cookies, wanted) => {
  const { client, session } = clientOf([loggedIn(...cookies), list], { session: new KeptSession() });
  await client.prove();
  expect(session.kept).toBe(wanted);
});

describe('not accepted', () => {
  it.each([
    ['401', bad(401, 'Invalid user id or password.'), { name: 'Unauthorized', scope: 'integration', code: 'credentials-refused' }],
    ['403', text(403), { name: 'Unauthorized', scope: 'integration', code: 'access-refused' }],
    ['404', text(404), { name: 'Unauthorized', scope: 'integration', code: 'access-refused' }],
    ['200 without a cookie', good({ Authenticated: true }), { name: 'Unauthorized', scope: 'integration', code: 'credentials-refused' }],
    ['a login page without a cookie', html, { name: 'Unauthorized', scope: 'integration' }],
    ['200 that says no', { ...bad(200, 'No'), headers: { 'set-cookie': 'a=1' } }, { name: 'Unauthorized', scope: 'integration' }],
    ['a login page with a cookie', { ...html, headers: { ...html.headers, 'set-cookie': 'a=1' } }, { name: 'Unavailable', ambiguous: false }],
    ['half a body', { ...fresh, text: '{"Data":{"Auth' }, { name: 'Unavailable', ambiguous: false }],
    ['302', redirected, { name: 'Unavailable', ambiguous: false }],
    ['500', text(500), { name: 'Unavailable', ambiguous: false }],
    ['503', text(503, 'Service Unavailable'), { name: 'Unavailable', ambiguous: false }],
    ['503 of a busy server', text(503, 'Server Too Busy'), { name: 'Throttled', retryAfterSeconds: 30 }],
    ['429', text(429, '', { 'retry-after': '7' }), { name: 'Throttled', retryAfterSeconds: 7 }],
    ['no answer', new Unavailable('the vendor did not answer in time', false), { name: 'Unavailable', ambiguous: false }],
  ])('%s', async (_what, answer, wanted) => {
    const { client, session } = loggingIn(answer);
    await expect(client.addMember({} as never)).rejects.toMatchObject(wanted);
    expect(session.kept).toBeNull();
  });

  it('tells nothing of what was asked, not even where the vendor does', async () => {
    const echo = `user sim-user, password ${password} (${encodeURIComponent(password)}), machine intouch-1`;
    for (const answer of [bad(401, echo), bad(403, echo), bad(200, echo), text(500, echo), text(404, echo), text(302, echo), text(429, echo)]) {
      const error = await loggingIn(answer).client.prove().catch((thrown: Error) => thrown);
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/sim-user|p&ss|p%26ss|intouch-1|Authenticate/);
    }
  });
});
