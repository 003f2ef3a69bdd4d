import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@intouch/stack';
import { lead, Ring, type LogEntry } from './ring.js';
import { sugarcrm } from './vendors.js';

const clubId = 'told';
let ring: Ring;
beforeAll(async () => {
  ring = await Ring.start(['sugarcrm']);
  await ring.club(clubId, {}, {}, sugarcrm);
}, 180_000);
afterAll(() => ring.stop(), 60_000);

/** The request's id, as the answer carries it. */
async function requested(method: string, path: string, body?: object): Promise<string> {
  const { status, headers } = await ring.ask(method, `/v1/clubs/${clubId}${path}`, body);
  expect(status).toBe(202);
  return headers.get('x-request-id')!;
}

function lines(requestId: string, count: number): Promise<LogEntry[]> {
  return eventually(`${count} lines of ${requestId}`, async () => {
    const own = (await ring.log(clubId)).filter((entry) => entry.requestId === requestId);
    return own.length >= count ? own : undefined;
  }, 20_000, 50);
}

it('each thing that happened to a contact is a line in plain words, found by the id of the request that caused it', async () => {
  const ana = { firstName: 'Ana', lastName: 'Silva' };
  const created = await requested('PUT', '/contacts/ana', lead(1, { ...ana, birthDate: '1850-01-01', ownerStaffId: 'nobody', updatedAt: '2026-11-20T10:00:00Z' }));
  expect(await lines(created, 3)).toMatchObject([
    { level: 'INFO', contactId: 'ana', summary: 'Ana Silva was created at SugarCRM' },
    ...['omitted-invalid', 'owner-unlinked'].map((reason) => ({ level: 'WARNING', contactId: 'ana', reason, detail: expect.stringMatching(/\w+ \w+/) })),
  ]);

  const updated = await requested('PUT', '/contacts/ana', lead(1, { ...ana, city: 'Boston', updatedAt: '2026-11-20T11:00:00Z' }));
  expect(await lines(updated, 1)).toMatchObject([{ level: 'INFO', summary: 'Ana Silva was updated at SugarCRM', detail: expect.stringContaining('city') }]);

  const nameless = await requested('PUT', '/contacts/eve', lead(2, { firstName: 'Eve', lastName: '<b>' }));
  expect(await lines(nameless, 1)).toMatchObject([{ level: 'ERROR', contactId: 'eve', reason: 'missing-required', detail: expect.stringContaining('last_name'), howToFix: expect.stringContaining('InTouch') }]);

  const { id } = (await ring.people()).find(({ email }) => email === 'lead1@example.com')!;
  await ring.call('PATCH', `/__sandbox/sugarcrm/people/${id}`, { mobile: '6145550199' });
  const { runId } = await ring.sync(clubId);
  expect(await lines(runId, 1)).toMatchObject([{ level: 'INFO', contactId: 'ana', summary: 'Ana Silva was changed at SugarCRM: updated' }]);

  const archived = await requested('DELETE', '/contacts/ana');
  expect(await lines(archived, 1)).toMatchObject([{ level: 'INFO', contactId: 'ana', reason: 'archived', summary: 'Ana Silva was deleted at SugarCRM: archived in InTouch' }]);

  const { log } = await ring.contact(clubId, 'ana');
  expect(log.map(({ summary }) => summary)).toEqual(expect.arrayContaining(['Ana Silva was created at SugarCRM', 'Ana Silva was deleted at SugarCRM: archived in InTouch']));
  expect(JSON.stringify(await ring.log(clubId))).not.toContain('not-a-real-password');
}, 90_000);
