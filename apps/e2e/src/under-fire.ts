import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@intouch/stack';
import { random } from './random.js';
import { lead, Ring } from './ring.js';
import type { VendorUnderTest } from './vendors.js';

const leads = 1_000;
const troubles = 60;
const everywhere: Readonly<Record<string, object>> = {
  'timeout-after-commit': {}, 'timeout-before-commit': { holdMs: 300 }, 'outage-503': {}, 'throttle-429': { retryAfter: 1 }, slow: { ms: 300 }, 'connection-reset': {}, 'truncated-body': {},
};

/** No vendor ever gets a duplicate and no lead is lost, through outages, time-outs and kills: for each of these vendors. */
export function underFire(vendors: readonly VendorUnderTest[]): void {
  let ring: Ring;
  beforeAll(async () => {
    ring = await Ring.start([...new Set(vendors.map(({ vendor }) => vendor))]);
  }, 180_000);
  afterAll(() => ring.stop(), 60_000);

  describe.each(vendors)('$title', (at) => {
    it('1,000 leads end as exactly 1,000 records with the newest content and their owners, through outages, time-outs and kills', async () => {
      const clubId = `fire-${at.title.replaceAll(' ', '-')}`;
      await ring.club(clubId, {}, {}, at);
      const staff = ['ana', 'bob', 'zoe'];
      const owners = new Map<string, string>();
      for (const [index, id] of staff.entries()) {
        owners.set(id, await ring.typedIn(at.employee(index + 40, { first: id.toUpperCase(), last: 'STAFF', email: `${id}@MyClub.com` })));
        await ring.call('PUT', `/v1/clubs/${clubId}/staff/${id}`, { firstName: id, lastName: 'Staff', email: `${id}@myclub.com`, active: true });
      }
      const next = random(20_261_122);
      const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!;

      const fired = async (): Promise<{ hits: number; waiting: number }> => {
        const { hazards } = await ring.call<{ hazards: { fired: number; times: number }[] }>('GET', `/__sandbox/${at.vendor}/hazards`);
        return { hits: hazards.reduce((sum, it) => sum + it.fired, 0), waiting: hazards.filter((it) => it.fired < it.times).length };
      };
      let over = false;
      const fire = (async () => {
        const kinds = { ...everywhere, ...at.hazards };
        for (let set = 0; !over && set < troubles; ) {
          // By calls, not by time: trouble that comes faster than calls are made is an outage without end.
          if ((await fired()).waiting < 2) {
            set += 1;
            const name = pick(Object.keys(kinds));
            await ring.hazard(name, { skip: 4 + Math.floor(next() * 20), times: 1 + Math.floor(next() * 3), params: kinds[name]! });
          }
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      })();
      const kills = (async () => {
        for (const [service, reached] of [[`connector-${at.vendor}`, 50], ['matcher', 200], ['intouch-gateway', 400], [`connector-${at.vendor}`, 700]] as const) {
          await eventually(`${reached} records, the moment to kill ${service}`, async () => {
            const { length } = await ring.people();
            if (length < reached) throw new Error(`${length} records; ${await ring.endOfLog(`connector-${at.vendor}`)}`);
            return true;
          }, 200_000, 50);
          ring.stack.kill(service);
        }
      })();

      // Each lead twice: what counts at the end is the newer content.
      const put = async (index: number, city: string, updatedAt: string): Promise<void> =>
        ring.persist('PUT', `/v1/clubs/${clubId}/contacts/lead-${index}`, lead(index, { city, updatedAt, ownerStaffId: staff[index % staff.length] }));
      const inParallel = async (work: (index: number) => Promise<void>): Promise<void> => {
        let index = 0;
        await Promise.all(Array.from({ length: 16 }, async () => {
          for (let mine = index++; mine < leads; mine = index++) await work(mine);
        }));
      };
      try {
        await inParallel((index) => put(index, 'Columbus', '2026-11-01T10:00:00Z'));
        await inParallel((index) => put(index, `Newtown ${index % 7}`, '2026-11-02T10:00:00Z'));
        await kills;
      } finally {
        // However it went: the next vendor's run has its own troubles.
        over = true;
        await fire;
      }
      expect((await fired()).hits).toBeGreaterThan(20);
      await ring.call('DELETE', `/__sandbox/${at.vendor}/hazards`);

      const follows = at.vendor !== 'compete';
      const ownerOf = ({ firstName }: { readonly firstName: string }): string | undefined => owners.get(staff[Number(/\d+/.exec(firstName)![0]) % staff.length]!);
      await eventually('every record has the newest content', async () => {
        const people = await ring.people();
        const right = people.filter((it) => it.city?.startsWith('Newtown') && (!follows || it.owner === ownerOf(it)));
        if (people.length < leads || right.length < leads) throw new Error(`${people.length} records, ${right.length} right`);
        return true;
      }, 240_000, 500);
      const people = await ring.people();
      expect(people).toHaveLength(leads);
      expect(new Set(people.map(({ email }) => email)).size).toBe(leads);
      for (const person of people) {
        const index = Number(/\d+/.exec(person.firstName)![0]);
        expect(person).toMatchObject({ city: `Newtown ${index % 7}`, lastName: `Last${index}`, mobile: `614${2_000_000 + index}` });
        // Compete takes an owner only with the create: a list that could not be had just then is not made good for.
        if (follows) expect(person.owner).toBe(ownerOf(person));
      }
    }, 420_000);
  });
}
