import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { playSandbox } from '../../../testing/played-sandbox.js';
import { frozenAt, leadId, salesforceCalls } from '../../../testing/salesforce-calls.js';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const keys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the tokens of Salesforce', () => {
  const played = playSandbox();
  const { call } = played;
  const { script, askToken, login } = salesforceCalls(played);
  // Making a key takes a second.
  const [own, other] = [keys(), keys()];
  const get = (token: string, word = 'Bearer') => call('GET', `/services/data/v62.0/sobjects/Lead/${leadId(1)}?fields=Id`, undefined, { authorization: `${word} ${token}` });
  const assertion = (claims: object = {}, key: KeyObject = own.privateKey, alg = 'RS256') => {
    const exp = Math.floor(Date.now() / 1000) + 180;
    const signed = `${encoded({ alg })}.${encoded({ iss: 'sim-client', sub: 'integration@sim.example', aud: 'https://login.salesforce.com', exp, ...claims })}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
  };
  const bearer = (token: string) => askToken({ grant_type: jwtBearer, assertion: token });
  const app = (patch: object) => script('PUT', '/records/apps/sim-client', patch);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('are given for client credentials, with address and user, by the sandbox clock', async () => {
    const { status, body, headers } = await login();
    expect([status, body]).toEqual([200, {
      access_token: expect.stringMatching(/^00DSIM000000001!simtoken\d{4}$/), signature: expect.any(String), token_format: 'opaque', instance_url: played.url,
      id: `${played.url}/id/00DSIM0000000012BA/005SIM000000001YBA`, token_type: 'Bearer', issued_at: String(Date.parse(frozenAt)),
    }]);
    expect([headers.get('content-type'), headers.get('date'), headers.get('sforce-limit-info')]).toEqual(['application/json;charset=UTF-8', 'Sun, 22 Nov 2026 02:00:05 GMT', null]);
    expect((await get(body.access_token)).status).toBe(200);
    expect((await get(body.access_token, 'OAuth')).status).toBe(200);
    expect((await login()).body.access_token).not.toBe(body.access_token);
  });

  it.each([
    [{ grant_type: 'client_credentials', client_id: 'sim-client', client_secret: 'wrong' }, 'invalid_client', 'invalid client credentials'],
    [{ grant_type: 'client_credentials', client_id: 'sim-client' }, 'invalid_client', 'invalid client credentials'],
    [{ grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'not-a-real-secret' }, 'invalid_client_id', 'client identifier invalid'],
    [{ grant_type: 'password', username: 'u', password: 'p' }, 'unsupported_grant_type', 'grant type not supported'],
    [{}, 'unsupported_grant_type', 'grant type not supported'],
    [{ grant_type: jwtBearer }, 'invalid_grant', 'invalid assertion'],
    [{ grant_type: jwtBearer, assertion: 'a.b.c' }, 'invalid_grant', 'invalid assertion'],
  ])('are refused: %j', async (fields, error, error_description) => {
    expect(await askToken(fields as unknown as Record<string, string>)).toMatchObject({ status: 400, body: { error, error_description } });
  });

  it('need a run-as user who is active, and an app, as long as they live', async () => {
    const token = (await login()).body.access_token;
    await script('PUT', '/records/users/005SIM000000001', { IsActive: false });
    expect((await login()).body.error).toBe('inactive_user');
    expect((await get(token)).status).toBe(401);
    await app({ runAs: null });
    expect((await login()).body.error).toBe('invalid_grant');
    await script('DELETE', '/records/apps/sim-client');
    expect((await login()).body.error).toBe('invalid_client_id');
    await script('POST', '/reset');
    expect((await get(token)).status).toBe(200);
  });

  it('are given for an assertion, whoever signed it, until the app has a key', async () => {
    expect((await bearer(assertion({}, other.privateKey))).status).toBe(200);
    for (const aud of ['https://test.salesforce.com', played.url]) expect((await bearer(assertion({ aud }))).status).toBe(200);
    await app({ publicKeyPem: own.publicKey.export({ type: 'spki', format: 'pem' }) });
    expect((await bearer(assertion())).status).toBe(200);
    expect((await bearer(assertion({}, other.privateKey))).body).toEqual({ error: 'invalid_grant', error_description: 'invalid assertion' });
    expect((await bearer(`${assertion()}x`)).status).toBe(400);
    await app({ publicKeyPem: 'no key' });
    expect((await bearer(assertion())).status).toBe(400);
  });

  it.each([
    [{ iss: 'nobody' }, 'invalid_client_id', 'client identifier invalid'],
    [{ sub: 'jsmith@myclub.com' }, 'invalid_grant', "user hasn't approved this consumer"],
    [{ aud: 'https://example.com' }, 'invalid_grant', 'audience is invalid'],
    [{ exp: Date.now() / 1000 - 1 }, 'invalid_grant', 'expired'],
    [{ exp: Date.now() / 1000 + 400 }, 'invalid_grant', 'exp is too far ahead'],
    [{ exp: 'soon' }, 'invalid_grant', 'expired'],
  ])('are not given for an assertion with %j', async (claims, error, error_description) => {
    expect(await bearer(assertion(claims))).toMatchObject({ status: 400, body: { error, error_description } });
    expect((await bearer(assertion({}, own.privateKey, 'none'))).status).toBe(400);
  });

  it('are revoked', async () => {
    const token = (await login()).body.access_token;
    const revoke = () => call('POST', '/services/oauth2/revoke', `token=${encodeURIComponent(token)}`, form);
    expect(await revoke()).toMatchObject({ status: 200, body: '' });
    expect(await get(token)).toMatchObject({ status: 401, body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }] });
    expect(await revoke()).toMatchObject({ status: 400, body: { error: 'invalid_token' } });
  });

  it('have their paths, by POST', async () => {
    expect(await call('GET', '/services/oauth2/token')).toMatchObject({ status: 400, body: { error: 'invalid_request', error_description: 'must use HTTP POST' } });
    expect((await call('POST', '/services/oauth2/authorize', '', form)).status).toBe(404);
  });

  it('are never shown', async () => {
    const { access_token } = (await login()).body;
    await get(access_token);
    await bearer(assertion());
    await call('POST', '/services/oauth2/token', { client_secret: 'not-a-real-"secret' });
    await call('POST', '/services/oauth2/revoke', `token=${encodeURIComponent(access_token)}`, form);
    const { requests } = (await script('GET', '/requests')).body;
    const shown = JSON.stringify(requests);
    for (const secret of ['not-a-real', 'simtoken', encoded({ alg: 'RS256' })]) expect(shown).not.toContain(secret);
    expect(requests).toMatchObject([
      { operation: 'token', body: 'grant_type=client_credentials&client_id=sim-client&client_secret=***', status: 200, club: null },
      { operation: 'getLead', headers: { authorization: '***' }, query: { fields: 'Id' }, club: 'north' },
      { operation: 'token', status: 200 },
      { operation: 'token', body: '{"client_secret":"***"}', status: 400 },
      { operation: 'revoke', body: 'token=***' },
    ]);
  });
});
