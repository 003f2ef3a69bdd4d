import { afterEach, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WaitingRoom } from './waiting-room.js';

let room: WaitingRoom | null = null;
afterEach(() => room?.close());

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

it('answers alive, not ready, and asks everybody else to come again; then gives the port back', async () => {
  const port = await freePort();
  room = await WaitingRoom.open(port, '127.0.0.1');
  const ask = async (path: string): Promise<[number, string | null]> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    await answer.body?.cancel();
    return [answer.status, answer.headers.get('retry-after')];
  };
  expect((await ask('/health/live'))[0]).toBe(200);
  expect(await ask('/health/ready')).toEqual([503, '2']);
  expect(await ask('/v1/clubs')).toEqual([503, '2']);
  await room!.close();
  room = await WaitingRoom.open(port, '127.0.0.1');
  expect((await ask('/health/live'))[0]).toBe(200);
});

it('is not opened where nobody knows the port', async () => {
  expect(await WaitingRoom.open(0, '127.0.0.1')).toBeNull();
});
