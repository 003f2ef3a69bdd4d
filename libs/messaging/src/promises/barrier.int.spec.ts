import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StillBehind } from '../barrier.js';
import { eventually, handlerOf, note, noteTopic, Stage, uniqueName, type TestService } from '../testing/index.js';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

describe('a handler that comes after another topic', () => {
  it('runs only when its service, whichever instance, has consumed that topic to its present end', async () => {
    const [contacts, settings] = [noteTopic('contacts'), noteTopic('settings')];
    const name = uniqueName('after');
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const seen: { settingsApplied: number; awaited: number }[] = [];
    const start = (): Promise<TestService> =>
      stage.start({
        name, partitions: 3,
        handlers: ({ effects, database }) => [
          handlerOf(
            contacts,
            async (messages) => {
              const row = await database.row<{ n: string }>('SELECT count(*) AS n FROM effect WHERE topic = $1', [settings.name]);
              // Each contact tells how many settings were published before it.
              for (const { payload } of messages) seen.push({ settingsApplied: Number(row!.n), awaited: payload.n });
              await effects.write(messages);
            },
            { after: [settings] },
          ),
          handlerOf(settings, async (messages) => {
            await gate;
            await effects.write(messages);
          }),
        ],
      });
    const [first] = await Promise.all([start(), start()]);
    const rounds = 15;
    for (let round = 1; round <= rounds; round += 1) {
      await first.publish(settings, [0, 1, 2, 3].map((i) => note(`s${i}`, round)));
      await first.publish(contacts, [0, 1, 2, 3].map((i) => note(`c${i}`, round * 4)));
      if (round === 3) open();
    }
    await eventually('all applied', async () => (await first.effects.count()) === rounds * 8);
    expect(seen).toHaveLength(rounds * 4);
    for (const { settingsApplied, awaited } of seen) expect(settingsApplied).toBeGreaterThanOrEqual(awaited);
  });

  it('waits, gives up for a while, and is tried again until it may run', async () => {
    const [held, settings] = [noteTopic('held'), noteTopic('settings')];
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const service = await stage.start({
      name: uniqueName('waits'), partitions: 1,
      handlers: ({ effects }) => [
        handlerOf(held, (messages) => effects.write(messages), { after: [settings] }),
        handlerOf(settings, () => gate),
      ],
    });
    await service.publish(settings, [note('k', 1)]);
    await service.publish(held, [note('k', 1)]);
    await eventually('the waiting was given up once', () => service.log.of('warn', 'partition paused').length > 0);
    expect(await service.effects.count()).toBe(0);
    await expect(service.transport.barrier.caughtUpWith([settings.name], 50)).rejects.toThrow(StillBehind);
    open();
    await eventually('all applied', async () => (await service.effects.count()) === 1);
    expect(service.log.of('error')).toEqual([]);
  });
});
