import { randomBytes } from 'node:crypto';
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { Controller, Get, type Type } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@intouch/postgres/testing';
import { eventually, handlerOf, noteTopic, uniqueName } from '@intouch/messaging/testing';
import { readConfig } from './config.js';
import { platformSettings } from './platform-config.js';
import { startService, type RunningService, type ServiceDefinition } from './run-service.js';

let db: TestDatabase;
let running: RunningService | undefined;

beforeEach(async () => {
  db = await testDatabase();
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await db.drop();
});

function definition(own: Partial<ServiceDefinition> = {}, environment: Record<string, string> = {}): ServiceDefinition {
  const config = readConfig(
    {
      DATABASE_URL: db.url, KAFKA_BROKERS: process.env['TEST_KAFKA_BROKERS'], PORT: '0', LOG_LEVEL: 'error',
      CREDENTIALS_KEYS: `k:${randomBytes(32).toString('base64')}`, ...environment,
    },
    platformSettings,
  );
  return { name: uniqueName('svc'), config, migrations: [], handlers: [handlerOf(noteTopic(), async () => undefined)], ...own };
}

const crash = (error: Error): void => {
  throw error;
};
const status = async (path: string): Promise<number> => (await fetch(`${running!.url}/${path}`)).status;

/** A door to a server that is shut at first; a client cannot tell it from a server that is away. */
async function door(target: string): Promise<{ address: string; open(): void; close(): void }> {
  const { hostname, port } = new URL(target);
  let isOpen = false;
  const server: Server = createServer((socket) => {
    if (!isOpen) return socket.destroy();
    const onward = connect(Number(port), hostname);
    socket.pipe(onward).pipe(socket);
    for (const each of [socket, onward]) each.on('error', () => [socket, onward].forEach((side) => side.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, open: () => (isOpen = true), close: () => server.close() };
}

describe('a service', () => {
  it('tells that it lives and is ready, and gives its metrics', async () => {
    running = await startService(definition(), crash);
    await eventually('ready', async () => (await status('health/ready')) === 200);
    expect(await status('health/live')).toBe(200);
    const metrics = await (await fetch(`${running.url}/metrics`)).text();
    expect(metrics).toContain('connector_outbox_records');
  });

  it.each([
    ['the database', 'DATABASE_URL', () => process.env['TEST_DATABASE_URL']!, (address: string) => Object.assign(new URL(db.url), { host: address }).href],
    ['the broker', 'KAFKA_BROKERS', () => `http://${process.env['TEST_KAFKA_BROKERS']!}`, (address: string) => address],
  ] as const)('that starts while %s is away waits, and works when that is back', async (_what, setting, target, value) => {
    const way = await door(target());
    let ready = false;
    const starting = startService(definition({}, { [setting]: value(way.address) }), crash).then((service) => {
      ready = true;
      running = service;
    });
    await Promise.race([starting, new Promise((resolve) => setTimeout(resolve, 1_000))]);
    expect(ready).toBe(false);
    way.open();
    await starting;
    expect(await status('health/live')).toBeGreaterThan(0);
    await running!.stop();
    running = undefined;
    way.close();
  });

  it('answers the requests under way before it stops, and takes none after', async () => {
    let entered = (): void => undefined;
    const inRequest = new Promise<void>((resolve) => (entered = resolve));
    let goOn = (): void => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));

    class Slow {
      async answer(): Promise<string> {
        entered();
        await gate;
        return 'done';
      }
    }
    Controller()(Slow);
    Get('slow')(Slow.prototype, 'answer', Object.getOwnPropertyDescriptor(Slow.prototype, 'answer')!);
    const service = await startService(definition({ controllers: [Slow as Type] }), crash);
    const answer = fetch(`${service.url}/slow`).then((response) => response.text());
    await inRequest;
    const stopped = service.stop();
    goOn();
    expect(await answer).toBe('done');
    await stopped;
    await expect(fetch(`${service.url}/slow`)).rejects.toThrow();
  });

  it('that cannot start leaves nothing open', async () => {
    const name = uniqueName('broken');
    const broken = definition({
      name,
      http: () => {
        throw new Error('not like this');
      },
    });
    await expect(startService(broken, crash)).rejects.toThrow('not like this');
    const other = await db.open({ schema: 'watch' });
    await eventually('its connections are gone', async () => (await other.rows('SELECT 1 FROM pg_stat_activity WHERE application_name = $1', [name])).length === 0);
  });
});
