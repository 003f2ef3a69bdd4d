import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { eventually, type BareStand } from '@intouch/connector-kit/testing';
import { crmUser, now, userId, type CrmDatabase } from '@intouch/crm-database';
import { leadId } from './lead-id.js';
import { aCrmServer, atTheDatabase } from './testing/crm.js';
import { lead } from './testing/twin.js';

const set = atTheDatabase(aCrmServer());
const idOf = (contactId: string, generation = 0): string => leadId({ clubId: 'club-1', contactId, generation });
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** A lead of ours that is there. */
async function delivered(stand: BareStand, contactId = 'lead-1'): Promise<string> {
  await stand.club.save(contactId, lead(1));
  await stand.club.delivered(contactId);
  return idOf(contactId);
}

async function staffIn(crm: CrmDatabase): Promise<void> {
  await crm.addUser(userId(11), { user_name: 'jsmith', first_name: 'John', last_name: 'Smith' }, 'jsmith@myclub.com');
  await crm.addUser(userId(16), { user_name: 'asilva', first_name: 'Ana', last_name: 'Silva' }, 'ASilva@MyClub.com');
}

describe('out', () => {
  it('a lead is created under our own id, updated, given another address, and deleted when it is archived', async () => {
    const { crm, stand } = await set({ settings: { attributeFields: { 'form.goal': 'goal_c' }, clubField: 'intouch_club_c' } });
    await stand.club.save('lead-1', { ...lead(1), lastName: 'O\'Brien & "Sons" < x', notes: 'One\nTwo', attributes: { 'form.goal': 'R&D' } });
    await stand.club.delivered('lead-1');
    const id = idOf('lead-1');
    expect(await crm.lead(id)).toMatchObject({ first_name: 'First1', last_name: 'O\'Brien & "Sons" < x', email: 'lead1@example.com', status: 'New', description: 'One\nTwo', created_by: crmUser });
    expect(await crm.rows('SELECT * FROM leads_cstm')).toEqual([{ id_c: id, intouch_club_c: 'north', goal_c: 'R&D' }]);
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin', email: 'new@example.com', attributes: {} });
    await eventually('the update', async () => (await crm.lead(id)).email === 'new@example.com');
    expect(await crm.lead(id)).toMatchObject({ primary_address_city: 'Dublin', last_name: 'Last1' });
    expect(await crm.rows('SELECT goal_c FROM leads_cstm')).toEqual([{ goal_c: null }]);
    await stand.club.archive('lead-1');
    await stand.club.stands('lead-1', 'closed');
    expect(await crm.lead(id)).toMatchObject({ deleted: 1, email: null });
    // Saved again it is another lead: what was deleted stays so.
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    expect((await crm.leads()).map((it) => [it.id, it.deleted]).sort()).toEqual([[id, 1], [idOf('lead-1', 1), 0]].sort());
    expect(await stand.instance.entries('stored-differently')).toEqual([]);
  });

  it.each([['deleted', { deleted: 1 }], ['converted', { converted: 1 }]])('%s over there: the link is closed, once, and nothing is written', async (state, values) => {
    const { crm, stand } = await set();
    const id = await delivered(stand);
    await crm.typed(id, values);
    for (const city of ['Dublin', 'Cork']) {
      await stand.club.save('lead-1', { ...lead(1), city });
      await stand.club.stands('lead-1', 'closed');
    }
    expect(await stand.instance.entries(`${state}-at-vendor`)).toHaveLength(1);
    expect((await crm.leads()).map((it) => [it.id, it['primary_address_city']])).toEqual([[id, 'Columbus']]);
  });

  it('archived, but converted over there: it stays', async () => {
    const { crm, stand } = await set();
    const id = await delivered(stand);
    await crm.typed(id, { converted: 1 });
    await stand.club.archive('lead-1');
    await stand.club.stands('lead-1', 'closed');
    expect(await crm.lead(id)).toMatchObject({ deleted: 0 });
  });

  it('what the database refuses is parked, with the name of the column', async () => {
    const { crm, stand } = await set();
    await crm.run('ALTER TABLE leads MODIFY primary_address_city varchar(5)');
    await stand.club.save('lead-1', lead(1));
    await stand.club.stands('lead-1', 'parked');
    expect(await stand.instance.entries('vendor-refused')).toMatchObject([{ level: 'ERROR', detail: expect.stringContaining('primary_address_city') }]);
  });

  it('staff are linked by their address, and a lead goes to whom a rule names, else to the linked owner', async () => {
    const rules = [{ name: 'Strength to Ana', when: [{ attribute: 'form.goal', op: 'equals', value: 'strength' }], assignTo: 'asilva@myclub.com' }];
    const { crm, stand } = await set({ settings: { assignmentRules: rules } });
    await staffIn(crm);
    await stand.club.staff('john', ' JSMITH@myclub.com');
    await stand.club.source('source-1', 'word of mouth');
    await stand.club.lookup('staff', 'john', ({ vendorId }) => vendorId === userId(11));
    await stand.club.lookup('leadSources', 'source-1', ({ vendorId }) => vendorId === 'Word of mouth');
    await stand.club.save('lead-1', { ...lead(1), ownerStaffId: 'john', leadSourceId: 'source-1', attributes: { 'form.goal': 'strength' } });
    await stand.club.save('lead-2', { ...lead(2), ownerStaffId: 'john', leadSourceId: 'source-1' });
    for (const id of ['lead-1', 'lead-2']) await stand.club.delivered(id);
    expect([await crm.lead(idOf('lead-1')), await crm.lead(idOf('lead-2'))]).toMatchObject([
      { assigned_user_id: userId(16), lead_source: 'Word of mouth' }, { assigned_user_id: userId(11), lead_source: 'Word of mouth' },
    ]);
  });
});

describe('in', () => {
  it('created, changed and deleted leads of the club are told', async () => {
    const { crm, stand } = await set();
    const own = await delivered(stand);
    for (const index of [1, 2, 3, 4]) await crm.typed(`typed-${index}`, { first_name: 'Ann', last_name: `Lead${index}`, account_name: ' North ', phone_mobile: '6142001051', date_modified: hoursAgo(1), email: `ann${index}@example.com` });
    await crm.typed('south', { first_name: 'Sam', last_name: 'South', account_name: 'south', date_modified: hoursAgo(1) });
    const first = await stand.club.pull();
    expect(first).toMatchObject({ phase: 'read-all', counts: { read: 6 } });
    expect(first.reports.map(({ vendorContactId, state, fields }) => [vendorContactId, state, fields['email']])).toEqual(
      [...[1, 2, 3, 4].map((index) => [`typed-${index}`, 'LEAD', `ann${index}@example.com`]), [own, 'LEAD', 'lead1@example.com']],
    );
    await crm.typed('typed-1', { primary_address_city: 'Dublin' });
    await crm.deleteLead('typed-2');
    await crm.typed('typed-3', { converted: 1, status: 'Converted' });
    await crm.typed(own, { primary_address_city: 'Cork' });
    const second = await stand.club.pull();
    expect(second.reports.map(({ vendorContactId, state, fields }) => [vendorContactId, state, fields['city'] ?? null]).sort()).toEqual(
      [['typed-1', 'LEAD', 'Dublin'], ['typed-2', 'DELETED', null], ['typed-3', 'LEAD', null], [own, 'LEAD', 'Cork']].sort(),
    );
  });

  it('a link that was closed since its lead was deleted names one that is back', async () => {
    const { crm, stand } = await set();
    const id = await delivered(stand);
    await crm.deleteLead(id);
    await stand.club.pull();
    await crm.typed(id, { deleted: 0 });
    await stand.club.pull();
    expect(await stand.instance.entries('undeleted-at-vendor', 'lead-1')).toHaveLength(1);
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await stand.club.stands('lead-1', 'closed');
    expect((await crm.lead(id))['primary_address_city']).toBe('Columbus');
  });

  it('a stamp that lies ahead hides nothing that comes after', async () => {
    const { crm, stand } = await set();
    await crm.typed('ahead', { first_name: 'A', last_name: 'Head', account_name: 'north', date_modified: hoursAgo(-24) });
    expect((await stand.club.pull()).reports).toHaveLength(1);
    await crm.typed('later', { first_name: 'La', last_name: 'Ter', account_name: 'north', date_modified: now() });
    expect((await stand.club.pull()).reports.map(({ vendorContactId }) => vendorContactId)).toContain('later');
  });
});

describe('the account', () => {
  it('never has more connections than calls at a time, over all its clubs, and leaves none behind', async () => {
    const { crm, stand } = await set({ settings: { maxConcurrent: 2 } });
    const other = stand.clubOf(stand.instance, 'club-2');
    await other.configure({ settings: { maxConcurrent: 2, clubValue: 'south' } });
    const connections = async (): Promise<number> => (await crm.rows(`SELECT id FROM information_schema.processlist WHERE user = '${crm.user}'`)).length;
    let most = 0;
    for (let index = 0; index < 20; index += 1) await (index % 2 === 0 ? stand.club : other).save(`lead-${index}`, lead(index));
    await eventually('all of them', async () => {
      most = Math.max(most, await connections());
      return (await crm.leads()).length === 20;
    });
    expect(most).toBeLessThanOrEqual(2);
    expect((await crm.leads()).map((it) => it['account_name']).sort()).toEqual([...Array<string>(10).fill('north'), ...Array<string>(10).fill('south')]);
    await stand.instance.stop();
    await eventually('no connection left', async () => (await connections()) === 0);
  });

  it('is suspended by a wrong password, and works again when it is put right; nothing secret is told', async () => {
    const { crm, stand } = await set();
    await stand.club.configure({ credentials: { dbPassword: 'not-the-password' } });
    await stand.club.save('lead-1', lead(1));
    await eventually('suspended', async () => (await stand.instance.entries('credentials-refused')).length > 0);
    expect(await stand.club.check()).toMatchObject({ ok: false, problems: [{ code: 'credentials-refused' }] });
    await stand.club.configure({ credentials: crm.credentials });
    expect(await stand.club.check()).toMatchObject({ ok: true, problems: [{ code: 'no-date-modified-index' }] });
    await stand.club.delivered('lead-1');
    expect(await stand.instance.everyText()).not.toMatch(new RegExp(`not-the-password|${crm.password}`));
  });
});
