import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { Unauthorized, Unavailable, type VendorLookup } from '@intouch/connector-kit';
import { check } from './check.js';
import type { CrmAccess } from './crm-access.js';
import { Garbled } from './garbled.js';
import { stampOf } from './stamps.js';
import { settings, user } from './testing/facts.js';

const users: readonly VendorLookup[] = [
  { vendorId: user, name: 'John', email: 'JSmith@myclub.com', active: true }, { vendorId: 'u-12', name: 'Amy', email: 'front@myclub.com', active: true },
  { vendorId: 'u-13', name: 'Bob', email: 'front@myclub.com', active: true }, { vendorId: 'u-15', name: 'Old', email: 'old@myclub.com', active: false },
];

function crm(more: Partial<CrmAccess> = {}): CrmAccess {
  return {
    serverTime: async () => stampOf(new Date()),
    describe: async () => ({ missingFields: [] }),
    listUsers: async () => users,
    listChanges: async function* () {},
    ...more,
  } as CrmAccess;
}

const throws = (error: Error) => async (): Promise<never> => {
  throw error;
};
const codes = async (more: Partial<CrmAccess>, set = {}): Promise<string[]> => (await check(crm(more), { settings: { ...settings, ...set } })).map(({ code }) => code);
const refused = new Unauthorized('integration', 'HTTP 404', 'access-refused');

it('finds nothing where all is well', async () => expect(await codes({})).toEqual([]));

it.each([['refused', refused], ['somebody else\'s page', new Garbled(false)]])('not SugarCRM: %s', async (_what, error) => expect(await codes({ serverTime: throws(error) })).toEqual(['not-sugarcrm']));

it.each(['describe', 'listUsers'] as const)('no access: %s', async (call) => expect(await codes({ [call]: throws(refused) })).toEqual(['no-access']));

it('no access to the list of changes', async () => {
  // eslint-disable-next-line require-yield -- refused before its first row
  const listChanges = async function* (): AsyncGenerator<never, void, void> {
    throw refused;
  };
  expect(await codes({ listChanges })).toEqual(['no-access']);
});

it('wrong credentials, and an outage, are told by the kit', async () => {
  for (const error of [new Unauthorized('integration', 'not accepted'), new Unavailable('HTTP 503', false)]) {
    await expect(codes({ describe: throws(error) })).rejects.toBe(error);
  }
  await expect(codes({ serverTime: throws(new Unavailable('no connection', false)) })).rejects.toMatchObject({ name: 'Unavailable' });
});

it('names each field that is missing', async () => {
  const found = await check(crm({ describe: async () => ({ missingFields: ['club_c', 'goal_c'] }) }), { settings });
  expect(found.map(({ code, detail, harmless = false }) => [code, detail, harmless])).toEqual([
    ['field-missing', 'Leads at SugarCRM have no field club_c.', false], ['field-missing', 'Leads at SugarCRM have no field goal_c.', false],
  ]);
});

it.each([
  [' jsmith@myclub.com ', []], [user, []], ['front@myclub.com', ['assignee-unlinked']], ['old@myclub.com', ['assignee-unlinked']], ['nobody@myclub.com', ['assignee-unlinked']],
])('whoever a rule or the fallback names must be one active user: %s', async (assignTo, wanted) => {
  expect(await codes({}, { assignmentRules: [{ name: 'Rule', when: [], assignTo }] })).toEqual(wanted);
  expect(await codes({}, { fallbackOwner: assignTo })).toEqual(wanted);
});

it.each([[59, []], [-59, []], [63, ['clock-skew']], [-63, ['clock-skew']]])('a clock %i s off', async (seconds, wanted) => {
  const found = await check(crm({ serverTime: async () => stampOf(new Date(Date.now() + seconds * 1_000)) }), { settings });
  expect(found.map(({ code }) => code)).toEqual(wanted);
  expect(found.every(({ harmless }) => harmless)).toBe(true);
});
