import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { outgoing } from '../message.js';
import { ChildService, eventually, handlerOf, note, noteTopic, RawTopic, Stage, uniqueName } from '../testing/index.js';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

describe('kill -9', () => {
  it.each([
    ['between the commit and the publication: published once, by who comes next', 'before-publish', 1],
    ['between the publication and its deletion: published again, under the same event id', 'before-delete', 2],
  ] as const)('%s', async (_words, dies, times) => {
    const [from, to] = [noteTopic('from'), noteTopic('to')];
    const name = uniqueName('killed');
    const total = 50;
    const feeder = await stage.start({ name: uniqueName('feeder'), handlers: () => [] });
    await feeder.kafka.ensureTopics([to]);
    await feeder.publish(from, Array.from({ length: total }, (_, n) => note('k', n)));

    const child = ChildService.start({
      name, databaseUrl: stage.databaseUrl, brokers: process.env['TEST_KAFKA_BROKERS']!, from: [from.name], to: to.name, dies,
    });
    expect(await child.ended()).toBe('SIGKILL');

    const next = await stage.start({
      name,
      handlers: ({ effects }) => [
        handlerOf(
          from,
          async (messages) => {
            await effects.write(messages);
            return messages.map((message) => outgoing(to, message.payload, message));
          },
          { emits: [to] },
        ),
      ],
    });
    const events = await eventually('the outbox came out', async () => {
      const records = await new RawTopic(to.name).read();
      return records.length === total * times && (await next.outbox.size()) === 0 && records.map(({ headers }) => String(headers!['ce_id']));
    });
    expect(new Set(events).size).toBe(total);
    expect((await next.effects.all()).map(({ n }) => n)).toEqual(Array.from({ length: total }, (_, n) => n));
  });
});
