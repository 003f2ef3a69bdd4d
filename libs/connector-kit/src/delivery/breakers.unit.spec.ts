import { beforeEach, expect, it, jest } from '@jest/globals';
import type { ActivityLogged } from '@intouch/contracts';
import type { Outbox, Outgoing } from '@intouch/messaging';
import type { AnyConnector } from '../define-connector.js';
import type { IntegrationStore } from '../store/integration.store.js';
import { Breakers } from './breakers.js';

const away = new Error('no answer');
let holds: number[];
let told: (string | null)[];
let breakers: Breakers;
beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  holds = [];
  told = [];
  const store = { holdAccount: async (_account: string, ms: number) => void holds.push(ms), clubsOfAccount: async () => ['club-1'] } as unknown as IntegrationStore;
  const outbox = { add: async (messages: readonly Outgoing[]) => void told.push(...messages.map(({ payload }) => (payload as ActivityLogged).entry!.reason)) } as unknown as Outbox;
  breakers = new Breakers({ title: 'Vendor', vendor: 'compete' } as AnyConnector, store, outbox);
});

it('one contact that fails again and again never opens it', async () => {
  for (let n = 0; n < 50; n += 1) await breakers.failed('a', 'one', away);
  expect(breakers.probing('a')).toBe(false);
  expect(holds).toEqual([]);
});

it('an answer in between starts the count anew', async () => {
  for (const contact of ['1', '2', '3', '4']) await breakers.failed('a', contact, away);
  await breakers.succeeded('a');
  for (const contact of ['1', '2', '3', '4']) await breakers.failed('a', contact, away);
  expect(breakers.probing('a')).toBe(false);
});

it('opens on five contacts, tells it once, ignores stragglers, waits longer each time, and recovers', async () => {
  for (const contact of ['1', '2', '3', '4', '5', '6', '7', '8']) await breakers.failed('a', contact, away);
  expect(holds).toHaveLength(1);
  expect(breakers.probing('a')).toBe(true);
  expect(breakers.probing('b')).toBe(false);
  for (let probe = 0; probe < 10; probe += 1) {
    jest.setSystemTime(Date.now() + 60_000);
    await breakers.failed('a', '1', away);
  }
  expect(holds.at(-1)!).toBeGreaterThan(holds[0]!);
  expect(Math.max(...holds)).toBeLessThanOrEqual(37_500);
  expect(told).toEqual(['vendor-unavailable']);
  await breakers.succeeded('a');
  expect(breakers.probing('a')).toBe(false);
  expect(told).toEqual(['vendor-unavailable', 'vendor-available']);
});
