import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { encode, outgoing } from '@intouch/messaging';
import { eventually, handlerOf, note, noteTopic, Stage, uniqueName } from '@intouch/messaging/testing';
import { startServers, type Servers } from '@intouch/stack';

let dataDir: string;
let servers: Servers;
let stage: Stage;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'intouch-broker-'));
  servers = await startServers({ dataDir, durable: false, given: { databaseUrl: process.env['TEST_DATABASE_URL'] } });
}, 90_000);

afterAll(async () => {
  await servers.stop();
  await rm(dataDir, { recursive: true, force: true });
});

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

describe('when the broker is killed and comes back', () => {
  it('what was acknowledged or lies in the outbox arrives, and what was not acknowledged says so', async () => {
    const [from, to] = [noteTopic('from'), noteTopic('to')];
    const service = await stage.start({
      name: uniqueName('broker'), brokers: servers.kafkaBrokers,
      handlers: ({ effects }) => [
        handlerOf(from, async (messages) => messages.map((message) => outgoing(to, message.payload, message)), { emits: [to] }),
        handlerOf(to, (messages) => effects.write(messages)),
      ],
    });
    // Each is offered until it is acknowledged, as a caller who got no 202 would.
    let refusals = 0;
    const offer = async (n: number): Promise<void> => {
      const record = encode(outgoing(from, note(`k${n % 10}`, n)), 'test');
      await eventually(`${n} acknowledged`, async () => service.publisher.publish([record]).then(() => true, () => (refusals += 1) && false), 45_000, 200);
    };
    const offerAll = (first: number): Promise<unknown> => Promise.all(Array.from({ length: 50 }, (_, n) => offer(first + n)));

    await offerAll(0);
    await servers.kafka.kill();
    const meanwhile = offerAll(50);
    // An event of a transaction that the broker's absence does not keep from its commit.
    await service.outbox.add([outgoing(to, note('own', 1_000))]);
    await eventually('a caller is told', () => refusals > 0);
    await servers.kafka.start();
    await meanwhile;
    await offerAll(100);

    const wanted = [...Array.from({ length: 150 }, (_, n) => n), 1_000];
    await eventually('all arrived', async () => new Set((await service.effects.all()).map(({ n }) => n)).size === wanted.length, 30_000);
    const numbers = new Set((await service.effects.all()).map(({ n }) => n));
    expect([...numbers].sort((a, b) => a - b)).toEqual(wanted);
    expect(await service.outbox.size()).toBe(0);
    expect(service.crashes).toEqual([]);
    expect(service.log.of('error')).toEqual([]);
  }, 90_000);
});
