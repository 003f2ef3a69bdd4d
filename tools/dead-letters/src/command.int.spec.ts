import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { outgoing, encode } from '@intouch/messaging';
import { eventually, handlerOf, note, noteTopic, RawTopic, Stage, uniqueName, type TestService } from '@intouch/messaging/testing';
import { deadLetters, Misuse } from './command.js';

let stage: Stage;
let lines: string[];
let service: TestService;
let mended: boolean;
const topic = noteTopic();
const brokers = process.env['TEST_KAFKA_BROKERS']!.split(',');
const run = (...words: string[]): Promise<void> => deadLetters(words, brokers, (line) => lines.push(line));

beforeEach(async () => {
  stage = await Stage.open();
  lines = [];
  mended = false;
  service = await stage.start({
    name: uniqueName('mended'), partitions: 1,
    handlers: ({ effects }) => [
      handlerOf(topic, async (messages) => {
        if (!mended && messages.some(({ payload }) => payload.text === 'bug')) throw new Error('a bug');
        await effects.write(messages);
      }),
    ],
  });
});

afterEach(() => stage.close());

describe('dead letters', () => {
  it('are listed, and replayed as they were: key, headers and bytes', async () => {
    const events = [note('a', 1, 'bug'), note('b', 2), note('c', 3, 'bug')].map((each) => encode(outgoing(topic, each, { requestId: 'r-1' }), 'test'));
    await service.publisher.publish(events);
    const unreadable = Buffer.from([0xff, 0x00]);
    await new RawTopic(topic.name).write([{ key: unreadable, value: unreadable, headers: { odd: unreadable } }]);
    await eventually('three letters', async () => {
      lines = [];
      await run('list', service.kafka.options.clientId);
      return lines.length === 4;
    });
    expect(lines[0]).toMatch(new RegExp(`^0:0  \\S+Z  ${topic.name}/0/0  Error: a bug at `));
    expect(lines[2]).toMatch(new RegExp(`^0:2  \\S+Z  ${topic.name}/0/3  the value is not JSON$`));
    expect(lines[3]).toBe(`3 dead letters of ${service.kafka.options.clientId}`);

    mended = true;
    await run('replay', service.kafka.options.clientId, '--offset', '0:1');
    await run('replay', service.kafka.options.clientId);
    expect(lines.filter((line) => line.startsWith('replayed'))).toHaveLength(4);
    await eventually('applied', async () => (await service.effects.count()) === 4);
    expect((await service.effects.all()).map(({ n }) => n)).toEqual([2, 3, 1, 3]);
    expect((await service.effects.all()).map(({ event }) => event)).toEqual([1, 2, 0, 2].map((at) => events[at]!.headers['ce_id']));

    const records = await new RawTopic(topic.name).read();
    const [original, again] = [records[0]!, records.find(({ offset, key }) => offset !== '0' && String(key) === 'a')!];
    expect([again.key, again.value, again.headers]).toEqual([original.key, original.value, original.headers]);
    const odd = records.filter(({ value }) => value?.equals(unreadable));
    expect(odd.map(({ key, headers }) => [key, headers!['odd']])).toEqual([[unreadable, unreadable], [unreadable, unreadable]]);
  });

  it.each([
    [[], 'Say list or replay'],
    [['list'], 'Say whose'],
    [['bury', 'x'], 'Say list or replay'],
    [['list', 'x', '--offset', '1'], 'not understood'],
    [['replay', 'x', '--offset'], 'not understood'],
    [['replay', 'x', '--offset', 'one'], 'not understood'],
    [['list', uniqueName('nobody')], 'has never run'],
  ])('say what is wrong with %j', async (words, reason) => {
    await expect(run(...words)).rejects.toThrow(Misuse);
    await expect(run(...words)).rejects.toThrow(reason);
  });

  it('tell when there is none at that offset', async () => {
    await run('list', service.kafka.options.clientId);
    expect(lines).toEqual([`0 dead letters of ${service.kafka.options.clientId}`]);
    await expect(run('replay', service.kafka.options.clientId, '--offset', '5')).rejects.toThrow('no dead letter at 5');
  });
});
