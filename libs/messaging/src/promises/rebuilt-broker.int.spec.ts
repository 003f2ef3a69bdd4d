import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, handlerOf, note, noteTopic, RawTopic, Stage, uniqueName, type TestService } from '../testing/index.js';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

const loudly = 'starting from its beginning';

describe('a broker that is not the one consumed before', () => {
  const topic = noteTopic();
  const start = (name: string): Promise<TestService> =>
    stage.start({ name, partitions: 1, handlers: ({ effects }) => [handlerOf(topic, (messages) => effects.write(messages))] });
  const numbers = async (service: TestService): Promise<number[]> => (await service.effects.all()).map(({ n }) => n);

  it('is told by its cluster id, however its offsets lie', async () => {
    const name = uniqueName('rebuilt');
    const before = await start(name);
    await before.publish(topic, [note('k', 1), note('k', 2)]);
    await eventually('applied', async () => (await before.effects.count()) === 2);
    await before.stop();

    const after = stage.prepare({ name, partitions: 1, handlers: ({ effects }) => [handlerOf(topic, (messages) => effects.write(messages))] });
    await after.database.source.initialize();
    await after.database.run(`UPDATE consumer_offset SET cluster = 'the old one'`);
    await expect(after.transport.barrier.caughtUpWith([topic.name], 0)).rejects.toThrow(topic.name);
    await after.start();
    await after.publish(topic, [note('k', 3)]);
    await eventually('all of it applied anew', async () => (await numbers(after)).join() === '1,2,1,2,3');
    expect(after.log.of('error', loudly)).toHaveLength(1);
    await after.transport.barrier.caughtUpWith([topic.name], 5_000);
  });

  it('is told by an end that lies before the position', async () => {
    const again = noteTopic();
    const name = uniqueName('shorter');
    const handlers = ({ effects }: TestService) => [handlerOf(again, (messages) => effects.write(messages))];
    const before = await stage.start({ name, partitions: 1, handlers });
    await before.publish(again, [1, 2, 3, 4].map((n) => note('k', n)));
    await eventually('applied', async () => (await before.effects.count()) === 4);
    await before.stop();

    await new RawTopic(again.name).asAdmin(async (admin) => {
      await admin.deleteTopics({ topics: [again.name] });
      await eventually('the topic is gone', async () => !(await admin.listTopics()).includes(again.name));
    });
    const after = await stage.start({ name, partitions: 1, handlers });
    await after.publish(again, [note('k', 5)]);
    await eventually('the new one applied', async () => (await numbers(after)).join() === '1,2,3,4,5');
    expect(after.log.of('error', loudly)).toHaveLength(1);
  });
});
