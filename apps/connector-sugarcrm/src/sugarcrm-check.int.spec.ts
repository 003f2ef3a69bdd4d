import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Stand } from '@intouch/connector-kit/testing';
import { atTheTwin, modes, v4 } from './testing/twin.js';

const set = atTheTwin();
const found = async ({ club }: Stand): Promise<unknown> => {
  const { ok, problems } = await club.check();
  return [ok, problems.map(({ code }) => code)];
};

describe.each(modes)('over %s', (mode, profile) => {
  it('all is well', async () => expect(await found(await set(profile, { settings: { clubField: 'intouch_club_c', attributeFields: { 'form.goal': 'goal_c' } } }))).toEqual([true, []]));

  it('the address is somebody else\'s', async () => {
    const stand = await set(profile);
    await stand.club.configure({ settings: { baseUrl: `${stand.sandbox.url}/elsewhere` } });
    expect(await found(stand)).toEqual([false, ['not-sugarcrm']]);
  });

  it('the login is wrong', async () => {
    const stand = await set(profile);
    const other = stand.clubOf(stand.instance, 'club-2');
    await other.configure({ settings: { userName: 'nobody' } });
    expect((await other.check()).problems).toMatchObject([{ code: 'credentials-refused' }]);
  });

  it.each(['describe', 'listUsers', 'listChanges'])('the module is closed to %s', async (operation) => {
    const stand = await set(profile);
    await stand.vendor.hazard('route-not-granted', { operation, times: null });
    expect(await found(stand)).toEqual([false, ['no-access']]);
  });

  it('fields that are not there, where that can be told', async () => {
    const stand = await set(profile, { settings: { clubField: 'club_c', genderField: 'gender_c' } });
    expect(await found(stand)).toEqual(mode === 'v4_1' ? [false, ['field-missing', 'field-missing']] : [true, []]);
  });

  it('a rule for nobody, and a fallback for two', async () => {
    const assignmentRules = [{ name: 'All', when: [], assignTo: 'old@myclub.com' }, { name: 'Ana', when: [], assignTo: 'asilva@myclub.com' }];
    const stand = await set(profile, { settings: { assignmentRules, fallbackOwner: 'front@myclub.com' } });
    expect(await found(stand)).toEqual([false, ['assignee-unlinked', 'assignee-unlinked']]);
  });

  it('a clock that is off is only named', async () => {
    const stand = await set(profile);
    await stand.vendor.clock(new Date(Date.now() + 120_000).toISOString());
    expect(await found(stand)).toEqual([true, ['clock-skew']]);
  });
});

it('one login of an account serves all its clubs and instances, and leaves no trace', async () => {
  const stand = await set(v4);
  const second = await stand.another();
  second.run();
  const other = stand.clubOf(second, 'club-2');
  await other.configure({ settings: { clubValue: 'south' } });
  for (let index = 0; index < 6; index += 1) await (index % 2 === 0 ? stand.club : other).save(`lead-${index}`, v4.lead(index));
  for (let index = 0; index < 6; index += 1) await (index % 2 === 0 ? stand.club : other).delivered(`lead-${index}`);
  expect((await stand.vendor.people()).map(({ club }) => club).sort()).toEqual(['north', 'north', 'north', 'south', 'south', 'south']);
  expect(await stand.vendor.requests('login')).toHaveLength(1);
  const everything = `${await stand.instance.everyText()} ${JSON.stringify(await stand.instance.database.rows('SELECT * FROM account'))} ${JSON.stringify(await stand.instance.database.rows('SELECT * FROM delivery'))}`;
  expect(everything).not.toMatch(/not-a-real-password|simsession|ade6f4c6/);
});
