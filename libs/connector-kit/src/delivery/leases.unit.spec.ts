import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { ClaimedDelivery, DeliveryStore } from '../store/delivery.store.js';
import { Leases } from './leases.js';
import type { Job } from './sending.js';

const leaseMs = 11_000;
let ours: Set<string>;
let leases: Leases;
const job = (contactId: string, { clubId = 'c', account = 'a' } = {}): Job =>
  ({ claim: { clubId, contactId } as ClaimedDelivery, integration: { account, settings: { timeoutMs: 1_000 } } }) as unknown as Job;

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  ours = new Set(['c:1', 'c:2']);
  leases = new Leases({
    stillMine: async (claim: ClaimedDelivery) => ours.has(`c:${claim.contactId}`),
    renew: async (claims: readonly ClaimedDelivery[]) => new Set(claims.map(({ contactId }) => `c:${contactId}`).filter((key) => ours.has(key))),
  } as unknown as DeliveryStore);
});
afterEach(() => {
  jest.useRealTimers();
});

it('lets a call go that ends before the claim does, and none that could outlive it', () => {
  const one = job('1');
  leases.hold(one, 0, leaseMs);
  leases.guard(one);
  jest.setSystemTime(9_999);
  leases.guard(one);
  jest.setSystemTime(10_001);
  expect(() => leases.guard(one)).toThrow(expect.objectContaining({ name: 'Unavailable', ambiguous: false }));
});

it('renews what takes long as long as it is ours', async () => {
  const [one, two] = [job('1'), job('2')];
  leases.hold(one, 0, leaseMs);
  leases.hold(two, 0, leaseMs);
  await jest.advanceTimersByTimeAsync(30_000);
  leases.guard(one);
  ours.delete('c:2');
  await jest.advanceTimersByTimeAsync(4_100);
  leases.guard(one);
  expect(() => leases.guard(two)).toThrow();
  leases.release(one);
  leases.release(two);
  expect(jest.getTimerCount()).toBe(0);
});

it('a confirmation renews, and its refusal ends the claim at once', async () => {
  const one = job('1');
  leases.hold(one, 0, leaseMs);
  jest.setSystemTime(9_000);
  await expect(leases.confirm(one, {})).resolves.toBe(true);
  jest.setSystemTime(18_000);
  leases.guard(one);
  ours.clear();
  await expect(leases.confirm(one, {})).resolves.toBe(false);
  expect(() => leases.guard(one)).toThrow();
  leases.release(one);
});

it.each<['integration' | 'club', string[]]>([['integration', ['1', '2']], ['club', ['1']]])('turned back by %s: those claimed until now make no call, the others do', (scope, whom) => {
  const jobs = [job('1'), job('2', { clubId: 'd' }), job('3', { clubId: 'e', account: 'b' })];
  jest.setSystemTime(500);
  leases.turnBack(jobs[0]!, scope);
  // Claimed before, though held only now.
  for (const one of jobs) leases.hold(one, 400, leaseMs);
  for (const one of jobs) {
    if (!whom.includes(one.claim.contactId)) leases.guard(one);
    else expect(() => leases.guard(one)).toThrow(expect.objectContaining({ name: 'Held' }));
    leases.release(one);
    leases.hold(one, 501, leaseMs);
    leases.guard(one);
    leases.release(one);
  }
});
