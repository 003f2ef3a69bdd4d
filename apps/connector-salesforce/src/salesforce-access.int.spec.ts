import 'reflect-metadata';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { eventually, type Stand } from '@intouch/connector-kit/testing';
import { atTheTwin, calls, lead, leads } from './testing/twin.js';

const setUp = atTheTwin();

async function suspended({ instance }: Stand): Promise<string | null> {
  return eventually('suspended', async () => {
    const last = (await instance.published(topics.integrationStateChanged)).at(-1);
    return last?.state === 'suspended' ? last.suspendedReason : undefined;
  });
}

describe('the token', () => {
  it('is one for all: many leads, one login', async () => {
    const stand = await setUp();
    for (let n = 1; n <= 8; n += 1) await stand.club.save(`lead-${n}`, lead(n));
    for (let n = 1; n <= 8; n += 1) await stand.club.delivered(`lead-${n}`);
    expect([await calls(stand, 'token'), await calls(stand, 'listVersions')]).toEqual([1, 1]);
  });

  it('that has ended is renewed once, and nothing is lost', async () => {
    const stand = await setUp();
    await stand.club.save('lead-0', lead(0));
    await stand.club.delivered('lead-0');
    await stand.vendor.hazard('token-expired');
    for (let n = 1; n <= 6; n += 1) await stand.club.save(`lead-${n}`, lead(n));
    for (let n = 1; n <= 6; n += 1) await stand.club.delivered(`lead-${n}`);
    expect(await calls(stand, 'token')).toBe(2);
    expect(await leads(stand)).toHaveLength(7);
  });

  it('that is refused for ever suspends, after a handful of calls', async () => {
    const stand = await setUp();
    await stand.vendor.hazard('lasting-401', { times: null });
    await stand.club.save('lead-1', lead(1));
    expect(await suspended(stand)).toBe('credentials-refused');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await stand.vendor.requests()).length).toBeLessThan(12);
  });

  it('goes to no host but the customer\'s and Salesforce\'s', async () => {
    const stand = await setUp();
    await stand.vendor.hazard('foreign-instance-url', { times: null });
    await stand.club.save('lead-1', lead(1));
    expect(await suspended(stand)).toBe('credentials-refused');
    expect((await stand.vendor.requests()).every(({ operation }) => operation === 'token')).toBe(true);
  });

  it('of an app is nobody\'s who has not its secret', async () => {
    const stand = await setUp();
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    const other = stand.clubOf(stand.instance, 'club-2');
    await other.configure({ credentials: { clientSecret: 'a guess' } });
    expect((await other.check()).problems).toMatchObject([{ code: 'credentials-refused' }]);
    expect(await leads(stand)).toHaveLength(1);
  });

  it('comes for an assertion, too', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
    const stand = await setUp({ settings: { authFlow: 'jwt-bearer', userName: 'integration@sim.example' }, credentials: { privateKeyPem: privateKey } });
    await stand.vendor.record('PUT', 'apps/sim-client', { publicKeyPem: publicKey });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    expect(await leads(stand)).toHaveLength(1);
    expect(await stand.instance.everyText()).not.toContain('PRIVATE KEY');
  });
});

describe('limits', () => {
  it('of places are waited for, not counted as an outage', async () => {
    const stand = await setUp();
    await stand.vendor.hazard('limit-403', { operation: 'upsertLead', params: { kind: 'concurrent' } });
    await stand.club.save('lead-1', lead(1));
    const held = await eventually('held', async () => (await stand.instance.database.rows<{ s: string }>('SELECT extract(epoch FROM hold_until - now()) AS s FROM account WHERE hold_until IS NOT NULL'))[0]);
    expect(Number(held.s)).toBeGreaterThan(20);
    expect(Number(held.s)).toBeLessThanOrEqual(30);
  });
});

describe('a check', () => {
  const problems = async (stand: Stand): Promise<string[]> => (await stand.club.check()).problems.map(({ code }) => code);

  it('finds all well, with what it may ask', async () => {
    const stand = await setUp({ fixture: 'default', settings: { memberStatus: 'Closed - Not Converted', attributeFields: { 'form.goal': 'Goal__c' }, fallbackOwner: 'asilva@myclub.com' } });
    expect(await stand.club.check()).toMatchObject({ ok: true, problems: [] });
    expect(await Promise.all(['token', 'listVersions', 'describeLead', 'listUsers', 'limits'].map((operation) => calls(stand, operation)))).toEqual(expect.arrayContaining([1]));
  });

  it('finds what is wrong with the org', async () => {
    const stand = await setUp({ settings: { memberStatus: 'Closed - Converted', birthDateField: 'Birth__c', fallbackOwner: 'front@myclub.com' } });
    await stand.vendor.record('PUT', 'orgs/default', { customFields: [{ name: 'InTouch_Id__c', length: 40, externalId: true, unique: false }, { name: 'InTouch_Club__c', length: 3 }], requiredFields: ['Studio__c'] });
    expect(await problems(stand)).toEqual(['external-id-not-unique', 'field-missing', 'field-too-short', 'field-too-short', 'required-field-unmapped', 'status-unknown', 'assignee-unlinked']);
  });

  it.each([
    ['old-versions', {}, { max: '51.0' }, 'api-version-unsupported'],
    ['route-not-granted', { operation: 'listUsers' }, {}, 'no-access'],
    ['auth-revoked', {}, {}, 'credentials-refused'],
  ])('under %s', async (name, where, params, wanted) => {
    const stand = await setUp();
    await stand.vendor.hazard(name, { ...where, times: null, params });
    expect(await problems(stand)).toEqual([wanted]);
  });

  it('tells a clock that goes wrong, and is content all the same', async () => {
    const stand = await setUp();
    await stand.vendor.clock('2026-11-22T02:00:00Z');
    expect(await stand.club.check()).toMatchObject({ ok: true, problems: [{ code: 'clock-skew' }] });
  });
});

it('an org without the id field suspends, since every lead would be refused', async () => {
  const stand = await setUp();
  await stand.vendor.record('PUT', 'orgs/default', { customFields: ['InTouch_Club__c'] });
  await stand.club.save('lead-1', lead(1));
  expect(await suspended(stand)).toBe('external-id-missing');
});
