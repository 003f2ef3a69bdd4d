import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encode } from '../cloud-events.js';
import { outgoing } from '../message.js';
import { eventually, handlerOf, note, noteTopic, RawTopic, Stage, uniqueName, type TestService } from '../testing/index.js';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

describe('a record delivered twice', () => {
  it('is applied once when the group has forgotten how far it was', async () => {
    const topic = noteTopic();
    const name = uniqueName('again');
    const start = (): Promise<TestService> =>
      stage.start({ name, partitions: 1, handlers: ({ effects }) => [handlerOf(topic, (messages) => effects.write(messages))] });

    const first = await start();
    // Several transactions: that the first is skipped must not make room for the second.
    const total = 1_300;
    await first.publish(topic, Array.from({ length: total }, (_, n) => note('a', n)));
    await eventually('all applied', async () => (await first.effects.count()) === total);
    await first.stop();

    // As after a crash before the commit to Kafka.
    await new RawTopic(topic.name).asAdmin((admin) => admin.resetOffsets({ groupId: name, topic: topic.name, earliest: true }));

    const second = await start();
    await second.publish(topic, [note('a', total)]);
    await eventually('the new one applied', async () => (await second.effects.count()) > total);
    expect((await second.effects.all()).map(({ n }) => n)).toEqual(Array.from({ length: total + 1 }, (_, n) => n));
    expect(second.log.of('error')).toEqual([]);
  });

  it('keeps its event id when it is published again, so that handlers can tell', async () => {
    const topic = noteTopic();
    const service = await stage.start({
      name: uniqueName('republished'),
      handlers: ({ effects }) => [handlerOf(topic, (messages) => effects.write(messages))],
    });
    const record = encode(outgoing(topic, note('a', 1)), 'test');
    await service.publisher.publish([record]);
    await service.publisher.publish([record]);
    await eventually('both arrived', async () => (await service.effects.count()) === 2);
    const events = (await service.effects.all()).map(({ event }) => event);
    expect(events).toEqual([record.headers['ce_id'], record.headers['ce_id']]);
  });
});
