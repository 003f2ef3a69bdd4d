import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { crmUser, userId } from '@intouch/crm-database';
import { aCrmServer, databaseClients } from './testing/crm.js';

const clientOf = databaseClients(aCrmServer());
const jane = { first_name: 'Jane', last_name: 'O\'Brien', email1: 'Jane@example.com', phone_mobile: '+1 614 200 1000', account_name: 'north', birthdate: '1990-04-02' };
const longAgo = '2020-01-02 03:04:05';
/** As far as the stamps of a test may lie apart from its clock. */
const isFresh = (stamp: unknown): boolean => Math.abs(Date.parse(`${String(stamp).replace(' ', 'T')}Z`) - Date.now()) < 60_000;

describe('create', () => {
  it('a lead, its custom fields, its address and the link to it; stamped by the server, signed by our user', async () => {
    const { crm, client } = await clientOf({ settings: { clubField: 'intouch_club_c', attributeFields: { goal: 'goal_c' } } });
    const id = randomUUID();
    const lead = await client.createLead(id, { ...jane, intouch_club_c: 'north', goal_c: 'R&D "x" \\ ü' });
    expect(lead).toMatchObject({ id, deleted: false, converted: false, values: { ...jane, intouch_club_c: 'north', goal_c: 'R&D "x" \\ ü' } });
    const { email1: email, ...columns } = jane;
    const [row] = await crm.leads();
    expect(row).toMatchObject({ ...columns, email, id, deleted: 0, converted: 0, created_by: crmUser, modified_user_id: crmUser });
    expect([isFresh(row!['date_entered']), isFresh(row!.date_modified)]).toEqual([true, true]);
    expect(await crm.rows('SELECT * FROM leads_cstm')).toEqual([{ id_c: id, intouch_club_c: 'north', goal_c: 'R&D "x" \\ ü' }]);
    expect(await crm.rows('SELECT email_address, email_address_caps, invalid_email, opt_out, deleted FROM email_addresses')).toEqual([
      { email_address: 'Jane@example.com', email_address_caps: 'JANE@EXAMPLE.COM', invalid_email: 0, opt_out: 0, deleted: 0 },
    ]);
    expect(await crm.rows('SELECT bean_id, bean_module, primary_address, reply_to_address, deleted FROM email_addr_bean_rel')).toEqual([
      { bean_id: id, bean_module: 'Leads', primary_address: 1, reply_to_address: 0, deleted: 0 },
    ]);
  });

  it('an address that somebody has already is shared, its row untouched', async () => {
    const { crm, client } = await clientOf();
    const address = await crm.link(randomUUID(), 'JANE@Example.com', { bean_module: 'Contacts' });
    await crm.run('UPDATE email_addresses SET date_modified = ?', [longAgo]);
    await client.createLead(randomUUID(), jane);
    expect(await crm.rows('SELECT id, email_address, date_modified FROM email_addresses')).toEqual([{ id: address, email_address: 'JANE@Example.com', date_modified: longAgo }]);
    expect(await crm.rows('SELECT COUNT(*) AS links FROM email_addr_bean_rel WHERE email_address_id = ? AND deleted = 0', [address])).toEqual([{ links: 2 }]);
  });

  it('many at a time, with neighbouring addresses: none waits for the other in a circle', async () => {
    const { crm, client } = await clientOf();
    await Promise.all(Array.from({ length: 100 }, (_, index) => client.createLead(randomUUID(), { ...jane, email1: `jane${index}@example.com` })));
    expect((await crm.leads()).length).toBe(100);
  });

  it('again under the same id: the lead that is there, as it is; a deleted one is gone', async () => {
    const { crm, client } = await clientOf();
    const id = randomUUID();
    const all = await Promise.all([1, 2, 3, 4].map((index) => client.createLead(id, { ...jane, first_name: `Jane ${index}` })));
    expect(new Set(all.map(({ values }) => values['first_name'])).size).toBe(1);
    expect([await crm.leads(), await crm.links(id)].map(({ length }) => length)).toEqual([1, 1]);
    await crm.deleteLead(id);
    await expect(client.createLead(id, jane)).rejects.toMatchObject({ name: 'Gone', reason: 'deleted' });
    expect(await crm.lead(id)).toMatchObject({ deleted: 1 });
  });

  it.each([
    ['too long', { last_name: 'x'.repeat(101) }, 'last_name'], ['beyond U+FFFF', { primary_address_city: 'Bonn 😀' }, 'primary_address_city'], ['no date', { birthdate: '1990-02-30' }, 'birthdate'],
    ['too long a custom value', { goal_c: 'x'.repeat(256) }, 'goal_c'],
  ])('%s is refused by its column, and nothing stays behind', async (_what, values, field) => {
    const { crm, client } = await clientOf();
    await expect(client.createLead(randomUUID(), { ...jane, ...values })).rejects.toMatchObject({ name: 'Rejected', code: 'vendor-refused', field });
    for (const table of ['leads', 'leads_cstm', 'email_addresses', 'email_addr_bean_rel']) expect(await crm.rows(`SELECT * FROM ${table}`)).toEqual([]);
    // The connection is as good as before.
    await client.createLead(randomUUID(), jane);
  });

  it('an address that is too long takes the lead back too', async () => {
    const { crm, client } = await clientOf();
    await expect(client.createLead(randomUUID(), { ...jane, email1: `${'x'.repeat(256)}@example.com` })).rejects.toMatchObject({ name: 'Rejected', field: 'email_address' });
    expect(await crm.leads()).toEqual([]);
  });
});

describe('update', () => {
  it('what changed, and nothing else; emptied is empty; the stamp moves', async () => {
    const { crm, client } = await clientOf({ settings: { attributeFields: { goal: 'goal_c' } } });
    const id = await crm.typed(randomUUID(), { first_name: 'Jane', last_name: 'Doe', primary_address_city: 'Boston', birthdate: '1990-04-02', date_modified: longAgo, email: 'jane@example.com' });
    const lead = await client.updateLead(id, { first_name: 'Joan', birthdate: '', goal_c: 'yoga' });
    expect(lead.values).toMatchObject({ first_name: 'Joan', last_name: 'Doe', primary_address_city: 'Boston', email1: 'jane@example.com', goal_c: 'yoga' });
    expect(lead.values).not.toHaveProperty('birthdate');
    const [row] = await crm.leads();
    expect(row).toMatchObject({ birthdate: null, modified_user_id: crmUser, created_by: userId(11) });
    expect(isFresh(row!.date_modified)).toBe(true);
    // A second value finds the row of the first.
    await client.updateLead(id, { goal_c: '' });
    expect(await crm.rows('SELECT id_c, goal_c FROM leads_cstm')).toEqual([{ id_c: id, goal_c: null }]);
    // Nothing to write: nothing is stamped.
    await crm.typed(id, { date_modified: longAgo });
    expect(await client.updateLead(id, {})).toMatchObject({ modified: longAgo });
  });

  it.each([
    ['deleted', { deleted: 1 }, 'deleted'], ['converted', { converted: 1 }, 'converted'],
  ])('%s: left as it is', async (_what, state, reason) => {
    const { crm, client } = await clientOf();
    const id = await crm.typed(randomUUID(), { last_name: 'Doe', date_modified: longAgo, ...state });
    await expect(client.updateLead(id, { last_name: 'X', email1: 'x@example.com' })).rejects.toMatchObject({ name: 'Gone', reason });
    expect(await crm.lead(id)).toMatchObject({ last_name: 'Doe', date_modified: longAgo, email: null });
    expect(await crm.rows('SELECT * FROM email_addresses')).toEqual([]);
  });

  it('one that is not there is gone', async () => {
    const { crm, client } = await clientOf();
    await expect(client.updateLead(randomUUID(), { last_name: 'X' })).rejects.toMatchObject({ name: 'Gone', reason: 'deleted' });
    expect(await crm.rows('SELECT * FROM leads_cstm')).toEqual([]);
  });
});

describe('another address', () => {
  it('the link to the old one goes, its row and other people\'s links stay', async () => {
    const { crm, client } = await clientOf();
    const other = await crm.typed(randomUUID(), { last_name: 'Other', email: 'jane@example.com' });
    const id = await crm.typed(randomUUID(), { last_name: 'Doe', email: 'jane@example.com' });
    expect((await client.updateLead(id, { email1: 'new@example.com' })).values['email1']).toBe('new@example.com');
    expect(await crm.links(id)).toEqual([{ email_address: 'jane@example.com', primary_address: 1, deleted: 1 }, { email_address: 'new@example.com', primary_address: 1, deleted: 0 }]);
    expect((await crm.lead(other)).email).toBe('jane@example.com');
    expect(await crm.rows('SELECT COUNT(*) AS addresses FROM email_addresses WHERE deleted = 0')).toEqual([{ addresses: 2 }]);
    // And back: the row is found again.
    await client.updateLead(id, { email1: 'JANE@example.com' });
    expect((await crm.lead(id)).email).toBe('jane@example.com');
    expect(await crm.rows('SELECT COUNT(*) AS addresses FROM email_addresses')).toEqual([{ addresses: 2 }]);
  });

  it('one that is linked besides becomes the primary one', async () => {
    const { crm, client } = await clientOf();
    const id = await crm.typed(randomUUID(), { last_name: 'Doe', email: 'old@example.com' });
    await crm.link(id, 'second@example.com', { primary_address: 0 });
    await client.updateLead(id, { email1: 'second@example.com' });
    expect(await crm.links(id)).toEqual([{ email_address: 'old@example.com', primary_address: 1, deleted: 1 }, { email_address: 'second@example.com', primary_address: 1, deleted: 0 }]);
  });

  it('in another letter case it is the same one', async () => {
    const { crm, client } = await clientOf();
    const id = await crm.typed(randomUUID(), { last_name: 'Doe', email: 'jane@example.com' });
    await client.updateLead(id, { email1: 'JANE@EXAMPLE.COM' });
    expect(await crm.links(id)).toEqual([{ email_address: 'jane@example.com', primary_address: 1, deleted: 0 }]);
  });

  it('none: the primary link goes, no row of an address does', async () => {
    const { crm, client } = await clientOf();
    const id = await crm.typed(randomUUID(), { last_name: 'Doe', email: 'jane@example.com' });
    expect((await client.updateLead(id, { email1: '' })).values).not.toHaveProperty('email1');
    expect(await crm.links(id)).toEqual([{ email_address: 'jane@example.com', primary_address: 1, deleted: 1 }]);
    expect(await crm.rows('SELECT deleted FROM email_addresses')).toEqual([{ deleted: 0 }]);
  });
});

describe('delete', () => {
  it('softly, with all links to addresses', async () => {
    const { crm, client } = await clientOf();
    const id = await crm.typed(randomUUID(), { last_name: 'Doe', date_modified: longAgo, email: 'jane@example.com' });
    await crm.link(id, 'second@example.com', { primary_address: 0 });
    await client.deleteLead(id);
    const lead = await crm.lead(id);
    expect(lead).toMatchObject({ deleted: 1, modified_user_id: crmUser, email: null });
    expect(isFresh(lead.date_modified)).toBe(true);
    expect((await crm.links(id)).map(({ deleted }) => deleted)).toEqual([1, 1]);
    expect(await crm.rows('SELECT COUNT(*) AS live FROM email_addresses WHERE deleted = 0')).toEqual([{ live: 2 }]);
  });

  it('already deleted or never there is done, and stamps nothing; converted stays', async () => {
    const { crm, client } = await clientOf();
    const gone = await crm.typed(randomUUID(), { last_name: 'Doe', deleted: 1, date_modified: longAgo });
    const converted = await crm.typed(randomUUID(), { last_name: 'Doe', converted: 1, date_modified: longAgo });
    await client.deleteLead(gone);
    await client.deleteLead(randomUUID());
    await expect(client.deleteLead(converted)).rejects.toMatchObject({ name: 'Gone', reason: 'converted' });
    expect((await crm.leads()).map(({ date_modified }) => date_modified)).toEqual([longAgo, longAgo]);
  });
});

it('where there is no table of custom fields, it is not missed', async () => {
  const { crm, client } = await clientOf({ customFields: [] });
  const id = randomUUID();
  await client.createLead(id, jane);
  await client.updateLead(id, { last_name: 'Doe' });
  expect(await client.getLead(id)).toMatchObject({ values: { last_name: 'Doe' } });
  await client.deleteLead(id);
  expect(await crm.lead(id)).toMatchObject({ deleted: 1 });
});
