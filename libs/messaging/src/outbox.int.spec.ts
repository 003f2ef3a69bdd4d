import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrate } from '@intouch/postgres';
import { outgoing } from './message.js';
import { NotStored } from './publisher.js';
import { eventually, note, noteTopic, RawTopic, Stage, uniqueName, type TestService } from './testing/index.js';

let stage: Stage;
const topic = noteTopic();

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

async function prepare(name: string): Promise<TestService> {
  const service = stage.prepare({ name, handlers: () => [] });
  await migrate(service.database);
  await service.kafka.ensureTopics([topic]);
  return service;
}

const officeHolders = `
  SELECT pid FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** Waits for the relay's office to be held and tells by which connection. */
async function officeHolder(service: TestService): Promise<number> {
  return (await eventually('the relay is elected', async () => service.database.row<{ pid: number }>(officeHolders))).pid;
}

describe('the relay of the outbox', () => {
  it('is one of all instances, and another takes over when its connection is lost', async () => {
    const name = uniqueName('relay');
    const [first, second] = [await prepare(name), await prepare(name)];
    first.outbox.start();
    const before = await officeHolder(first);
    second.outbox.start();
    await first.outbox.add([outgoing(topic, note('k', 1))]);
    await first.outbox.published();

    await first.database.rows('SELECT pg_terminate_backend($1)', [before]);
    await eventually('the office is held anew', async () => (await officeHolder(second)) !== before);
    await second.outbox.add([outgoing(topic, note('k', 2))]);
    await second.outbox.published();
    expect((await new RawTopic(topic.name).read()).map(({ text }) => (JSON.parse(text) as { n: number }).n)).toEqual([1, 2]);
  });

  it('stops at once while it waits, and gives up its office', async () => {
    const service = await prepare(uniqueName('stops'));
    service.outbox.start();
    await officeHolder(service);
    const began = Date.now();
    await service.outbox.stop();
    expect(Date.now() - began).toBeLessThan(900);
    expect(await service.database.rows(officeHolders)).toEqual([]);
  });
});

describe('the outbox', () => {
  it('is published only by what is committed, and tells when', async () => {
    const service = await prepare(uniqueName('commit'));
    await expect(
      service.database.transaction(async () => {
        await service.outbox.add([outgoing(topic, note('k', 1))]);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    await service.outbox.published(0);
    await service.outbox.add([outgoing(topic, note('k', 2))]);
    await expect(service.outbox.published(50)).rejects.toThrow(NotStored);
    service.outbox.start();
    await service.outbox.published();
    expect(await service.outbox.size()).toBe(0);
  });

  it('does not wait for what others add later', async () => {
    const service = await prepare(uniqueName('later'));
    service.outbox.start();
    let adding = true;
    const stream = (async () => {
      while (adding) await service.outbox.add([outgoing(topic, note('other', 1))]);
    })();
    await service.outbox.add([outgoing(topic, note('k', 1))]);
    await service.outbox.published(5_000);
    adding = false;
    await stream;
  });
});
