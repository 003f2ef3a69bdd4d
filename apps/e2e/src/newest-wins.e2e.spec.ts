import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@intouch/stack';
import { lead, Ring } from './ring.js';

const clubId = 'newest';
let ring: Ring;
beforeAll(async () => {
  ring = await Ring.start(['compete']);
  await ring.club(clubId);
}, 180_000);
afterAll(() => ring.stop(), 60_000);

const put = (contactId: string, body: object): Promise<unknown> => ring.call('PUT', `/v1/clubs/${clubId}/contacts/${contactId}`, body);
const savedAt = (minute: number): string => `2026-11-20T10:0${minute}:00Z`;

function ordersOf<T>(items: readonly T[]): T[][] {
  return items.length < 2 ? [[...items]] : items.flatMap((item, n) => ordersOf(items.toSpliced(n, 1)).map((rest) => [item, ...rest]));
}

/** Everyone's copy of the contacts: the gateway's, and the vendor's. */
async function everywhere(wanted: ReadonlyMap<string, { readonly email: string; readonly city: string }>): Promise<void> {
  await eventually('the newest at Compete', async () => {
    const people = new Map((await ring.people()).map((person) => [person.email, person.city]));
    return [...wanted.values()].every(({ email, city }) => people.get(email) === city);
  }, 40_000, 100);
  for (const [contactId, { city }] of wanted) {
    expect((await ring.until(clubId, contactId, 'delivered')).contact).toMatchObject({ city });
  }
  const people = await ring.people();
  expect(people.filter(({ email }) => [...wanted.values()].some((it) => it.email === email))).toHaveLength(wanted.size);
}

it('in whatever order snapshots arrive, the newest is what gateway and vendor end with', async () => {
  const orders = ordersOf([1, 2, 3, 4]);
  await Promise.all(orders.map(async (order, n) => {
    for (const minute of order) await put(`order-${n}`, lead(n, { city: `Town ${minute}`, updatedAt: savedAt(minute) }));
  }));
  await everywhere(new Map(orders.map((_, n) => [`order-${n}`, { email: `lead${n}@example.com`, city: 'Town 4' }])));
}, 60_000);

it('a tie goes to the later received; without a stamp it is newer than all before; what is older stays out', async () => {
  const cases: Record<string, { readonly stamps: readonly (number | null)[]; readonly wins: number }> = {
    tie: { stamps: [2, 2], wins: 1 },
    unstamped: { stamps: [9, null], wins: 1 },
    'older-after-unstamped': { stamps: [9, null, 8], wins: 1 },
    'newer-after-older': { stamps: [3, 1, 5], wins: 2 },
  };
  await Promise.all(Object.entries(cases).map(async ([contactId, { stamps }], n) => {
    for (const [round, minute] of stamps.entries()) {
      await put(contactId, lead(100 + n, { city: `Round ${round}`, ...(minute === null ? {} : { updatedAt: savedAt(minute) }) }));
    }
  }));
  await everywhere(new Map(Object.entries(cases).map(([contactId, { wins }], n) => [contactId, { email: `lead${100 + n}@example.com`, city: `Round ${wins}` }])));
}, 60_000);

it('Smart Match compares with the newest, too', async () => {
  const orders = ordersOf([1, 2, 3]);
  const email = (n: number, minute: number): string => `match${n}-${minute}@example.com`;
  await Promise.all(orders.map(async (order, n) => {
    for (const minute of order) await put(`match-${n}`, lead(200 + n, { status: 'MEMBER', mobile: null, email: email(n, minute), updatedAt: savedAt(minute) }));
  }));
  const expected = new Map<string, object>();
  for (const n of orders.keys()) {
    for (const [minute, outcome] of [[3, { outcome: 'lapsed', tier: 2, contactId: `match-${n}` }], [2, { outcome: 'ignored', by: 'none' }]] as const) {
      const { id } = await ring.call<{ id: string }>('POST', '/__sandbox/compete/people', {
        club: '2', status: 'FORMER_MEMBER', firstName: `First${200 + n}`, lastName: `Last${200 + n}`, email: email(n, minute),
      });
      expected.set(id, outcome);
    }
  }
  const { items } = await ring.sync(clubId, { full: true, dryRun: true });
  for (const [id, outcome] of expected) expect(items.find((item) => item.vendorContactId === id)).toMatchObject(outcome);
}, 60_000);
