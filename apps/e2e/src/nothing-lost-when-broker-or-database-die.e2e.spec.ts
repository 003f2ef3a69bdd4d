import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '@intouch/stack';
import { lead, Ring } from './ring.js';

let ring: Ring;
let clubId = '';
let test = 0;
beforeAll(async () => {
  ring = await Ring.start(['compete']);
}, 180_000);
afterAll(() => ring.stop(), 60_000);
beforeEach(async () => {
  test += 1;
  clubId = `died-${test}`;
  await ring.club(clubId);
});

interface Sent {
  readonly accepted: string[];
  readonly refused: { readonly status: number; readonly retryAfter: string | null; readonly tookMs: number }[];
}

/** Leads one after the other until told to stop; InTouch would send the refused ones again, here they stay away. */
function stream(): { stop(): Promise<Sent>; readonly sent: Sent } {
  const sent: Sent = { accepted: [], refused: [] };
  let over = false;
  const running = (async () => {
    for (let index = test * 10_000; !over; index += 1) {
      const began = Date.now();
      const { status, headers } = await ring.ask('PUT', `/v1/clubs/${clubId}/contacts/lead-${index}`, lead(index));
      if (status === 202) sent.accepted.push(`lead${index}@example.com`);
      else sent.refused.push({ status, retryAfter: headers.get('retry-after'), tookMs: Date.now() - began });
      await pause(20);
    }
  })();
  return { sent, stop: async () => (over = true, await running, sent) };
}

async function allOnceAtVendor(accepted: readonly string[]): Promise<void> {
  await eventually('every accepted lead at Compete', async () => {
    const there = new Set((await ring.people()).map(({ email }) => email));
    return accepted.every((email) => there.has(email));
  }, 60_000, 200);
  const emails = (await ring.people()).map(({ email }) => email);
  expect(new Set(emails).size).toBe(emails.length);
}

/** The ring turns both ways again, by itself. */
async function turnsAgain(): Promise<void> {
  await eventually('a sync', async () => (await ring.sync(clubId)).state === 'succeeded', 60_000, 500);
  const { status } = await ring.ask('GET', '/health/ready');
  expect(status).toBe(200);
}

it('the broker dies: leads are refused in time, with Retry-After, or accepted and never lost', async () => {
  const { sent, stop } = stream();
  await eventually('leads under way', async () => sent.accepted.length > 20, 20_000);
  await ring.stack.servers.kafka.kill();
  await eventually('a lead refused', async () => sent.refused.length > 0, 20_000);
  const before = sent.accepted.length;
  await ring.stack.servers.kafka.start();
  await eventually('leads accepted again', async () => sent.accepted.length > before + 20, 60_000);
  const { accepted, refused } = await stop();
  for (const { status, retryAfter, tookMs } of refused) {
    expect(status).toBe(503);
    expect(Number(retryAfter)).toBeGreaterThan(0);
    expect(tookMs).toBeLessThan(10_000);
  }
  await allOnceAtVendor(accepted);
  await turnsAgain();
}, 150_000);

it('the database dies: leads go on being accepted, or refused with Retry-After, and reach the vendor once it is back', async () => {
  const { sent, stop } = stream();
  await eventually('leads under way', async () => sent.accepted.length > 20, 20_000);
  await ring.stack.servers.postgres.kill();
  const before = sent.accepted.length + sent.refused.length;
  await eventually('leads answered while it is away', async () => sent.accepted.length + sent.refused.length > before + 20, 40_000);
  await ring.stack.servers.postgres.start();
  const { accepted, refused } = await stop();
  for (const { status, retryAfter } of refused) expect([status, Number(retryAfter) > 0]).toEqual([503, true]);
  await allOnceAtVendor(accepted);
  await turnsAgain();
}, 150_000);
