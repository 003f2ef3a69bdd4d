import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CrmServer, userId } from '@intouch/crm-database';
import { eventually } from '@intouch/stack';
import { lead, Ring } from './ring.js';
import { sugarcrm } from './vendors.js';

const leads = 1_000;
const clubId = 'fire-database';
const staff = ['ana', 'bob', 'zoe'];

let ring: Ring;
let server: CrmServer;
beforeAll(async () => {
  [ring, server] = await Promise.all([Ring.start(['sugarcrm']), CrmServer.start({ own: true })]);
}, 180_000);
afterAll(() => Promise.all([ring.stop(), server.stop()]), 60_000);

it('1,000 leads end as exactly 1,000 rows with the newest content, owner and one address each, though the CRM\'s database dies again and again, and the connector too', async () => {
  const crm = await server.database();
  for (const [index, id] of staff.entries()) await crm.addUser(userId(40 + index), { user_name: id, last_name: id }, `${id}@MyClub.com`);
  const at = { ...sugarcrm, title: 'sugarcrm over its database', settings: () => ({ ...crm.settings, timeoutMs: 2_000, maxConcurrent: 8 }), credentials: crm.credentials };
  await ring.club(clubId, {}, {}, at);
  for (const id of staff) await ring.call('PUT', `/v1/clubs/${clubId}/staff/${id}`, { firstName: id, lastName: 'Staff', email: `${id}@myclub.com`, active: true });

  const there = async (): Promise<number> => Number((await crm.rows<{ count: number }>('SELECT COUNT(*) AS count FROM leads'))[0]!.count);
  const newest = async (): Promise<number> => Number((await crm.rows<{ count: number }>(`SELECT COUNT(*) AS count FROM leads WHERE primary_address_city LIKE 'Newtown%'`))[0]!.count);
  const reached = (what: string, wanted: number, count: () => Promise<number>): Promise<unknown> =>
    eventually(`${wanted} ${what}`, async () => {
      const now = await count();
      if (now < wanted) throw new Error(`${now}; ${await ring.endOfLog('connector-sugarcrm')}`);
      return true;
    }, 120_000, 20);
  const fire = (async () => {
    for (const [wanted, count] of [[40, there], [200, there], [450, there], [700, there], [950, there], [150, newest], [500, newest], [850, newest]] as const) {
      await reached('leads, the moment to kill', wanted, count);
      if (wanted === 200 || wanted === 500) ring.stack.kill('connector-sugarcrm');
      await server.kill();
      await server.start();
    }
  })();

  // Each lead twice: what counts at the end is the newer content.
  const put = (index: number, more: object): Promise<void> => ring.persist('PUT', `/v1/clubs/${clubId}/contacts/lead-${index}`, lead(index, { ownerStaffId: staff[index % staff.length], ...more }));
  const inParallel = async (work: (index: number) => Promise<void>): Promise<void> => {
    let index = 0;
    await Promise.all(Array.from({ length: 16 }, async () => {
      for (let mine = index++; mine < leads; mine = index++) await work(mine);
    }));
  };
  await inParallel((index) => put(index, { updatedAt: '2026-11-01T10:00:00Z' }));
  // One in four has another address by then, and every other owner changes.
  const emailOf = (index: number): string => (index % 4 === 0 ? `new${index}@example.com` : `lead${index}@example.com`);
  const ownerOf = (index: number): number => (index + (index % 2)) % staff.length;
  await inParallel((index) => put(index, { updatedAt: '2026-11-02T10:00:00Z', city: `Newtown ${index % 7}`, email: emailOf(index), ownerStaffId: staff[ownerOf(index)] }));
  await fire;
  await reached('leads with the newest content', leads, newest);

  const rows = new Map((await crm.leads()).map((row) => [Number(/\d+/.exec(String(row['first_name']))![0]), row]));
  expect([await there(), rows.size]).toEqual([leads, leads]);
  for (const [index, row] of rows) {
    expect(row).toMatchObject({
      deleted: 0, last_name: `Last${index}`, primary_address_city: `Newtown ${index % 7}`, phone_mobile: `614${2_000_000 + index}`, email: emailOf(index), assigned_user_id: userId(40 + ownerOf(index)), account_name: 'north',
    });
  }
  // One live link each; a dead one at most for those whose address changed, since what is newer may overtake; and nothing that leads nowhere.
  const [links] = await crm.rows(`SELECT SUM(deleted = 0) AS live, SUM(deleted = 1) AS dead, COUNT(DISTINCT IF(deleted = 0, bean_id, NULL)) AS people FROM email_addr_bean_rel WHERE bean_module = 'Leads'`);
  expect([Number(links!['live']), links!['people']]).toEqual([leads, leads]);
  expect(Number(links!['dead'])).toBeLessThanOrEqual(leads / 4);
  expect(await crm.rows('SELECT r.id FROM email_addr_bean_rel r LEFT JOIN email_addresses a ON a.id = r.email_address_id WHERE a.id IS NULL')).toEqual([]);
  expect(await crm.rows('SELECT a.id FROM email_addresses a LEFT JOIN email_addr_bean_rel r ON r.email_address_id = a.id WHERE r.id IS NULL')).toEqual([]);
  expect(await crm.rows('SELECT email_address_caps FROM email_addresses GROUP BY email_address_caps HAVING COUNT(*) > 1')).toEqual([]);
  expect(await crm.rows('SELECT * FROM leads_cstm')).toEqual([]);
}, 300_000);
