import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { freePort } from './processes/free-port.js';
import { MariaDbServer } from './servers/mariadb-server.js';

let dataDir: string;
let server: MariaDbServer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'intouch-mariadb-'));
  server = new MariaDbServer({ dataDir, port: await freePort(), log: () => undefined });
  await server.start();
}, 120_000);

afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function query(sql: string): Promise<RowDataPacket[]> {
  const connection = await createConnection(server.address);
  try {
    return (await connection.query<RowDataPacket[]>(sql))[0];
  } finally {
    await connection.end();
  }
}

it('MariaDB answers, and keeps its data and its address through kill -9', async () => {
  await query('CREATE DATABASE kept');
  await query('CREATE TABLE kept.words (word varchar(20)) ENGINE=InnoDB');
  await query(`INSERT INTO kept.words VALUES ('still here')`);
  const before = server.pid;

  await server.kill();
  await expect(query('SELECT 1')).rejects.toThrow();
  await server.start();

  expect(await query('SELECT word FROM kept.words')).toEqual([{ word: 'still here' }]);
  expect(server.pid).not.toBe(before);
});

it('it stays down when it was stopped, and comes up with what it had', async () => {
  await server.stop();
  expect(server.pid).toBeUndefined();
  await server.start();
  expect(await query('SELECT word FROM kept.words')).toEqual([{ word: 'still here' }]);
});
