import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { VendorAnswer } from '@intouch/connector-kit';
import { html, json, KeptSession, refused, text, tokens, v11ClientOf } from './testing/scripted-client.js';

const granted = (access_token: string): VendorAnswer => json({ access_token, expires_in: 3_600, token_type: 'bearer', refresh_token: `refresh of ${access_token}` });
const invalidGrant = refused(401, 'invalid_grant');
const needLogin = refused(401, 'need_login');
const list = json({ '': '' });
const sentWith = ({ sent }: { readonly sent: readonly { readonly headers?: Readonly<Record<string, string>>; readonly body?: string }[] }) =>
  sent.map(({ headers, body }) => headers!['OAuth-Token'] ?? (JSON.parse(body!) as { grant_type: string }).grant_type);

it('is asked for by password, and kept', async () => {
  const { client, http, session } = v11ClientOf([granted('new'), list], { session: new KeptSession() });
  await client.leadSources();
  expect(http.sent[0]).toMatchObject({ method: 'POST', url: 'https://crm.example/suite/rest/v11_16/oauth2/token', headers: { 'Content-Type': 'application/json' } });
  expect(http.sent[0]!.body).toBe(JSON.stringify({ grant_type: 'password', client_id: 'sugar', client_secret: 'hush', username: 'sim-user', password: 'not-a-real-password', platform: 'intouch' }));
  expect(http.sent[1]!.headers).toMatchObject({ 'OAuth-Token': 'new' });
  expect(JSON.parse(session.kept!)).toMatchObject({ access: 'new', refresh: 'refresh of new' });
});

it('lives on for all calls, and is refreshed a minute before its end', async () => {
  const { client, http } = v11ClientOf([list, list]);
  await client.leadSources();
  await client.leadSources();
  expect(sentWith(http)).toEqual(['T', 'T']);
  const ending = v11ClientOf([granted('new'), list], { session: new KeptSession(tokens('T', 59_000)) });
  await ending.client.leadSources();
  expect(sentWith(ending.http)).toEqual(['refresh_token', 'new']);
  expect(ending.http.sent[0]!.body).toBe(JSON.stringify({ grant_type: 'refresh_token', client_id: 'sugar', client_secret: 'hush', refresh_token: 'refresh of T', platform: 'intouch' }));
});

it.each<[string, VendorAnswer[], string[]]>([
  ['refreshed', [needLogin, granted('new'), list], ['T', 'refresh_token', 'new']],
  ['by password, where that is not granted', [needLogin, invalidGrant, granted('new'), list], ['T', 'refresh_token', 'password', 'new']],
])('dead: %s, and the call once more', async (_what, answers, wanted) => {
  const { client, http } = v11ClientOf(answers);
  await client.leadSources();
  expect(sentWith(http)).toEqual(wanted);
});

it('that somebody else has renewed since is taken', async () => {
  const session = new KeptSession(tokens('old'));
  const { client, http } = v11ClientOf([list, needLogin, list], { session });
  await client.leadSources();
  session.kept = tokens('new');
  await client.leadSources();
  expect(sentWith(http)).toEqual(['old', 'old', 'new']);
});

it('of another mode of access is none', async () => {
  const { client, http } = v11ClientOf([granted('new'), list], { session: new KeptSession('v4_1 S') });
  await client.leadSources();
  expect(sentWith(http)).toEqual(['password', 'new']);
});

describe('is not got', () => {
  it.each<[string, VendorAnswer[], object]>([
    ['not granted', [invalidGrant], { name: 'Unauthorized', scope: 'integration', code: 'credentials-refused' }],
    ['404', [text(404)], { name: 'Unauthorized', code: 'access-refused' }],
    ['503', [text(503)], { name: 'Unavailable', ambiguous: false }],
    ['a login page', [html], { name: 'Unavailable', ambiguous: false }],
    ['no token', [json({})], { name: 'Unavailable', ambiguous: false }],
  ])('%s', async (_what, answers, wanted) => {
    await expect(v11ClientOf(answers, { session: new KeptSession() }).client.leadSources()).rejects.toMatchObject(wanted);
  });

  it('refused again right after a login', async () => {
    await expect(v11ClientOf([needLogin, granted('new'), needLogin]).client.leadSources()).rejects.toMatchObject({ name: 'Unauthorized', code: 'credentials-refused' });
  });
});
