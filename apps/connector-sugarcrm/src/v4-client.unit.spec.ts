import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { VendorAnswer } from '@intouch/connector-kit';
import type { Lead } from './crm-access.js';
import { ownId } from './testing/facts.js';
import { ce, failed, html, json, listed, stored, suite, text, v4ClientOf } from './testing/scripted-client.js';

const row = (more: Record<string, string> = {}) => ({ id: ownId, deleted: '0', converted: '0', date_modified: '2026-11-22 02:02:30', ...more });
const live = listed(row());
const deleted = listed(row({ deleted: '1' }));
const gone = listed();

describe('a lead', () => {
  it('is read unescaped, without what is empty, whatever else is shown', async () => {
    const { client } = v4ClientOf([listed(row({ last_name: 'O&#039;Brien &amp; Sons &lt;x&gt;', email1: '', sim_extra: 'extra' }))]);
    expect(await client.getLead(ownId)).toEqual({
      id: ownId, deleted: false, converted: false, modified: '2026-11-22 02:02:30',
      values: { id: ownId, last_name: 'O\'Brien & Sons <x>', deleted: '0', converted: '0', date_modified: '2026-11-22 02:02:30', sim_extra: 'extra' },
    });
  });

  it('may be deleted, converted, not there, or a list of names and values', async () => {
    expect(await v4ClientOf([deleted]).client.getLead(ownId)).toMatchObject({ deleted: true, converted: false });
    expect(await v4ClientOf([listed(row({ converted: '1' }))]).client.getLead(ownId)).toMatchObject({ deleted: false, converted: true });
    expect(await v4ClientOf([gone]).client.getLead(ownId)).toBeNull();
    const asList = json({ entry_list: [{ id: ownId, name_value_list: [{ name: 'deleted', value: '1' }, { name: 'last_name', value: null }] }] });
    expect(await v4ClientOf([asList]).client.getLead(ownId)).toMatchObject({ id: ownId, deleted: true, values: { id: ownId, deleted: '1' } });
  });

  it('an answer without a list is no empty list', async () => {
    for (const answer of [json({}), json({ entry_list: null }), json({ entry_list: {} })]) await expect(v4ClientOf([answer]).client.getLead(ownId)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
  });

  it('is asked for with the fields that the settings name', async () => {
    const { client, http } = v4ClientOf([gone], { set: { clubField: 'club_c', genderField: 'gender_c', attributeFields: { 'form.goal': 'goal_c', 'form.x': 'status' } } });
    await client.getLead(ownId);
    const fields = http.calls[0]![1]['select_fields'] as string[];
    expect([fields[0], fields.length, fields.slice(-4)]).toEqual(['id', 26, ['modified_user_id', 'club_c', 'gender_c', 'goal_c']]);
  });
});

describe('a write is read back', () => {
  const create = (...answers: (VendorAnswer | Error)[]): Promise<Lead> => v4ClientOf(answers).client.createLead(ownId, { last_name: 'Doe' });
  const update = (...answers: VendorAnswer[]): Promise<Lead> => v4ClientOf(answers).client.updateLead(ownId, { primary_address_city: 'Dublin' }, 'Doe');
  const remove = (...answers: VendorAnswer[]): Promise<void> => v4ClientOf(answers).client.deleteLead(ownId);

  it('a create: there, deleted, not there, not to be seen', async () => {
    expect(await create(stored(ownId), live)).toMatchObject({ id: ownId, deleted: false });
    await expect(create(stored(ownId), deleted)).rejects.toMatchObject({ name: 'Gone', reason: 'deleted' });
    await expect(create(stored(ownId), gone)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: true });
    for (const lost of [text(503), text(429), text(404), html]) await expect(create(stored(ownId), lost)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: true });
    await expect(create(stored(ownId), new TypeError('ours'))).rejects.toThrow(TypeError);
    await expect(create(failed)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: true });
  });

  it('an update: there, deleted, not there', async () => {
    expect(await update(stored(ownId), live)).toMatchObject({ id: ownId });
    for (const none of [deleted, gone]) await expect(update(stored(ownId), none)).rejects.toMatchObject({ name: 'Gone', reason: 'deleted' });
    await expect(update(stored(ownId), text(503))).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
  });

  it('a delete: gone, or still there', async () => {
    for (const none of [deleted, gone]) await remove(stored(ownId), none);
    await expect(remove(stored(ownId), live)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
    const { client, http } = v4ClientOf([stored(ownId), gone]);
    await client.deleteLead(ownId);
    expect(http.calls[0]![1]['name_value_list']).toEqual([{ name: 'id', value: ownId }, { name: 'deleted', value: 1 }]);
  });
});

describe('another e-mail address', () => {
  const emails = (...addresses: string[]): VendorAnswer => listed(...addresses.map((email_address, index) => ({ id: `mail-${index}`, email_address })));
  async function update(values: Record<string, string>, ...answers: VendorAnswer[]) {
    const { client, http } = v4ClientOf([...answers, live]);
    await client.updateLead(ownId, values, 'Doe');
    return http.calls.map(([method, args]) => [method, args['related_ids'] ?? (args['name_value_list'] as { name: string; value: string }[] | undefined)?.map(({ name, value }) => `${name}=${value}`)]);
  }
  const unlinked = json({ created: 0, failed: 0, deleted: 1 });
  const changed = { email1: 'new@example.com', phone_mobile: '1' };

  it('is sent as it is by SugarCRM CE, also to clear', async () => {
    expect(await update({ email1: '' }, ce, stored(ownId))).toEqual([['get_server_info', undefined], ['set_entry', [`id=${ownId}`, 'email1=']], ['get_entry_list', undefined]]);
  });

  it('takes the place of those there are, at SuiteCRM', async () => {
    expect(await update(changed, suite, emails('old@example.com', 'older@example.com'), unlinked, stored(ownId))).toEqual([
      ['get_server_info', undefined], ['get_relationships', undefined], ['set_relationship', ['mail-0', 'mail-1']],
      ['set_entry', [`id=${ownId}`, 'last_name=Doe', 'email1=new@example.com', 'phone_mobile=1']], ['get_entry_list', undefined],
    ]);
  });

  it('asks and unlinks with all arguments in their order', async () => {
    const { client, http } = v4ClientOf([suite, emails('old@example.com'), unlinked, stored(ownId), live]);
    await client.updateLead(ownId, changed, 'Doe');
    expect(JSON.stringify(http.calls[1]![1])).toBe(JSON.stringify({
      session: 'S', module_name: 'Leads', module_id: ownId, link_field_name: 'email_addresses', related_module_query: '', related_fields: ['id', 'email_address'],
      related_module_link_name_to_fields_array: [], deleted: 0,
    }));
    expect(JSON.stringify(http.calls[2]![1])).toBe(JSON.stringify({
      session: 'S', module_name: 'Leads', module_id: ownId, link_field_name: 'email_addresses', related_ids: ['mail-0'], name_value_list: [], delete: 1,
    }));
  });

  it('is sent as it is where there is none yet', async () => {
    expect(await update(changed, suite, emails(), stored(ownId))).toEqual([
      ['get_server_info', undefined], ['get_relationships', undefined], ['set_entry', [`id=${ownId}`, 'email1=new@example.com', 'phone_mobile=1']], ['get_entry_list', undefined],
    ]);
  });

  it('none at all: the links go, and the rest is sent', async () => {
    expect((await update({ email1: '', phone_mobile: '1' }, suite, emails('old@example.com'), unlinked, stored(ownId)))[3]).toEqual(['set_entry', [`id=${ownId}`, 'last_name=Doe', 'phone_mobile=1']]);
    expect((await update({ email1: '' }, suite, emails())).map(([method]) => method)).toEqual(['get_server_info', 'get_relationships', 'get_entry_list']);
  });

  it('in another letter case is none', async () => {
    expect((await update({ email1: 'NEW@example.com' }, suite, emails('new@example.com'))).map(([method]) => method)).toEqual(['get_server_info', 'get_relationships', 'get_entry_list']);
    expect((await update({ ...changed }, suite, emails('NEW@example.com'), stored(ownId)))[2]).toEqual(['set_entry', [`id=${ownId}`, 'phone_mobile=1']]);
  });

  it('is nobody\'s business where none changes', async () => {
    expect((await update({ phone_mobile: '1' }, stored(ownId))).map(([method]) => method)).toEqual(['set_entry', 'get_entry_list']);
  });
});

describe('the feed', () => {
  it('goes on after the last row of each page, until a page is empty', async () => {
    const { client, http } = v4ClientOf([
      listed({ id: 'a', date_modified: '2026-11-22 02:00:00' }, { id: 'b', date_modified: '2026-11-22 02:00:01' }), listed({ id: 'c', date_modified: '2026-11-22 02:00:01' }), listed(),
    ], { set: { pageSize: 2 } });
    const pages: string[][] = [];
    for await (const leads of client.listChanges('2026-11-22 00:00:00')) pages.push(leads.map(({ id }) => id));
    expect(pages).toEqual([['a', 'b'], ['c']]);
    expect(http.calls.map(([, { query }]) => query)).toEqual([
      '(leads.date_modified > \'2026-11-22 00:00:00\' OR (leads.date_modified = \'2026-11-22 00:00:00\' AND leads.id > \'\'))',
      '(leads.date_modified > \'2026-11-22 02:00:01\' OR (leads.date_modified = \'2026-11-22 02:00:01\' AND leads.id > \'b\'))',
      '(leads.date_modified > \'2026-11-22 02:00:01\' OR (leads.date_modified = \'2026-11-22 02:00:01\' AND leads.id > \'c\'))',
    ]);
    expect(http.calls[0]![1]).toMatchObject({ max_results: 2, deleted: 1, offset: 0 });
  });

  it.each([
    [{ id: 'x\'', date_modified: '2026-11-22 02:00:00' }], [{ id: 'a', date_modified: '2026-11-22\' OR 1=1' }], [{ id: 'a' }],
  ])('nothing unchecked goes into a query: %j', async (last) => {
    const reading = v4ClientOf([listed(last as Record<string, string>)]).client.listChanges('2026-11-22 00:00:00');
    await reading.next();
    await expect(reading.next()).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
  });
});

describe('users', () => {
  const user = (id: string, more: Record<string, string> = {}) => ({ id, user_name: `u${id}`, last_name: `Last${id}`, status: 'Active', is_group: '0', portal_only: '0', ...more });
  it('are read to the end, those who could not own a lead left out', async () => {
    const { client, http } = v4ClientOf([
      listed(user('1', { first_name: 'Ann', email1: 'ann@x.com' }), user('2', { status: 'Inactive' })), listed(user('3', { is_group: '1' }), user('4', { portal_only: '1' }), user('5', { last_name: '' })), listed(),
    ]);
    expect(await client.listUsers()).toEqual([
      { vendorId: '1', name: 'Ann Last1', email: 'ann@x.com', active: true }, { vendorId: '2', name: 'Last2', email: null, active: false }, { vendorId: '5', name: 'u5', email: null, active: true },
    ]);
    expect(http.calls.map(([, { module_name, query, order_by, offset, deleted }]) => [module_name, query, order_by, offset, deleted])).toEqual([0, 2, 5].map((offset) => ['Users', '', 'users.id ASC', offset, 0]));
  });

  it('a server that does not know offsets does not keep us for ever', async () => {
    const { client, http } = v4ClientOf([listed(user('1')), listed(user('1'))]);
    expect([(await client.listUsers()).length, http.sent.length]).toEqual([1, 2]);
  });
});

describe('the module\'s fields', () => {
  const described = (module_fields: unknown): VendorAnswer => json({ module_name: 'Leads', table_name: 'leads', module_fields, link_fields: [] });

  it('give the drop-down list by name and label', async () => {
    const options = { '': { name: '', value: '' }, 'Web Site': { name: 'Web Site', value: 'Web Site' }, 'R&amp;D': { name: 'R&amp;D', value: 'Research' }, Other: { name: 'Other', value: 'other ' } };
    const { client, http } = v4ClientOf([described({ lead_source: { name: 'lead_source', options } })]);
    expect((await client.leadSources()).map(({ vendorId, name }) => `${vendorId}: ${name}`)).toEqual(['Web Site: Web Site', 'R&D: R&D', 'R&D: Research', 'Other: other ']);
    expect(http.calls).toEqual([['get_module_fields', { session: 'S', module_name: 'Leads', fields: ['lead_source'] }]]);
  });

  it('show which of those named in the settings are not there', async () => {
    const set = { clubField: 'club_c', genderField: 'gender_c', attributeFields: { 'form.goal': 'goal_c' } };
    expect(await v4ClientOf([described({ gender_c: {} })], { set }).client.describe()).toEqual({ missingFields: ['club_c', 'goal_c'] });
    expect(await v4ClientOf([described([])]).client.describe()).toEqual({ missingFields: ['account_name'] });
    await expect(v4ClientOf([json({})]).client.describe()).rejects.toMatchObject({ name: 'Unavailable' });
  });
});
