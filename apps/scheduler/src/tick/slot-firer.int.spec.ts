import { afterEach, describe, expect, it } from '@jest/globals';
import { nextSlot } from '@intouch/service';
import { club, integration, scriptedScheduler, state, type ScriptedScheduler } from '../testing/scripted-scheduler.js';

const minute = 60_000;

let scheduler: ScriptedScheduler | undefined;
afterEach(async () => {
  await scheduler?.drop();
  scheduler = undefined;
});

async function start(at: string, instances?: number): Promise<ScriptedScheduler> {
  return (scheduler = await scriptedScheduler(at, instances));
}

/** Moves the clock in steps up to an instant, both instances looking at the same moment each time. */
async function live({ clock, instances }: ScriptedScheduler, until: string, step: number): Promise<void> {
  while (clock.at < new Date(until)) {
    clock.set(Math.min(clock.at.getTime() + step, Date.parse(until)));
    await Promise.all(instances.map(({ firer }) => firer.fireDue()));
  }
}

async function slotsOf({ told }: ScriptedScheduler, clubId?: string): Promise<string[]> {
  return (await told()).filter((due) => !clubId || due.clubId === clubId).map(({ slot }) => slot!.replace(':00.000Z', 'Z'));
}

describe('two instances on one database', () => {
  const clubs = [
    ['york', 'America/New_York'], ['berlin', 'Europe/Berlin'], ['howe', 'Australia/Lord_Howe'], ['phoenix', 'America/Phoenix'],
  ] as const;
  const schedules = [['compete', '0 * * * *'], ['abc', '30 2 * * *'], ['sugarcrm', '30 1,13 * * MON,SUN'], ['salesforce', '*/30 * * * *']] as const;

  it.each([
    ['New York springs forward', '2026-03-04T12:00:00Z', '2026-03-11T12:00:00Z'],
    ['Berlin springs forward, Lord Howe falls back', '2026-03-28T12:00:00Z', '2026-04-05T12:00:00Z'],
    ['Berlin and New York fall back', '2026-10-24T12:00:00Z', '2026-11-02T12:00:00Z'],
    ['Lord Howe springs forward', '2026-09-29T12:00:00Z', '2026-10-06T12:00:00Z'],
  ])('fire every slot of a week once: %s', async (_what, from, until) => {
    const ring = await start(from);
    await ring.instances[0]!.hear(...clubs.map(([id, zone]) => club(id, zone)));
    await ring.instances[1]!.hear(...clubs.flatMap(([id]) => schedules.map(([vendor, schedule]) => integration(id, { vendor, schedule }))));
    await live(ring, until, 29 * minute);

    const expected = clubs.flatMap(([id, zone]) =>
      schedules.flatMap(([vendor, cron]) => {
        const slots: string[] = [];
        for (let at = nextSlot(cron, zone, new Date(from)); at <= new Date(until); at = nextSlot(cron, zone, at)) slots.push(`${id} ${vendor} ${at.toISOString()}`);
        return slots;
      }),
    );
    const told = await ring.told();
    expect(told.map(({ clubId, vendor, slot }) => `${clubId} ${vendor} ${slot}`).sort()).toEqual(expected.sort());
    expect(new Set(told.map(({ runId }) => runId)).size).toBe(told.length);
    expect(told.every(({ full, dryRun }) => !full && !dryRun)).toBe(true);
  }, 120_000);

  it('share what is due at one moment, none of it twice', async () => {
    const ring = await start('2026-01-01T10:30:00Z', 3);
    const ids = Array.from({ length: 1_700 }, (_, n) => `c${n}`);
    await ring.instances[0]!.hear(...ids.map((id) => club(id, 'America/Chicago')));
    await ring.instances[1]!.hear(...ids.map((id) => integration(id)));
    ring.clock.set('2026-01-01T11:00:00Z');
    const fired = await Promise.all(ring.instances.map(({ firer }) => firer.fireDue()));
    expect(fired.reduce((sum, n) => sum + n)).toBe(1_700);
    expect((await ring.told()).map(({ clubId }) => clubId).sort()).toEqual(ids.sort());
    expect(await ring.instances[0]!.firer.fireDue()).toBe(0);
    expect(await ring.instances[0]!.firer.untilNearest()).toBe(60 * minute);
  });

  it('do not fire a slot again that is planned again by a clock that is behind', async () => {
    const ring = await start('2026-01-01T10:30:00Z');
    await ring.instances[0]!.hear(club('c', 'UTC'), integration('c'));
    ring.clock.set('2026-01-01T11:00:00.000Z');
    await ring.instances[0]!.firer.fireDue();
    ring.clock.set('2026-01-01T10:59:59.900Z');
    await ring.instances[1]!.hear(integration('c', { revision: 2, resumes: 1 }));
    await live(ring, '2026-01-01T12:00:00Z', minute);
    expect(await slotsOf(ring)).toEqual(['2026-01-01T11:00Z', '2026-01-01T12:00Z']);
  });
});

describe('after a standstill', () => {
  it('only the latest missed slot fires, and then the next', async () => {
    const ring = await start('2026-01-01T10:30:00Z');
    await ring.instances[0]!.hear(club('c', 'UTC'), integration('c'));
    await live(ring, '2026-01-01T11:10:00Z', 10 * minute);
    ring.clock.set('2026-01-04T09:40:00Z');
    await Promise.all(ring.instances.map(({ firer }) => firer.fireDue()));
    await live(ring, '2026-01-04T10:10:00Z', 10 * minute);
    expect(await slotsOf(ring)).toEqual(['2026-01-01T11:00Z', '2026-01-04T09:00Z', '2026-01-04T10:00Z']);
  });

  it('a slot that became due meanwhile outlives a change of something else', async () => {
    const ring = await start('2026-01-01T10:30:00Z');
    await ring.instances[0]!.hear(club('c', 'UTC'), integration('c'));
    ring.clock.set('2026-01-01T11:20:00Z');
    await ring.instances[1]!.hear(club('c', 'UTC', 2), integration('c', { revision: 2, credentials: 'k.iv.tag.text' }), state('c', 'active', 2));
    await live(ring, '2026-01-01T11:30:00Z', 10 * minute);
    expect(await slotsOf(ring)).toEqual(['2026-01-01T11:00Z']);
  });

  it('nothing fires until the newest configuration has been heard', async () => {
    const ring = await start('2026-01-01T10:30:00Z');
    await ring.instances[0]!.hear(club('c', 'UTC'), integration('c'));
    ring.trouble.behind = new Error('not caught up');
    ring.clock.set('2026-01-01T11:20:00Z');
    await expect(ring.instances[0]!.firer.fireDue()).rejects.toThrow('not caught up');
    await ring.instances[0]!.hear(integration('c', { revision: 2, paused: true }));
    ring.trouble.behind = undefined;
    expect(await ring.instances[0]!.firer.fireDue()).toBe(0);
    expect(await ring.told()).toEqual([]);
  });

  it('a slot whose telling failed stays due', async () => {
    const ring = await start('2026-01-01T10:30:00Z');
    await ring.instances[0]!.hear(club('c', 'UTC'), integration('c'));
    ring.clock.set('2026-01-01T11:00:00Z');
    ring.trouble.outbox = new Error('the database went away');
    await expect(ring.instances[0]!.firer.fireDue()).rejects.toThrow('went away');
    ring.trouble.outbox = undefined;
    expect(await ring.instances[1]!.firer.fireDue()).toBe(1);
    expect(await slotsOf(ring)).toEqual(['2026-01-01T11:00Z']);
  });
});

describe('fired slots', () => {
  it('are told with the run they start and when', async () => {
    const ring = await start('2026-01-01T10:30:00Z', 1);
    await ring.instances[0]!.hear(club('c', 'UTC'), integration('c'));
    ring.clock.set('2026-01-01T11:00:03Z');
    await ring.instances[0]!.firer.fireDue();
    expect(await ring.told()).toEqual([{
      runId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/), clubId: 'c', vendor: 'compete',
      slot: '2026-01-01T11:00:00.000Z', full: false, dryRun: false, requestedAt: '2026-01-01T11:00:03.000Z',
    }]);
  });

  it('are kept for a week', async () => {
    const ring = await start('2026-01-01T10:30:00Z', 1);
    await ring.instances[0]!.hear(club('c', 'UTC'), integration('c', { schedule: '0 12 * * *' }));
    await live(ring, '2026-01-20T18:00:00Z', 6 * 60 * minute);
    const kept = await ring.database.rows<{ slot_at: Date }>('SELECT slot_at FROM slot ORDER BY slot_at');
    expect(kept.map(({ slot_at: at }) => at.toISOString().slice(0, 10))).toEqual(Array.from({ length: 7 }, (_, n) => `2026-01-${14 + n}`));
    expect(await slotsOf(ring)).toHaveLength(20);
  });
});
