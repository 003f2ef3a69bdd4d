import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually, handlerOf, note, noteTopic, Stage, uniqueName } from '../testing/index.js';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

it('a consumer that kafkajs stops for good is reported, and is not healthy', async () => {
  const topic = noteTopic();
  const service = await stage.start({
    name: uniqueName('crash'), partitions: 1,
    handlers: ({ effects }) => [handlerOf(topic, (messages) => effects.write(messages))],
  });
  await service.publish(topic, [note('k', 1)]);
  await eventually('it works', async () => (await service.effects.count()) === 1);
  expect(service.transport.progressing(60_000)).toBe(true);

  // kafkajs takes a TypeError for a bug of its own and does not restart (nestjs/nest 11910).
  const lane = (service.transport as unknown as { lanes: { take(payload: unknown): Promise<void> }[] }).lanes[0]!;
  lane.take = () => Promise.reject(new TypeError('a bug'));
  await service.publish(topic, [note('k', 2)]);

  await eventually('it is told', () => service.crashes.length > 0);
  expect(service.crashes[0]!.message).toContain('a bug');
  expect(service.transport.progressing(60_000)).toBe(false);
});
