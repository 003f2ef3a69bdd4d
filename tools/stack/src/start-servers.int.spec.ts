import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { startServers, type Servers } from './start-servers.js';

let dataDir: string;
let servers: Servers;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'intouch-servers-'));
  servers = await startServers({ dataDir, durable: false, given: {} });
}, 120_000);

afterAll(async () => {
  await servers.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('the servers', () => {
  it('PostgreSQL answers, and keeps its data and its address through kill -9', async () => {
    await query('CREATE TABLE kept (word text)');
    await query(`INSERT INTO kept VALUES ('still here')`);
    const before = servers.postgres.pid;

    await servers.postgres.kill();
    await expect(query('SELECT 1')).rejects.toThrow();
    await servers.postgres.start();

    expect(await query('SELECT word FROM kept')).toEqual([{ word: 'still here' }]);
    expect(servers.postgres.pid).not.toBe(before);
  });

  it('Kafka answers, and keeps its messages and its address through kill -9', async () => {
    const kafka = new Kafka({ brokers: [servers.kafkaBrokers], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }] });
    await admin.disconnect();
    const producer = kafka.producer({ idempotent: true });
    await producer.connect();
    await producer.send({ topic: 'kept', acks: -1, messages: [{ value: 'still here' }] });
    await producer.disconnect();

    await servers.kafka.kill();
    await servers.kafka.start();

    const consumer = kafka.consumer({ groupId: 'reader' });
    await consumer.connect();
    await consumer.subscribe({ topic: 'kept', fromBeginning: true });
    const value = await new Promise((resolve) => {
      void consumer.run({ eachMessage: async ({ message }) => resolve(message.value?.toString()) });
    });
    await consumer.disconnect();
    expect(value).toBe('still here');
  }, 60_000);
});

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: servers.databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}
