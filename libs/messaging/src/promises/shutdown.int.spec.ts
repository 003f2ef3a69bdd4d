import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { outgoing } from '../message.js';
import { eventually, handlerOf, note, noteTopic, RawTopic, Stage, uniqueName } from '../testing/index.js';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

describe('shutdown', () => {
  it('lets the batch under way end, commits it and leaves the group; nothing is half-applied', async () => {
    const [from, to] = [noteTopic('from'), noteTopic('to')];
    const name = uniqueName('ends');
    let entered = (): void => undefined;
    const inHandler = new Promise<void>((resolve) => (entered = resolve));
    let goOn = (): void => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    let calls = 0;
    const service = await stage.start({
      name, partitions: 1,
      handlers: ({ effects }) => [
        handlerOf(
          from,
          async (messages) => {
            calls += 1;
            await effects.write(messages);
            entered();
            await gate;
            return messages.map((message) => outgoing(to, message.payload));
          },
          { emits: [to] },
        ),
      ],
    });
    const total = 2_000;
    await service.publish(from, Array.from({ length: total }, (_, n) => note('k', n)));
    await inHandler;
    const stopped = service.transport.close();
    goOn();
    await stopped;

    const applied = await service.effects.count();
    expect(calls).toBe(1);
    expect(applied).toBeGreaterThan(0);
    expect(applied).toBeLessThan(total);
    // What is applied, what goes out and both positions tell the same.
    await service.outbox.published();
    expect(await new RawTopic(to.name).read()).toHaveLength(applied);
    const row = await service.database.row<{ position: string }>('SELECT position FROM consumer_offset WHERE topic = $1', [from.name]);
    expect(Number(row!.position)).toBe(applied);
    await new RawTopic(from.name).asAdmin(async (admin) => {
      const committed = await admin.fetchOffsets({ groupId: name, topics: [from.name] });
      expect(committed[0]!.partitions[0]!.offset).toBe(String(applied));
      const { groups } = await admin.describeGroups([name]);
      expect(groups[0]!.members).toEqual([]);
    });
  });

  it('does not wait for a barrier that cannot open', async () => {
    const [held, awaited] = [noteTopic('held'), noteTopic('awaited')];
    const service = await stage.start({
      name: uniqueName('barred'), partitions: 1,
      handlers: ({ effects }) => [
        handlerOf(held, (messages) => effects.write(messages), { after: [awaited] }),
        handlerOf(awaited, () => new Promise((_resolve, reject) => service.log.lines.push({ level: 'info', words: 'awaited', facts: {} }) && setTimeout(reject, 1_000, new Error('bug')))),
      ],
    });
    await service.publish(awaited, [note('k', 1)]);
    await eventually('the awaited topic is being handled', () => service.log.of('info', 'awaited').length > 0);
    await service.publish(held, [note('k', 1)]);
    const began = Date.now();
    await service.transport.close();
    expect(Date.now() - began).toBeLessThan(4_500);
    expect(await service.effects.count()).toBe(0);
  });
});
