import { afterEach, describe, expect, it } from '@jest/globals';
import { club, integration, scriptedScheduler, state, type ScriptedScheduler } from '../testing/scripted-scheduler.js';

let scheduler: ScriptedScheduler;
afterEach(() => scheduler.drop());

/** One club with one hourly integration, seen at half past ten. */
async function hourly(): Promise<ScriptedScheduler> {
  scheduler = await scriptedScheduler('2026-01-01T10:30:00Z');
  await scheduler.instances[0]!.hear(club('c', 'UTC'), integration('c'));
  return scheduler;
}

async function next({ database }: ScriptedScheduler, clubId = 'c'): Promise<string | null> {
  const row = await database.row<{ at: Date | null }>('SELECT next_slot_at AS at FROM schedule WHERE club_id = $1', [clubId]);
  return row!.at?.toISOString().replace(':00.000Z', 'Z') ?? null;
}

/** Looks at half past every hour. */
async function fireUntil({ clock, instances, told }: ScriptedScheduler, until: string): Promise<string[]> {
  while (clock.at < new Date(until)) {
    clock.set(clock.at.getTime() + 3_600_000);
    await instances[0]!.firer.fireDue();
  }
  return (await told()).map(({ slot }) => slot!.slice(11, 16));
}

describe('a schedule starts', () => {
  it('with the next slot after now', async () => {
    expect(await next(await hourly())).toBe('2026-01-01T11:00Z');
  });

  it('when its club becomes known, where the integration was first', async () => {
    scheduler = await scriptedScheduler('2026-01-01T10:30:00Z');
    await scheduler.instances[0]!.hear(integration('c', { schedule: '0 6 * * *' }));
    expect(await next(scheduler)).toBeNull();
    await scheduler.instances[1]!.hear(club('c', 'America/New_York'));
    expect(await next(scheduler)).toBe('2026-01-01T11:00Z');
  });

  it('when both come at the same moment', async () => {
    scheduler = await scriptedScheduler('2026-01-01T10:30:00Z');
    const ids = Array.from({ length: 20 }, (_, n) => `c${n}`);
    await Promise.all(ids.flatMap((id) => [scheduler.instances[0]!.hear(integration(id)), scheduler.instances[1]!.hear(club(id, 'UTC'))]));
    for (const id of ids) expect(await next(scheduler, id)).toBe('2026-01-01T11:00Z');
  });

  it('anew when it changes, when the club moves, and not by older news of either', async () => {
    const { instances: [one, two], clock } = await hourly();
    await one!.hear(integration('c', { revision: 3, schedule: '15 12 * * *' }));
    expect(await next(scheduler)).toBe('2026-01-01T12:15Z');
    await two!.hear(club('c', 'America/New_York', 2));
    expect(await next(scheduler)).toBe('2026-01-01T17:15Z');
    clock.set('2026-01-01T18:00:00Z');
    await one!.hear(club('c', 'Europe/Berlin', 1), integration('c', { revision: 2, schedule: '0 * * * *' }));
    expect(await next(scheduler)).toBe('2026-01-01T17:15Z');
  });

  it('by the newest of one batch', async () => {
    const { instances: [one] } = await hourly();
    await one!.hear(integration('c', { revision: 3, schedule: '45 * * * *' }), integration('c', { revision: 2, schedule: '50 * * * *' }));
    expect(await next(scheduler)).toBe('2026-01-01T10:45Z');
  });
});

describe('nothing is scheduled', () => {
  it.each([
    ['disabled', { enabled: false }],
    ['paused', { paused: true }],
    ['without a schedule', { schedule: null }],
    ['nothing is let in', { options: { insertMember: false } }],
  ])('%s', async (_why, particulars) => {
    const { instances: [one] } = await hourly();
    await one!.hear(integration('c', { revision: 2, ...particulars }));
    expect(await next(scheduler)).toBeNull();
    expect(await fireUntil(scheduler, '2026-01-01T13:30:00Z')).toEqual([]);
    await one!.hear(integration('c', { revision: 3 }));
    expect(await next(scheduler)).toBe('2026-01-01T14:00Z');
    expect(await fireUntil(scheduler, '2026-01-01T15:30:00Z')).toEqual(['14:00', '15:00']);
  });

  it('suspended, until the connector lifts it on the same revision', async () => {
    const { instances: [one, two] } = await hourly();
    await one!.hear(state('c', 'suspended'));
    expect(await fireUntil(scheduler, '2026-01-01T12:30:00Z')).toEqual([]);
    await two!.hear(state('c', 'active'));
    expect(await fireUntil(scheduler, '2026-01-01T13:30:00Z')).toEqual(['13:00']);
  });

  it('suspended, whatever was told of an older revision', async () => {
    const { instances: [one] } = await hourly();
    await one!.hear(integration('c', { revision: 2 }), state('c', 'suspended', 2), state('c', 'active', 1));
    expect(await next(scheduler)).toBeNull();
    await one!.hear(state('c', 'active', 1));
    expect(await next(scheduler)).toBeNull();
  });

  it('neither paused nor suspended hides the other', async () => {
    const { instances: [one] } = await hourly();
    await one!.hear(integration('c', { revision: 2, paused: true }), state('c', 'suspended', 2));
    await one!.hear(state('c', 'active', 2));
    expect(await next(scheduler)).toBeNull();
    await one!.hear(state('c', 'suspended', 2), integration('c', { revision: 3, resumes: 1 }));
    expect(await next(scheduler)).toBeNull();
    await one!.hear(state('c', 'active', 3));
    expect(await next(scheduler)).toBe('2026-01-01T11:00Z');
  });
});

describe('a pause', () => {
  it('that came and went during a standstill fires nothing at resume', async () => {
    const { instances: [one], clock } = await hourly();
    clock.set('2026-01-01T13:30:00Z');
    // The topic is compacted: the pause itself may be gone from it.
    await one!.hear(integration('c', { revision: 3, resumes: 1 }));
    expect(await one!.firer.fireDue()).toBe(0);
    expect(await next(scheduler)).toBe('2026-01-01T14:00Z');
  });

  it('told twice moves nothing', async () => {
    const { instances: [one] } = await hourly();
    const paused = integration('c', { revision: 2, paused: true });
    const resumed = integration('c', { revision: 3, resumes: 1 });
    await one!.hear(paused);
    await one!.hear(resumed);
    await one!.hear(paused);
    await one!.hear(resumed);
    expect(await next(scheduler)).toBe('2026-01-01T11:00Z');
  });
});
