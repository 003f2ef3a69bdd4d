import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@intouch/stack';
import { lead, Ring, type VendorPerson } from './ring.js';
import { salesforce, type VendorUnderTest } from './vendors.js';

let ring: Ring;
beforeAll(async () => {
  ring = await Ring.start(['compete', 'salesforce']);
  await ring.club('at-compete');
  await configure('at-salesforce', salesforce);
}, 180_000);
afterAll(() => ring.stop(), 60_000);

async function configure(clubId: string, at: VendorUnderTest, credentials = at.credentials): Promise<void> {
  await ring.call('PUT', `/v1/clubs/${clubId}`, { clientId: 'client', name: 'Club', timeZone: at.timeZone });
  await ring.call('PUT', `/v1/clubs/${clubId}/integrations/${at.vendor}`, { enabled: true, settings: at.settings(new URL(ring.stack.sandboxUrl)), credentials, options: at.options });
}

const saves = (clubId: string, numbers: readonly number[]): Promise<unknown> =>
  Promise.all(numbers.map((n) => ring.call('PUT', `/v1/clubs/${clubId}/contacts/lead-${n}`, lead(n))));
const hazard = (vendor: string, name: string, more: object): Promise<unknown> => ring.call('POST', `/__sandbox/${vendor}/hazards`, { name, ...more });
const stateOf = async (clubId: string, n: number): Promise<string | undefined> => (await ring.contact(clubId, `lead-${n}`)).deliveries[0]?.state;
const peopleAt = async (vendor: string): Promise<VendorPerson[]> => (await ring.call<{ people: VendorPerson[] }>('GET', `/__sandbox/${vendor}/people`)).people;

function arrive(vendor: string, numbers: readonly number[]): Promise<unknown> {
  return eventually(`${numbers.length} leads at ${vendor}`, async () => {
    const there = new Set((await peopleAt(vendor)).map(({ email }) => email));
    return numbers.every((n) => there.has(`lead${n}@example.com`));
  }, 30_000, 50);
}

const from = (first: number, count: number): number[] => Array.from({ length: count }, (_, n) => first + n);

it('a contact that the vendor will not take is parked, and the others go by', async () => {
  await hazard('compete', 'field-refused', { operation: 'createMember', times: 1, params: { message: 'Not this one.' } });
  await saves('at-compete', [1]);
  await ring.until('at-compete', 'lead-1', 'parked');
  await saves('at-compete', from(2, 20));
  await arrive('compete', from(2, 20));
  expect(await stateOf('at-compete', 1)).toBe('parked');
  const { parked } = await ring.call<{ parked: { contactId: string }[] }>('GET', '/v1/parked?clubId=at-compete');
  expect(parked).toMatchObject([{ contactId: 'lead-1' }]);
}, 60_000);

it('a contact whose answer does not come waits alone', async () => {
  await hazard('compete', 'timeout-before-commit', { operation: 'createMember', times: 1, params: { holdMs: 900 } });
  await ring.call('PUT', '/v1/clubs/at-compete/contacts/lead-30', lead(30, { firstName: 'Slow' }));
  await saves('at-compete', from(31, 20));
  await arrive('compete', from(30, 21));
}, 60_000);

it('while one vendor is away the other gets what is its own at once; back again it gets the rest', async () => {
  await hazard('compete', 'outage-503', { times: null });
  await saves('at-compete', from(60, 10));
  await eventually('Compete found away', async () => {
    const states = await Promise.all(from(60, 10).map(async (n) => (await ring.contact('at-compete', `lead-${n}`)).deliveries[0]?.lastError));
    return states.some((error) => error !== null && error !== undefined);
  }, 20_000);
  await saves('at-salesforce', from(60, 20));
  await arrive('salesforce', from(60, 20));
  expect(await stateOf('at-compete', 60)).not.toBe('delivered');
  await ring.call('DELETE', '/__sandbox/compete/hazards');
  await ring.call('POST', '/v1/clubs/at-compete/integrations/compete/check');
  // The pause after an outage grows to a minute at most.
  await eventually('the rest at Compete', async () => {
    const there = new Set((await peopleAt('compete')).map(({ email }) => email));
    return from(60, 10).every((n) => there.has(`lead${n}@example.com`));
  }, 80_000, 100);
}, 150_000);

it('a club whose credentials are refused is suspended, and another club at the same vendor is not', async () => {
  await configure('locked-out', salesforce, { clientSecret: 'a-wrong-secret' });
  await saves('locked-out', [100]);
  await ring.until('locked-out', 'lead-100', 'suspended');
  await saves('at-salesforce', from(101, 20));
  await arrive('salesforce', from(101, 20));
  expect(await ring.call('GET', '/v1/clubs/at-salesforce/integrations/salesforce')).toMatchObject({ state: 'active' });
  expect(await ring.call('GET', '/v1/clubs/locked-out/integrations/salesforce')).toMatchObject({ state: 'suspended', suspendedReason: 'credentials-refused' });
}, 60_000);
