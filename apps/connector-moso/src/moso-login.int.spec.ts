import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { eventually } from '@intouch/connector-kit/testing';
import { atTheTwin, calls, lead, members } from './testing/twin.js';

const set = atTheTwin();

it('is one for all clubs and instances of the account', async () => {
  const stand = await set();
  const second = await stand.another();
  second.run();
  const other = stand.clubOf(second, 'club-2');
  await other.configure({ settings: { homeClub: '002' } });
  for (let n = 0; n < 6; n += 1) await (n % 2 === 0 ? stand.club : other).save(`lead-${n}`, lead(n));
  await eventually('all six', async () => (await members(stand)).length === 6);
  expect((await members(stand)).map(({ HomeClub }) => HomeClub).sort()).toEqual(['001', '001', '001', '002', '002', '002']);
  expect(await calls(stand, 'authenticate')).toBe(1);
});

it('is made anew when another has taken its place, and the call is made once more', async () => {
  const stand = await set();
  await stand.vendor.hazard('login-displaced', { operation: 'addMember' });
  await stand.club.save('lead-1', lead(1));
  await stand.club.delivered('lead-1');
  await stand.vendor.hazard('login-displaced', { operation: 'updateMember' });
  await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
  await eventually('the new city', async () => (await members(stand))[0]?.['City'] === 'Dublin');
  expect((await stand.vendor.requests()).map(({ operation, status }) => [operation, status])).toEqual([
    ['authenticate', 200], ['addMember', 302], ['authenticate', 200], ['addMember', 200], ['updateMember', 302], ['authenticate', 200], ['updateMember', 200],
  ]);
  expect(stand.instance.log).toEqual([]);
});

it.each(['html-login-page', 'login-displaced'])('that never lasts is an outage: nothing was stored, so nothing is looked for (%s)', async (hazard) => {
  const stand = await set();
  await stand.vendor.hazard(hazard, { operation: 'addMember', times: null });
  await stand.club.save('lead-1', lead(1));
  await eventually('the outage', async () => (await stand.instance.state('lead-1'))?.lastError?.includes('login'));
  expect(await stand.instance.entries('credentials-refused')).toEqual([]);
  await stand.vendor.calm();
  await stand.club.delivered('lead-1');
  expect(await members(stand)).toHaveLength(1);
  expect(await calls(stand, 'findMembers')).toBe(0);
});

it('that is refused in the middle of work suspends the account, and nothing is created', async () => {
  const stand = await set();
  await stand.club.save('lead-1', lead(1));
  await stand.club.delivered('lead-1');
  await stand.vendor.hazard('auth-revoked', { times: null });
  await stand.club.save('lead-2', lead(2));
  await eventually('the suspension', async () => (await stand.instance.entries('credentials-refused')).length === 1);
  await stand.vendor.calm();
  await stand.club.configure({ resumes: 1 });
  await stand.club.delivered('lead-2');
  expect(await members(stand)).toHaveLength(2);
});

it('leaves no trace of itself in events, log and database', async () => {
  const stand = await set();
  const { instance, club, vendor } = stand;
  await vendor.hazard('auth-revoked', { operation: 'authenticate' });
  await club.save('lead-1', lead(1));
  await eventually('the suspension', async () => (await instance.entries('credentials-refused')).length === 1);
  await vendor.hazard('timeout-before-commit', { operation: 'authenticate', params: { holdMs: 50 } });
  await vendor.hazard('connection-reset', { operation: 'authenticate' });
  await club.configure({ resumes: 1 });
  await club.delivered('lead-1');
  expect(await calls(stand, 'authenticate')).toBe(4);
  const rows = await instance.database.rows('SELECT * FROM account');
  const everything = `${await instance.everyText()} ${JSON.stringify(rows)} ${JSON.stringify(await instance.database.rows('SELECT * FROM delivery'))}`;
  expect(everything).not.toMatch(/not-a-real-password|Authenticate|machinename|MOSOAUTH|ASP\.NET/);
  expect(rows).toMatchObject([{ session: expect.any(String) }]);
});

it('one call at a time, whichever club and instance', async () => {
  const stand = await set();
  const second = await stand.another();
  second.run();
  const other = stand.clubOf(second, 'club-2');
  await other.configure({ settings: { homeClub: '002' } });
  await stand.vendor.hazard('slow', { operation: 'addMember', times: null, params: { ms: 200 } });
  for (let n = 0; n < 6; n += 1) await (n % 2 === 0 ? stand.club : other).save(`lead-${n}`, lead(n));
  await eventually('all six', async () => (await members(stand)).length === 6);
  const begun = (await stand.vendor.requests('addMember')).map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
  // A millisecond or two is rounding: each began when the one before it had been answered.
  expect(begun.slice(1).filter((at, index) => at - begun[index]! < 195)).toEqual([]);
});
