import 'reflect-metadata';
import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '@intouch/connector-kit';
import { clientOf, clientSecret, expired, html, json, KeptSession, refused, text, token, versions } from './testing/scripted-client.js';

const described = json(200, { name: 'Lead', fields: [] });
const all = versions('52.0', '58.0', '61.0', '62.0');
const bearer = (http: ReturnType<typeof clientOf>['http']): unknown[] => http.sent.map(({ headers }) => headers!['Authorization']);

it('asks with the form of the page, then for the versions, and keeps both for everybody', async () => {
  const { client, http, session } = clientOf([token(), all, described], { session: new KeptSession() });
  await client.describeLead();
  expect(http.sent).toEqual([
    {
      method: 'POST', url: 'https://myclub.my.salesforce.com/services/oauth2/token', headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
      body: `grant_type=client_credentials&client_id=app&client_secret=${new URLSearchParams({ x: clientSecret }).toString().slice(2)}`,
    },
    { method: 'GET', url: 'https://myclub.my.salesforce.com/services/data/', headers: { Authorization: 'Bearer token-1', Accept: 'application/json' } },
    expect.objectContaining({ url: 'https://myclub.my.salesforce.com/services/data/v62.0/sobjects/Lead/describe', headers: { Authorization: 'Bearer token-1', Accept: 'application/json' } }),
  ]);
  const other = clientOf([described], { session });
  await other.client.describeLead();
  expect(other.http.calls).toEqual(['GET /sobjects/Lead/describe']);
});

it('is used until it is refused, then asked for once for all, and the call made once more', async () => {
  const { client, http, session } = clientOf([described, expired, token('token-2'), all, described, described]);
  await client.describeLead();
  await client.describeLead();
  await client.describeLead();
  expect(bearer(http)).toEqual(['Bearer token-1', 'Bearer token-1', undefined, 'Bearer token-2', 'Bearer token-2', 'Bearer token-2']);
  expect(session.kept).toContain('token-2');
});

it('takes the token that somebody else has got meanwhile', async () => {
  const { client, http, session } = clientOf([described, expired, described]);
  await client.describeLead();
  session.kept = session.kept!.replace('token-1', 'token-9');
  await client.describeLead();
  expect(bearer(http)).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-9']);
});

it('does not go round in circles where every token is refused', async () => {
  const { client, http } = clientOf([expired, token('token-2'), all, expired]);
  await expect(client.describeLead()).rejects.toMatchObject({ name: 'Unauthorized', scope: 'integration', code: 'credentials-refused' });
  expect(http.sent).toHaveLength(4);
});

it('gives nobody the token of an app who does not have its secret', async () => {
  const owner = clientOf([described]);
  const { client, http } = clientOf([json(400, { error: 'invalid_client', error_description: 'invalid client credentials' })], { session: owner.session, credentials: { clientSecret: 'a guess' } });
  await expect(client.describeLead()).rejects.toMatchObject({ name: 'Unauthorized' });
  expect(http.calls).toEqual(['POST /services/oauth2/token']);
});

it('logs in anew for a check, and tells the vendor\'s time', async () => {
  const { client, http } = clientOf([{ ...token('token-2'), headers: { date: 'Sun, 22 Nov 2026 02:00:00 GMT' } }, all, described]);
  expect(await client.prove()).toEqual(new Date('2026-11-22T02:00:00Z'));
  await client.describeLead();
  expect(bearer(http)).toEqual([undefined, 'Bearer token-2', 'Bearer token-2']);
});

describe('not accepted', () => {
  const oauth = (error: string) => json(400, { error, error_description: 'no' });
  it.each([
    ...['invalid_client', 'invalid_client_id', 'invalid_grant', 'inactive_user', 'unsupported_grant_type'].map((error) => [error, oauth(error), { name: 'Unauthorized', scope: 'integration', code: 'credentials-refused', message: expect.stringContaining(error) }] as const),
    ['rate_limit_exceeded', oauth('rate_limit_exceeded'), { name: 'Throttled', retryAfterSeconds: 60 }],
    ['429', text(429, '', { 'retry-after': '7' }), { name: 'Throttled', retryAfterSeconds: 7 }],
    ['420', text(420), { name: 'Throttled', retryAfterSeconds: 60 }],
    ['404', text(404), { name: 'Unauthorized', code: 'credentials-refused' }],
    ['503', refused(503, 'SERVER_UNAVAILABLE'), { name: 'Unavailable', ambiguous: false }],
    ['302', text(302, '', { location: 'https://elsewhere.example' }), { name: 'Unavailable', ambiguous: false }],
    ['a login page', html, { name: 'Unavailable', ambiguous: false }],
    ['half a body', { ...token(), text: token().text.slice(0, 20) }, { name: 'Unavailable', ambiguous: false }],
    ['no token', json(200, { instance_url: 'https://x.my.salesforce.com' }), { name: 'Unavailable', ambiguous: false }],
    ['no answer', new Unavailable('the vendor did not answer in time', false), { name: 'Unavailable', ambiguous: false }],
  ])('%s', async (_what, answer, wanted) => {
    const { client, http } = clientOf([answer], { session: new KeptSession() });
    await expect(client.describeLead()).rejects.toMatchObject(wanted);
    expect(http.sent).toHaveLength(1);
  });
});

it.each([
  ['401', expired, { name: 'Unauthorized', code: 'credentials-refused' }],
  ['no right to the API', refused(403, 'API_DISABLED_FOR_ORG'), { name: 'Unauthorized', code: 'access-refused' }],
  ['503', text(503), { name: 'Unavailable', ambiguous: false }],
  ['a login page', html, { name: 'Unavailable', ambiguous: false }],
])('a login whose versions are not told is none: %s', async (_what, answer, wanted) => {
  const { client, session } = clientOf([token(), answer], { session: new KeptSession() });
  await expect(client.describeLead()).rejects.toMatchObject(wanted);
  expect(session.kept).toBeNull();
});

describe('the org\'s host', () => {
  it.each(['https://myclub.my.salesforce.com', 'https://myclub--dev.sandbox.my.salesforce.com', 'https://na1.salesforce.com/', 'https://x.force.com'])('%s is taken', async (instance) => {
    const { client, http } = clientOf([token('t', { instance_url: instance }), all, described], { session: new KeptSession() });
    await client.describeLead();
    expect(http.sent[1]!.url).toBe(`${new URL(instance).origin}/services/data/`);
  });

  it.each(['http://example.invalid', 'https://salesforce.com.evil.example', 'https://evilsalesforce.com', 'http://myclub.my.salesforce.com', 'nonsense'])('%s gets no token', async (instance) => {
    const { client, http, session } = clientOf([token('t', { instance_url: instance })], { session: new KeptSession() });
    await expect(client.describeLead()).rejects.toMatchObject({ name: 'Unauthorized', code: 'credentials-refused' });
    expect(http.sent).toHaveLength(1);
    expect(session.kept).toBeNull();
  });
});

describe('the version', () => {
  it.each([
    ['62.0', ['52.0', '61.0', '62.0'], '62.0'],
    ['60.0', ['52.0', '61.0', '62.0'], '52.0'],
    ['62.0', ['9.0', '52.0', '58.0', '100.0'], '58.0'],
    ['62.0', ['51.0', '52.0'], '52.0'],
  ])('%s of %j is %s', async (apiVersion, listed, wanted) => {
    const { client, http } = clientOf([token(), versions(...listed), described], { session: new KeptSession(), set: { apiVersion } });
    await client.describeLead();
    expect(http.sent[2]!.url).toContain(`/services/data/v${wanted}/`);
  });

  it.each([[[]], [['51.0', '63.0']]])('%j has none', async (listed) => {
    const { client } = clientOf([token(), versions(...listed)], { session: new KeptSession() });
    await expect(client.prove()).rejects.toMatchObject({ name: 'Unauthorized', code: 'api-version-unsupported' });
  });

  it('has ended: the next lower one is taken, and what seemed unknown is there', async () => {
    const gone = refused(404, 'NOT_FOUND');
    const { client, http, session } = clientOf([gone, versions('52.0', '61.0'), text(204), text(204)]);
    await client.updateLead('00Q', { City: 'Dublin' });
    await client.updateLead('00Q', { City: 'Dublin' });
    expect(http.sent.map(({ url }) => url.replace(/^.*services/, ''))).toEqual(['/data/v62.0/sobjects/Lead/00Q', '/data/', '/data/v61.0/sobjects/Lead/00Q', '/data/v61.0/sobjects/Lead/00Q']);
    expect(session.kept).toContain('token-1');
  });
});

describe('with a key', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = (key: typeof privateKey): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const set = { authFlow: 'jwt-bearer', userName: 'integration@sim.example', audience: 'https://test.salesforce.com' };

  it('signs an assertion for three minutes', async () => {
    const { client, http } = clientOf([token(), all, described], { session: new KeptSession(), set, credentials: { privateKeyPem: pem(privateKey) } });
    const before = Math.floor(Date.now() / 1_000);
    await client.describeLead();
    const form = new URLSearchParams(http.sent[0]!.body);
    expect([...form.keys()]).toEqual(['grant_type', 'assertion']);
    expect(http.sent[0]!.body).toMatch(/^grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=/);
    const [header, claims, signature] = form.get('assertion')!.split('.');
    const read = (part: string): { exp: number } => JSON.parse(Buffer.from(part, 'base64url').toString()) as { exp: number };
    expect(read(header!)).toEqual({ alg: 'RS256' });
    expect(read(claims!)).toEqual({ iss: 'app', sub: 'integration@sim.example', aud: 'https://test.salesforce.com', exp: expect.any(Number) });
    expect(read(claims!).exp - before - 180).toBeLessThan(5);
    expect(verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), publicKey, Buffer.from(signature!, 'base64url'))).toBe(true);
  });

  it.each([
    ['no key', 'nonsense'],
    ['a short one', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey)],
    ['another kind', pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)],
  ])('%s is refused before anything is sent', async (_what, privateKeyPem) => {
    const { client, http } = clientOf([], { session: new KeptSession(), set, credentials: { privateKeyPem } });
    await expect(client.describeLead()).rejects.toMatchObject({ name: 'Unauthorized', code: 'credentials-refused', message: expect.not.stringContaining('nonsense') });
    expect(http.sent).toEqual([]);
  });
});
