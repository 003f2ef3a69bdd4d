import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { crmUser, userId, type CrmDatabase, type CrmOptions } from '@intouch/crm-database';
import type { CrmAccess } from './crm-access.js';
import { check } from './check.js';
import { settings as defaults } from './testing/facts.js';
import { aCrmServer, databaseClients } from './testing/crm.js';

const clientOf = databaseClients(aCrmServer());
const second = '2026-11-22 02:02:30';

async function pagesOf(client: CrmAccess, since = '1970-01-01 00:00:00'): Promise<string[][]> {
  const pages: string[][] = [];
  for await (const leads of client.listChanges(since)) pages.push(leads.map(({ id }) => id));
  return pages;
}

describe('the list of changes', () => {
  it('goes by stamp and id, page by page, within one second too', async () => {
    const { crm, client } = await clientOf({ settings: { pageSize: 2 } });
    for (const id of ['d', 'B', 'a', 'C']) await crm.typed(id, { last_name: 'Same', date_modified: second });
    await crm.typed('z-first', { last_name: 'First', date_modified: '2026-11-22 02:02:29' });
    await crm.typed('a-last', { last_name: 'Last', date_modified: '2026-11-22 02:02:31' });
    expect(await pagesOf(client)).toEqual([['z-first', 'a'], ['B', 'C'], ['d', 'a-last']]);
    expect(await pagesOf(client, second)).toEqual([['a', 'B'], ['C', 'd'], ['a-last']]);
    expect(await pagesOf(client, '2026-11-22 02:02:32')).toEqual([]);
  });

  it('tells the deleted, without their address; what is empty, or a date that is none, has no key', async () => {
    const { crm, client } = await clientOf();
    await crm.typed('a', { first_name: '', last_name: 'O\'Brien & <x>', birthdate: '0000-00-00', status: null, date_modified: second, email: 'jane@example.com' });
    await crm.typed('b', { last_name: 'Gone', email: 'gone@example.com' });
    await crm.deleteLead('b');
    const { value: leads } = await client.listChanges('1970-01-01 00:00:00').next();
    expect(leads![0]).toMatchObject({ id: 'a', deleted: false, converted: false, modified: second, values: { last_name: 'O\'Brien & <x>', email1: 'jane@example.com' } });
    for (const field of ['first_name', 'birthdate', 'status', 'description']) expect(leads![0]!.values).not.toHaveProperty(field);
    expect(leads![1]).toMatchObject({ id: 'b', deleted: true });
    expect(leads![1]!.values).not.toHaveProperty('email1');
  });

  it('shows the primary address, else the oldest one, of live links and addresses alone', async () => {
    const { crm, client } = await clientOf();
    const id = await crm.typed(randomUUID(), { last_name: 'Doe' });
    await crm.link(id, 'newer@example.com', { primary_address: 0, date_created: '2026-02-01 00:00:00' });
    await crm.link(id, 'older@example.com', { primary_address: 0, date_created: '2026-01-01 00:00:00' });
    await crm.link(id, 'dead@example.com', { deleted: 1 });
    const dead = await crm.link(id, 'withdrawn@example.com');
    await crm.run('UPDATE email_addresses SET deleted = 1 WHERE id = ?', [dead]);
    expect((await client.getLead(id))!.values['email1']).toBe('older@example.com');
    await crm.link(id, 'primary@example.com');
    expect((await client.getLead(id))!.values['email1']).toBe('primary@example.com');
    expect(await client.getLead(randomUUID())).toBeNull();
  });

  it('has custom fields, also of leads that have no row for them', async () => {
    const { crm, client } = await clientOf({ settings: { clubField: 'intouch_club_c' } });
    await crm.typed('a', { last_name: 'With' });
    await crm.custom('a', { intouch_club_c: 'north' });
    await crm.typed('b', { last_name: 'Without' });
    expect([(await client.getLead('a'))!.values['intouch_club_c'], (await client.getLead('b'))!.values['intouch_club_c']]).toEqual(['north', undefined]);
  });
});

describe('lists of people and sources', () => {
  it('users who could own a lead', async () => {
    const { crm, client } = await clientOf();
    await crm.addUser(userId(11), { user_name: 'jsmith', first_name: 'John', last_name: 'Smith' }, 'jsmith@myclub.com');
    await crm.addUser(userId(15), { user_name: 'old', last_name: 'Timer', status: 'Inactive', deleted: null, is_group: null, portal_only: null });
    await crm.addUser(userId(17), { user_name: 'queue', is_group: 1 });
    await crm.addUser(userId(18), { user_name: 'portal', portal_only: 1 });
    await crm.addUser(userId(19), { user_name: 'gone', deleted: 1 });
    expect(await client.listUsers()).toEqual([
      { vendorId: crmUser, name: 'InTouch', email: null, active: true },
      { vendorId: userId(11), name: 'John Smith', email: 'jsmith@myclub.com', active: true },
      { vendorId: userId(15), name: 'Timer', email: null, active: false },
    ]);
  });

  it('the list that the CRM is shipped with, and what else live leads have', async () => {
    const { crm, client } = await clientOf();
    for (const [id, lead_source] of Object.entries({ a: 'web site', b: 'Billboard', c: 'Billboard', d: '', e: null })) await crm.typed(id, { last_name: 'Doe', lead_source });
    await crm.typed('f', { last_name: 'Doe', lead_source: 'Gone', deleted: 1 });
    const names = (await client.leadSources()).map(({ vendorId }) => vendorId);
    expect(names).toHaveLength(15);
    expect(names).toEqual(expect.arrayContaining(['Cold Call', 'Web Site', 'Word of mouth', 'Billboard']));
  });
});

describe('check', () => {
  const found = async (options: CrmOptions & { readonly set?: object }, prepare: (crm: CrmDatabase) => Promise<unknown> = async () => undefined): Promise<unknown> => {
    const { set = {}, ...crmOptions } = options;
    const { crm, another } = await clientOf(crmOptions);
    await prepare(crm);
    const settings = { ...defaults, ...crm.settings, ...set };
    return (await check(another(settings), { settings })).map(({ code, detail, harmless = false }) => [code, detail.split(' ')[0], harmless]);
  };
  const slow = ['no-date-modified-index', 'leads', true];
  const indexed = (crm: CrmDatabase): Promise<unknown> => crm.run('CREATE INDEX idx_leads_modified ON leads (date_modified)');

  it('finds nothing where all is well', async () => expect(await found({ set: { clubField: 'intouch_club_c', attributeFields: { goal: 'goal_c' } } }, indexed)).toEqual([]));

  it('an index that is missing is only named', async () => expect(await found({})).toEqual([slow]));

  it('fields that are not there', async () => {
    expect(await found({ set: { genderField: 'gender_c', attributeFields: { goal: 'goal_c', floor: 'floor' } } }, indexed)).toEqual([['field-missing', 'Leads', false], ['field-missing', 'Leads', false]]);
  });

  it('whoever signs our changes must be an active user', async () => {
    expect(await found({ set: { crmUserId: userId(44) } }, indexed)).toEqual([['crm-user-unknown', 'crmUserId', false]]);
    expect(await found({}, async (crm) => [await indexed(crm), await crm.run(`UPDATE users SET status = 'Inactive'`)])).toEqual([['crm-user-unknown', 'crmUserId', false]]);
  });

  it.each([['a table', 'DROP TABLE email_addr_bean_rel'], ['a column', 'ALTER TABLE leads DROP COLUMN created_by']])('%s is not there', async (_what, sql) => {
    const [first] = (await found({}, (crm) => crm.run(sql))) as unknown[][];
    expect(first![0]).toBe('schema-differs');
  });

  it('a table that knows no transactions', async () => {
    expect(await found({}, async (crm) => [await indexed(crm), await crm.run('ALTER TABLE email_addresses ENGINE=MyISAM')])).toEqual([['schema-differs', 'email_addresses', false]]);
  });

  it('what may not be read, and what may not be written', async () => {
    expect(await found({}, async (crm) => [await indexed(crm), await crm.run(`REVOKE SELECT ON leads FROM '${crm.user}'@'%'`)])).toEqual([['no-access', 'The', false]]);
    expect(await found({}, async (crm) => [await indexed(crm), await crm.run(`REVOKE INSERT ON email_addresses FROM '${crm.user}'@'%'`)])).toEqual([['no-access', 'email_addresses', false]]);
  });

  it('a rule for nobody', async () => {
    expect(await found({ set: { fallbackOwner: 'nobody@myclub.com' } }, indexed)).toEqual([['assignee-unlinked', 'fallbackOwner', false]]);
  });
});
