import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, SandboxProcess, type Stand } from '@intouch/connector-kit/testing';
import { lead, setUp } from './testing/twin.js';

let sandbox: SandboxProcess;
let stand: Stand;
beforeAll(async () => {
  sandbox = await SandboxProcess.start(process.cwd());
}, 30_000);
afterAll(() => sandbox.stop());
beforeEach(async () => {
  stand = await setUp(sandbox, { fixture: 'empty' });
});
afterEach(async () => {
  await stand.vendor.calm();
  await stand.clear();
});

const operation = 'SaveProspect';

/** Until when the account holds, in seconds from now; null: it never had to. */
async function heldSeconds(): Promise<number | null> {
  const [row] = await stand.instance.database.rows<{ s: string | null }>('SELECT extract(epoch FROM hold_until - now()) AS s FROM account WHERE hold_until IS NOT NULL');
  return row ? Number(row.s) : null;
}

describe('the nightly billing run', () => {
  it('is waited for: nothing was stored, so nothing is looked for, and nobody is made twice', async () => {
    await stand.vendor.hazard('billing-window-503', { times: 3 });
    await stand.club.save('lead-1', lead(1));
    await eventually('an answer', async () => (await stand.instance.state('lead-1'))?.lastError?.includes('503'));
    await stand.club.delivered('lead-1');
    expect(await stand.vendor.people()).toHaveLength(1);
    expect((await stand.vendor.requests()).map((it) => [it.operation, it.status])).toEqual([[operation, 503], [operation, 503], [operation, 503], [operation, 200]]);
  });

  it('is asked ever more seldom, up to ten minutes', async () => {
    await stand.vendor.hazard('billing-window-503', { times: null });
    await stand.club.save('lead-1', lead(1));
    await eventually('the first try', async () => (await stand.vendor.requests(operation)).length >= 1);
    const waits = await eventually('the next', async () => {
      // As if it had been tried for hours; not while a try is under way, which would write down its own count.
      await stand.instance.database.run('UPDATE delivery SET attempts = 30, due_at = now() WHERE attempts <= 30 AND lease_until IS NULL');
      const rows = await stand.instance.database.rows<{ s: string }>('SELECT extract(epoch FROM due_at - now()) AS s FROM delivery WHERE attempts > 30 AND lease_until IS NULL');
      return rows.length > 0 ? rows : undefined;
    });
    expect(Number(waits[0]!.s)).toBeGreaterThan(290);
    expect(Number(waits[0]!.s)).toBeLessThanOrEqual(600);
    await stand.vendor.calm();
    await stand.instance.timePasses();
    await stand.club.save('lead-2', lead(2));
    await stand.club.delivered('lead-1');
    await stand.club.delivered('lead-2');
    expect(await stand.vendor.people()).toHaveLength(2);
  });
});

it('a busy server holds the whole login for fifteen seconds, whatever the club, and then everybody goes out once', async () => {
  const other = stand.clubOf(stand.instance, 'club-2');
  await other.configure({ settings: { clubNumber: '1002' } });
  await stand.vendor.hazard('throttle-900', { operation, times: 2 });
  await stand.club.save('lead-1', lead(1));
  await eventually('the hold', async () => (await heldSeconds()) !== null);
  expect(await heldSeconds()).toBeGreaterThan(10);
  expect(await heldSeconds()).toBeLessThanOrEqual(15);
  await other.save('lead-2', lead(2));
  await stand.club.save('lead-3', lead(3));
  // An instance that was started later knows of the hold by the account's row alone.
  const second = await stand.another();
  second.run();
  await stand.instance.stop();
  expect(await second.database.rows('SELECT 1 FROM delivery WHERE due_at IS NOT NULL')).toHaveLength(3);
  expect((await stand.vendor.requests(operation)).length).toBeLessThanOrEqual(2);
  await stand.vendor.calm();
  await second.timePasses();
  for (const contactId of ['lead-1', 'lead-2', 'lead-3']) await eventually(contactId, async () => (await second.state(contactId))?.state === 'delivered');
  expect((await stand.vendor.people()).map(({ firstName, club }) => [firstName, club]).sort()).toEqual([['First1', '1001'], ['First2', '1002'], ['First3', '1001']]);
  expect((await stand.vendor.requests('FindProspect'))).toEqual([]);
}, 30_000);

it('two instances and two clubs never make more than two calls at a time with one login', async () => {
  const second = await stand.another();
  second.run();
  const other = stand.clubOf(second, 'club-2');
  await other.configure({ settings: { clubNumber: '1002' } });
  await stand.vendor.hazard('slow', { times: null, params: { ms: 60 } });
  const leads = Array.from({ length: 40 }, (_, n) => n);
  await Promise.all(leads.map((n) => (n % 2 === 0 ? stand.club : other).save(`lead-${n}`, lead(n))));
  const callers = new Set<string>();
  await eventually('forty prospects', async () => {
    for (const { by } of await second.database.rows<{ by: string }>('SELECT held_by AS by FROM account_call WHERE held_until > now()')) callers.add(by);
    return (await stand.vendor.people()).length === 40;
  });
  for (const n of leads) await (n % 2 === 0 ? stand.club : other).delivered(`lead-${n}`);
  expect(callers.size).toBe(2);
  // A call too many would have been answered with 900: tried again, and the account held.
  expect(await stand.vendor.requests(operation)).toHaveLength(40);
  expect(await heldSeconds()).toBeNull();
}, 60_000);

it('one call at a time where the club wants it so', async () => {
  await stand.vendor.record('PUT', 'logins/sim-user', { maxConcurrent: 1 });
  await stand.club.configure({ settings: { maxConcurrent: 1 } });
  const second = await stand.another();
  second.run();
  await stand.vendor.hazard('slow', { times: null, params: { ms: 60 } });
  // Both instances hear of work at once.
  const doors = [stand.club, stand.clubOf(second)];
  await Promise.all(Array.from({ length: 16 }, (_, n) => doors[n % 2]!.save(`lead-${n}`, lead(n))));
  for (let n = 0; n < 16; n += 1) await stand.club.delivered(`lead-${n}`);
  expect(await stand.vendor.requests(operation)).toHaveLength(16);
  expect(await heldSeconds()).toBeNull();
});
