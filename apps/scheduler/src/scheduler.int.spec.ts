import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { topics, type SyncDue, type Topic } from '@intouch/contracts';
import { encode, KafkaPort, outgoing, Publisher } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { testDatabase } from '@intouch/postgres/testing';
import { serviceLog, startService, type PlatformConfig, type RunningService } from '@intouch/service';
import { defineScheduler } from './scheduler.js';
import { club, integration, state } from './testing/scripted-scheduler.js';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

describe('the service', () => {
  it('tells connectors what is due, once from two instances', async () => {
    const clubId = `c-${randomBytes(6).toString('hex')}`;
    const server = await testDatabase();
    undo.push(() => server.drop());
    const config: PlatformConfig = {
      DATABASE_URL: server.url, KAFKA_BROKERS: process.env['TEST_KAFKA_BROKERS']!.split(','), PORT: 0, HOST: undefined, LOG_LEVEL: 'error', KAFKA_PARTITIONS: 2,
      CREDENTIALS_KEYS: [{ id: 'k', key: Buffer.alloc(32) }], DATABASE_POOL: 5,
    };
    let now = new Date('2026-01-01T10:59:30Z');
    const crashed: Error[] = [];
    // A group of its own: another test's scheduler on the same broker would share the partitions.
    const definition = { ...defineScheduler(config, () => now), name: `scheduler-${clubId}` };
    const instances: RunningService[] = [];
    for (let n = 0; n < 2; n += 1) {
      const instance = await startService(definition, (error) => crashed.push(error));
      instances.push(instance);
      undo.push(() => instance.stop());
    }

    const log = serviceLog('test', 'error');
    const kafka = new KafkaPort({ brokers: config.KAFKA_BROKERS, clientId: 'test', log, partitions: 2 });
    const publisher = new Publisher(kafka, log);
    undo.push(() => kafka.close(), () => publisher.close());
    const heard = await syncsOf(kafka, clubId);
    const told = [state(clubId, 'active'), integration(clubId), club(clubId, 'America/New_York')];
    await publisher.publish(told.map(({ topic, payload }) => encode(outgoing(topic as Topic, payload), 'test')));

    const database = instances[0]!.app.get(Database);
    await until(async () => (await database.row('SELECT 1 FROM schedule WHERE club_id = $1 AND next_slot_at IS NOT NULL', [clubId])) !== undefined);
    now = new Date('2026-01-01T11:00:00Z');
    await until(() => heard.length === 1);
    now = new Date('2026-01-01T14:10:00Z');
    await until(() => heard.length === 2);
    expect(heard.map(({ slot, vendor }) => `${vendor} ${slot}`)).toEqual(['compete 2026-01-01T11:00:00.000Z', 'compete 2026-01-01T14:00:00.000Z']);
    expect((await fetch(`${instances[1]!.url}/health/ready`)).status).toBe(200);
    expect(crashed).toEqual([]);
  }, 60_000);
});

/** What is due for one club, as a connector hears it, growing. */
async function syncsOf(kafka: KafkaPort, clubId: string): Promise<SyncDue[]> {
  const heard: SyncDue[] = [];
  const consumer = kafka.consumer(`test-${clubId}`);
  undo.push(() => consumer.disconnect());
  await consumer.connect();
  await consumer.subscribe({ topics: [topics.syncDue.name], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      const due = JSON.parse(message.value!.toString()) as SyncDue;
      if (due.clubId === clubId) heard.push(due);
    },
  });
  return heard;
}

/** Looks again and again, for as long as the test may take. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(20);
}
