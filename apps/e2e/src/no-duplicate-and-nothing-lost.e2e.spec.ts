import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@intouch/stack';
import { lead, Ring } from './ring.js';

/** A small, seeded generator: a failing run can be taken again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const leads = 1_000;
const clubId = 'under-fire';

let ring: Ring;
beforeAll(async () => {
  ring = await Ring.start();
}, 180_000);
afterAll(() => ring.stop(), 60_000);

it('1,000 leads end as exactly 1,000 customers with the newest content, through outages, time-outs and kills', async () => {
  await ring.club(clubId);
  const next = random(20_261_122);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!;

  let over = false;
  const fire = (async () => {
    while (!over) {
      const name = pick(['timeout-after-commit', 'outage-503', 'throttle-429', 'slow']);
      const params = { 'timeout-after-commit': {}, 'outage-503': {}, 'throttle-429': { retryAfter: 1 }, slow: { ms: 300 } }[name];
      await ring.hazard(name, { skip: Math.floor(next() * 20), times: 1 + Math.floor(next() * 3), params });
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  })();
  const kills = (async () => {
    for (const service of ['connector-compete', 'matcher', 'intouch-gateway', 'connector-compete']) {
      await eventually(`time to kill ${service}`, async () => (await ring.people()).length > 0, 60_000);
      ring.stack.kill(service);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
    }
  })();

  // Each lead twice: what counts at the end is the newer content.
  const put = async (index: number, city: string, updatedAt: string): Promise<void> =>
    ring.persist('PUT', `/v1/clubs/${clubId}/contacts/lead-${index}`, lead(index, { city, updatedAt }));
  const inParallel = async (work: (index: number) => Promise<void>): Promise<void> => {
    let index = 0;
    await Promise.all(Array.from({ length: 16 }, async () => {
      for (let mine = index++; mine < leads; mine = index++) await work(mine);
    }));
  };
  await inParallel((index) => put(index, 'Columbus', '2026-11-01T10:00:00Z'));
  await inParallel((index) => put(index, `Newtown ${index % 7}`, '2026-11-02T10:00:00Z'));
  await kills;
  over = true;
  await fire;
  await ring.call('DELETE', '/__sandbox/compete/hazards');

  await eventually('every customer has the newest content', async () => {
    const people = await ring.people();
    return people.length >= leads && people.filter(({ city }) => city?.startsWith('Newtown')).length >= leads;
  }, 240_000, 500);
  const people = await ring.people();
  expect(people).toHaveLength(leads);
  expect(new Set(people.map(({ email }) => email)).size).toBe(leads);
  for (const person of people) {
    const index = Number(/\d+/.exec(person.firstName)![0]);
    expect(person).toMatchObject({ city: `Newtown ${index % 7}`, lastName: `Last${index}`, mobile: `614${2_000_000 + index}` });
  }
}, 420_000);
