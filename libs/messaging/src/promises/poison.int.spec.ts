import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeadLetter } from '../dead-letter.js';
import { deadLetterTopic } from '../dead-letter.js';
import { eventually, handlerOf, note, noteTopic, RawTopic, Stage, uniqueName, type TestService } from '../testing/index.js';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

async function lettersOf(service: string, count: number): Promise<DeadLetter[]> {
  const topic = new RawTopic(deadLetterTopic(service));
  return eventually(`${count} dead letters`, async () => {
    const letters = (await topic.read()).map(({ text }) => JSON.parse(text) as DeadLetter);
    return letters.length >= count && letters.sort((a, b) => Number(a.offset) - Number(b.offset));
  });
}

describe('a message that can never be applied', () => {
  it('goes to the dead-letter topic with its bytes and the reason, and its neighbours go on', async () => {
    const topic = noteTopic();
    const name = uniqueName('poison');
    const service = await stage.start({
      name, partitions: 1,
      handlers: ({ effects }) => [handlerOf(topic, (messages) => effects.write(messages))],
    });
    const good = (n: number): string => JSON.stringify(note('k', n));
    const notText = Buffer.from([0xff, 0x00, 0xfe, 0x7b]);
    await new RawTopic(topic.name).write([
      { key: 'k', value: good(0) },
      { key: Buffer.from([0x00, 0xff]), value: notText, headers: { ce_id: 'e-1', odd: Buffer.from([0xc3, 0x28]) } },
      { key: 'k', value: '{"key":"k","n":' },
      { key: 'k', value: good(3) },
      { key: 'k', value: '[1,2]' },
      { key: null, value: null },
      { key: 'k', value: '{"key":"","n":"secret"}' },
      { key: 'k', value: good(7) },
    ]);
    await eventually('the good ones applied', async () => (await service.effects.count()) === 3);
    expect((await service.effects.all()).map(({ n }) => n)).toEqual([0, 3, 7]);

    const letters = await lettersOf(name, 5);
    expect(letters.map(({ topic: from, partition, offset }) => [from, partition, offset])).toEqual(
      ['1', '2', '4', '5', '6'].map((offset) => [topic.name, 0, offset]),
    );
    expect(letters[0]).toMatchObject({
      reason: 'the value is not JSON',
      key: { base64: Buffer.from([0x00, 0xff]).toString('base64') },
      headers: { ce_id: 'e-1', odd: { base64: Buffer.from([0xc3, 0x28]).toString('base64') } },
      valueBase64: notText.toString('base64'),
    });
    expect(letters[3]).toMatchObject({ key: null, valueBase64: null, reason: 'the message has no value' });
    expect(letters[4]!.reason).toMatch(/^key: .*; n: /);
    expect(letters[4]!.reason).not.toContain('secret');

    const logged = service.log.of('error', 'dead-letter');
    expect(logged.map(({ facts }) => facts['offset'])).toEqual(['1', '2', '4', '5', '6']);
  });

  it('is found by halving when the handler fails on it, and only it is given up', async () => {
    const topic = noteTopic();
    const name = uniqueName('bug');
    const service = await stage.start({
      name, partitions: 1,
      handlers: ({ effects }) => [
        handlerOf(topic, async (messages) => {
          await effects.write(messages);
          const broken = messages.find(({ payload }) => payload.text === 'boom');
          // What an error says may quote the message.
          if (broken) throw new TypeError(`cannot stand anna@example.com`);
        }),
      ],
    });
    const total = 700;
    const bad = [0, 333, 334, 699];
    await service.publish(topic, Array.from({ length: total }, (_, n) => note('k', n, bad.includes(n) ? 'boom' : undefined)));
    await eventually('all others applied', async () => (await service.effects.count()) === total - bad.length);

    const letters = await lettersOf(name, bad.length);
    expect(letters.map(({ offset }) => Number(offset))).toEqual(bad);
    expect(letters[0]!.reason).toMatch(/^TypeError: cannot stand anna@example.com at /);
    expect((await service.effects.all()).map(({ n }) => n)).toEqual(Array.from({ length: total }, (_, n) => n).filter((n) => !bad.includes(n)));
    expect(JSON.stringify(service.log.lines)).not.toContain('anna@example.com');
  });

  it('does not stop the partition even where a handler throws what is no error, or returns what no topic takes', async () => {
    const topic = noteTopic();
    const onward = noteTopic('onward');
    const name = uniqueName('odd');
    const start = (): Promise<TestService> =>
      stage.start({
        name, partitions: 1,
        handlers: ({ effects }) => [
          handlerOf(
            topic,
            async (messages) => {
              await effects.write(messages);
              if (messages.some(({ payload }) => payload.n === 1)) throw undefined;
              return messages.filter(({ payload }) => payload.n === 2).map((message) => ({ topic: onward, payload: note('k', 2, 'x'.repeat(5_000_000)), requestId: message.requestId }));
            },
            { emits: [onward] },
          ),
        ],
      });
    const service = await start();
    await service.publish(topic, [0, 1, 2, 3].map((n) => note('k', n)));
    await eventually('the others applied', async () => (await service.effects.all()).map(({ n }) => n).join() === '0,3');
    const letters = await lettersOf(name, 2);
    expect(letters.map(({ reason }) => reason)).toEqual(['thrown: undefined', expect.stringMatching(/^TooLarge: /)]);
  });

  it('takes a record too large for a dead letter, and goes on', async () => {
    const topic = noteTopic();
    const name = uniqueName('huge');
    const service = await stage.start({
      name, partitions: 1,
      handlers: ({ effects }) => [handlerOf(topic, (messages) => effects.write(messages))],
    });
    await service.publish(topic, [note('k', 0, 'x'.repeat(3_000_000)), note('k', 1)]);
    await eventually('the neighbour applied', async () => (await service.effects.count()) === 1);
    const [letter] = await lettersOf(name, 1);
    expect(letter).toMatchObject({ offset: '0', valueBase64: null, valueLeftOut: true });
  });
});
