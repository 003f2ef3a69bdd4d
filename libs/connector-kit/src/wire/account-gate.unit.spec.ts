import { expect, it } from '@jest/globals';
import { Held, Unavailable } from '../errors.js';
import type { AccountStore } from '../store/account.store.js';
import { AccountGate, type Passage } from './account-gate.js';
import type { VendorAnswer } from './http.js';

const request = { method: 'GET', url: 'http://vendor/' } as const;
const plenty = { grantCalls: async (_account: string, wanted: number) => ({ granted: wanted, waitMs: 0 }) } as unknown as AccountStore;

/** A wire whose answers the test lets go one by one. */
class SlowWire {
  readonly open: (() => void)[] = [];
  readonly seen: Readonly<Record<string, string>>[] = [];
  most = 0;
  send = (sent: { headers?: Readonly<Record<string, string>> }): Promise<VendorAnswer> => {
    this.seen.push(sent.headers ?? {});
    return new Promise((resolve) => {
      this.open.push(() => resolve({ status: 200, headers: {}, text: '' }));
      this.most = Math.max(this.most, this.open.length);
    });
  };
  async answerAll(count: number): Promise<void> {
    for (let answered = 0; answered < count; ) {
      await new Promise(setImmediate);
      const next = this.open.shift();
      if (next) answered += 1;
      next?.();
    }
  }
}

function passage(wire: SlowWire, more: Partial<Passage> = {}): Passage {
  return { wire, limits: { maxConcurrent: 2, requestsPerMinute: 600, sharedByInstances: false, timeoutMs: 1_000 }, trace: { 'x-request-id': 'r1' }, guard: () => undefined, ...more };
}

it('lets so many through at once, over all clubs of the account, and hands the trace on', async () => {
  const wire = new SlowWire();
  const gate = new AccountGate('a', plenty);
  const [one, other] = [gate.http(passage(wire)), gate.http(passage(wire))];
  const calls = [1, 2, 3].flatMap(() => [one.send(request), other.send({ ...request, headers: { accept: 'x' } })]);
  await wire.answerAll(6);
  await Promise.all(calls);
  expect(wire.most).toBe(2);
  expect(wire.seen[1]).toEqual({ accept: 'x', 'x-request-id': 'r1' });
});

it('asks for a call only when it was granted one', async () => {
  const grants = [0, 1, 0, 0, 1];
  const store = { grantCalls: async () => ({ granted: grants.shift() ?? 1, waitMs: 1 }) } as unknown as AccountStore;
  const wire = new SlowWire();
  const http = new AccountGate('a', store).http(passage(wire));
  const calls = [http.send(request), http.send(request)];
  await wire.answerAll(2);
  await Promise.all(calls);
  expect(grants).toEqual([]);
});

it('turns back what comes while the account is held, also what was waiting already', async () => {
  const wire = new SlowWire();
  const gate = new AccountGate('a', plenty);
  const http = gate.http(passage(wire, { limits: { maxConcurrent: 1, requestsPerMinute: 600, sharedByInstances: false, timeoutMs: 1_000 } }));
  const first = http.send(request);
  const waiting = http.send(request);
  await new Promise(setImmediate);
  gate.hold(60_000);
  await wire.answerAll(1);
  await first;
  await expect(waiting).rejects.toBeInstanceOf(Held);
  await expect(http.send(request)).rejects.toMatchObject({ retryAfterSeconds: expect.closeTo(60, 0) });
  expect(wire.seen).toHaveLength(1);
});

it('a guard stops the call at the last moment, and the place is free again', async () => {
  const wire = new SlowWire();
  const gate = new AccountGate('a', plenty);
  const guard = (): void => {
    throw new Unavailable('the claim ended', false);
  };
  const limits = { maxConcurrent: 1, requestsPerMinute: 600, sharedByInstances: false, timeoutMs: 1_000 };
  await expect(gate.http(passage(wire, { guard, limits })).send(request)).rejects.toMatchObject({ ambiguous: false });
  const next = gate.http(passage(wire, { limits })).send(request);
  await wire.answerAll(1);
  await expect(next).resolves.toMatchObject({ status: 200 });
  expect(wire.seen).toHaveLength(1);
});

it('takes a place that all instances share for each call, and gives it back whatever becomes of it', async () => {
  const taken: number[] = [];
  let tries = 0;
  const store = {
    ...plenty,
    takePlace: async (_account: string, _instance: string, places: number) => {
      tries += 1;
      const free = [1, 2, 3].slice(0, places).find((place) => !taken.includes(place));
      if (free === undefined) return null;
      taken.push(free);
      return free;
    },
    leavePlace: async (_account: string, place: number) => void taken.splice(taken.indexOf(place), 1),
  } as unknown as AccountStore;
  const wire = new SlowWire();
  const limits = { maxConcurrent: 2, requestsPerMinute: null, sharedByInstances: true, timeoutMs: 1_000 };
  // Two instances: each would let two through.
  const calls = ['one', 'other'].map((instance) => new AccountGate('a', store, instance).http(passage(wire, { limits }))).flatMap((http) => [1, 2, 3].map(() => http.send(request)));
  await wire.answerAll(6);
  await Promise.all(calls);
  expect(wire.most).toBe(2);
  expect(tries).toBeGreaterThan(6);
  const refused = new AccountGate('a', store).http(passage(wire, { limits, guard: () => { throw new Unavailable('not ours any more', false); } }));
  await expect(refused.send(request)).rejects.toThrow('not ours');
  expect(taken).toEqual([]);
});

it('what does not go over HTTP takes its turn among the rest', async () => {
  const wire = new SlowWire();
  const gate = new AccountGate('a', plenty);
  const { limits } = passage(wire, { limits: { maxConcurrent: 1, requestsPerMinute: null, sharedByInstances: false, timeoutMs: 1_000 } });
  const first = gate.http(passage(wire, { limits })).send(request);
  const made: string[] = [];
  const guard = (): void => void made.push('asked whether it still may');
  const second = gate.calls({ limits, guard }).run(async () => made.push('made'));
  await new Promise(setImmediate);
  expect(made).toEqual([]);
  await wire.answerAll(1);
  await Promise.all([first, second]);
  expect(made).toEqual(['asked whether it still may', 'made']);
  gate.hold(60_000);
  await expect(gate.calls({ limits, guard }).run(async () => made.push('held'))).rejects.toBeInstanceOf(Held);
  expect(made).toHaveLength(2);
});
