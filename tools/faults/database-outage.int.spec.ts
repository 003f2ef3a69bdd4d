import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { outgoing } from '@intouch/messaging';
import { eventually, handlerOf, note, noteTopic, RawTopic, Stage, uniqueName } from '@intouch/messaging/testing';
import { startServers, type Servers } from '@intouch/stack';

let dataDir: string;
let servers: Servers;
let stage: Stage;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'intouch-outage-'));
  servers = await startServers({ dataDir, durable: false, given: { kafkaBrokers: process.env['TEST_KAFKA_BROKERS'] } });
}, 60_000);

afterAll(async () => {
  await servers.stop();
  await rm(dataDir, { recursive: true, force: true });
});

beforeEach(async () => {
  stage = await Stage.open(servers.databaseUrl);
});

afterEach(() => stage.close());

describe('while the database is away', () => {
  it('partitions wait and nothing is lost, applied twice or buried', async () => {
    const [from, to] = [noteTopic('from'), noteTopic('to')];
    const name = uniqueName('outage');
    const service = await stage.start({
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
    const publish = (first: number): Promise<void> => service.publish(from, Array.from({ length: 100 }, (_, n) => note(`k${n}`, first + n)));
    await publish(0);
    await eventually('applied before', async () => (await service.effects.count()) === 100);

    await servers.postgres.kill();
    await publish(100);
    await eventually('the partitions wait', () => service.log.of('warn', 'partition paused').length >= 3);
    await servers.postgres.start();
    await publish(200);

    await eventually('all applied', async () => (await service.effects.count()) >= 300, 25_000);
    await service.outbox.published(10_000);
    const numbers = (await service.effects.all()).map(({ n }) => n).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 300 }, (_, n) => n));
    const published = (await new RawTopic(to.name).read()).map(({ text }) => (JSON.parse(text) as { n: number }).n);
    expect([...new Set(published)].sort((a, b) => a - b)).toEqual(numbers);
    expect(service.log.of('error')).toEqual([]);
    expect(service.crashes).toEqual([]);
  });

  it('a connection cut in the middle of a transaction is not taken for a fault of the message', async () => {
    const topic = noteTopic();
    let cuts = 0;
    const service = await stage.start({
      name: uniqueName('cut'), partitions: 1,
      handlers: ({ effects, database }) => [
        handlerOf(topic, async (messages) => {
          await effects.write(messages);
          if (cuts++ > 0) return;
          // Between two statements, when nothing is asked of the connection that could fail.
          const own = await database.row<{ pid: number }>('SELECT pg_backend_pid() AS pid');
          const other = database.session();
          await other.query('SELECT pg_terminate_backend($1)', [own!.pid]);
          await other.release();
          await eventually('it is gone', async () => database.row('SELECT 1').then(() => false, () => true));
          await effects.write(messages);
        }),
      ],
    });
    await service.publish(topic, [note('k', 1), note('k', 2)]);
    await eventually('applied on the second try', async () => (await service.effects.count()) === 2);
    expect(service.log.of('warn', 'partition paused')).toHaveLength(1);
    expect(service.log.of('error')).toEqual([]);
  });
});
