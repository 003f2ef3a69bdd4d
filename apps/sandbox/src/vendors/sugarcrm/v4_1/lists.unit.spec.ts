import { beforeEach, describe, expect, it } from '@jest/globals';
import { epoch, fault, feedOrder, feedQuery, fixtureStamp, frozenAt, idOf, jane, ours, sugarcrmCalls, valuesOf } from '../../../testing/sugarcrm-calls.js';
import { playSandbox } from '../../../testing/played-sandbox.js';

describe('what rest-v4_1 lists', () => {
  const { script, wire, list, feed, feedIds, read, users, create, update, record, serverIs } = sugarcrmCalls(playSandbox());
  const all = [51, 52, 53, 54, 55, 56].map(idOf);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('is the feed: live and deleted, by stamp and then by id, pages by the last row of the one before', async () => {
    expect(await feedIds()).toEqual(all);
    const page = (await feed(epoch, '', { max_results: 2, select_fields: ['id', 'deleted', 'no_such'] })).body;
    expect(page).toMatchObject({ result_count: 2, total_count: '6', next_offset: 2, relationship_list: [] });
    expect(page.entry_list[0]).toEqual({ id: idOf(51), module_name: 'Leads', name_value_list: { id: { name: 'id', value: idOf(51) }, deleted: { name: 'deleted', value: '0' } } });
    expect(await feedIds(fixtureStamp, idOf(52), { max_results: 3 })).toEqual([53, 54, 55].map(idOf));
    expect((await feed(fixtureStamp, idOf(56))).body).toEqual({ result_count: 0, total_count: 0, next_offset: 0, entry_list: [], relationship_list: [] });
    await update(idOf(52), { first_name: 'X' });
    await update(idOf(51), {});
    expect(await feedIds(fixtureStamp)).toEqual([52, 53, 54, 55, 56, 51].map(idOf));
    expect(await feedIds(fixtureStamp, idOf(56))).toEqual([idOf(51)]);
  });

  it('shows texts, escaped for HTML but for the ampersand; a deleted lead keeps all but its address', async () => {
    expect(await read(idOf(55))).toMatchObject({ last_name: 'O&#039;Brien & Sons &lt;x&gt;', first_name: 'Zoe', email1: '', converted: '0', deleted: '0', date_entered: fixtureStamp, modified_user_id: idOf(11) });
    expect(await read(idOf(53))).toMatchObject({ converted: '1', status: 'Converted', contact_id: expect.stringMatching(/.+/) });
    await create(ours, { ...jane, last_name: 'A "quote"', description: 'one\r\ntwo' });
    expect(await read(ours.toUpperCase())).toMatchObject({ id: ours, last_name: 'A &quot;quote&quot;', description: 'one\ntwo', email1: 'jane@example.com', intouch_club_c: '', modified_user_id: '1' });
    await script('POST', `/people/${ours}/delete`);
    expect(await read(ours)).toMatchObject({ deleted: '1', email1: '', first_name: 'Jane', phone_mobile: '+1 614 200 1000' });
  });

  it('honours any max_results over 0, has 20 rows without, and an offset', async () => {
    for (let number = 10; number < 30; number++) await script('PUT', `/records/leads/seed_${number}`, { last_name: 'Seed' });
    const counts = await Promise.all([1, 1_000, '', 0, '3'].map(async (max_results) => (await feed(epoch, '', { max_results })).body.result_count));
    expect(counts).toEqual([1, 26, 20, 20, 3]);
    expect((await feed(epoch, '', { offset: 24 })).body).toMatchObject({ result_count: 2, total_count: '26', next_offset: 26 });
  });

  it('compares ids without letter case, as the tables do', async () => {
    for (const id of ['b', 'A_', 'Aa']) await script('PUT', `/records/leads/${id}`, { last_name: 'X', modifiedAt: '2027-01-01T00:00:00Z' });
    expect(await feedIds('2027-01-01 00:00:00', 'aA')).toEqual(['A_', 'b']);
    expect((await script('PUT', '/records/leads/aa', { first_name: 'Y' })).body).toMatchObject({ id: 'Aa', first_name: 'Y' });
    expect(await read('AA')).toMatchObject({ id: 'Aa' });
  });

  it('knows the queries of the page and no other', async () => {
    const byEmail = (address: string, args = {}) =>
      list({
        query:
          'leads.id IN (SELECT eabr.bean_id FROM email_addr_bean_rel eabr JOIN email_addresses ea ON ea.id=eabr.email_address_id WHERE ' +
          `eabr.bean_module='Leads' AND eabr.deleted=0 AND ea.deleted=0 AND ea.email_address_caps='${address}')`,
        order_by: '', deleted: 0, ...args,
      });
    expect((await byEmail('ANN@EXAMPLE.COM')).body.entry_list).toMatchObject([{ id: idOf(51) }]);
    expect((await byEmail('ann@example.com')).body.result_count).toBe(0);
    expect((await list({ query: "leads.id = 'nobody'" })).body.result_count).toBe(0);
    const refused = [
      await list({ query: '' }), await list({ query: '1=1' }), await list({ query: "leads.id = 'x' OR 1=1" }), await list({ query: "leads.id = 'x'", order_by: '' }),
      await list({ query: "leads.id = 'x'", deleted: 0 }), await feed(epoch, '', { order_by: 'leads.id ASC' }), await feed('yesterday'),
      await list({ query: feedQuery(epoch).replace("= '1970", "= '1971") }), await byEmail('ANN@EXAMPLE.COM', { order_by: feedOrder }),
      await users({ query: "users.status='Active'" }), await users({ order_by: '' }), await users({ deleted: 1 }),
    ];
    for (const reply of refused) expect(reply).toMatchObject(fault(40));
  });

  it('is the users, by id: inactive ones and groups, no deleted ones', async () => {
    const select_fields = ['id', 'user_name', 'first_name', 'last_name', 'email1', 'status', 'is_group', 'portal_only', 'deleted'];
    const rows = (await users({ select_fields })).body.entry_list.map(valuesOf);
    expect(rows.map(({ id }: any) => id)).toEqual(['00000000-0000-4000-8000-000000000011', ...[12, 13, 14, 15, 16, 17].map(idOf), '1']);
    expect(rows[0]).toEqual({ id: idOf(11), user_name: 'jsmith', first_name: 'John', last_name: 'Smith', email1: 'jsmith@myclub.com', status: 'Active', is_group: '0', portal_only: '0', deleted: '0' });
    expect(rows.find(({ id }: any) => id === idOf(15))).toMatchObject({ status: 'Inactive' });
    expect(rows.find(({ id }: any) => id === idOf(17))).toMatchObject({ is_group: '1' });
    expect(rows.at(-1)).toMatchObject({ user_name: 'sim-user', email1: '' });
    await script('PUT', `/records/users/${idOf(12)}`, { deleted: 1 });
    expect((await users()).body.total_count).toBe('7');
    await script('POST', '/reset', { fixture: 'empty' });
    expect([(await users()).body.total_count, await feedIds()]).toEqual(['8', []]);
  });

  it('is one entry, or a warning for one that is not', async () => {
    const get = async (id: string, module_name = 'Leads') => (await wire('get_entry', { module_name, id, select_fields: ['id', 'last_name'] })).body.entry_list[0];
    expect(await get(idOf(51))).toMatchObject({ id: idOf(51), module_name: 'Leads', name_value_list: { last_name: { name: 'last_name', value: 'Lead' } } });
    expect(await get('1', 'Users')).toMatchObject({ name_value_list: { last_name: { value: 'Administrator' } } });
    for (const id of [idOf(52), 'nobody']) {
      expect(await get(id)).toEqual({
        id,
        module_name: 'Leads',
        name_value_list: [{ name: 'warning', value: 'Access to this object is denied since it has been deleted or does not exist' }, { name: 'deleted', value: '1' }],
      });
    }
  });

  it('describes fields: a drop-down with its options, an unknown field not at all', async () => {
    const described = async (fields: string[], module_name = 'Leads') => (await wire('get_module_fields', { module_name, fields })).body;
    const { module_fields, ...rest } = await described(['lead_source', 'goal_c', 'no_such']);
    expect(rest).toEqual({ module_name: 'Leads', table_name: 'leads', link_fields: [] });
    expect(Object.keys(module_fields)).toEqual(['lead_source', 'goal_c']);
    expect(module_fields.lead_source).toMatchObject({
      name: 'lead_source', type: 'enum', label: 'Lead Source:', required: 0, len: '100', options: { '': { name: '', value: '' }, 'Web Site': { name: 'Web Site', value: 'Web Site' } },
    });
    expect(Object.keys(module_fields.lead_source.options)).toHaveLength(15);
    await serverIs({ leadSources: ['Ours', { name: 'ws', label: 'Web Site' }], customFields: [] });
    expect((await described([])).module_fields).toMatchObject({ lead_source: { options: { Ours: { value: 'Ours' }, ws: { name: 'ws', value: 'Web Site' } } }, last_name: { required: 1 } });
    expect((await described(['goal_c'])).module_fields).toEqual({});
    expect(Object.keys((await described(['status', 'is_group', 'phone_home'], 'Users')).module_fields)).toEqual(['status', 'is_group']);
  });

  it('is stamped by the clock of the sandbox, or as a script has it', async () => {
    expect(await record(idOf(51))).toMatchObject({ date_entered: fixtureStamp, date_modified: fixtureStamp, createdAt: '2026-10-23T02:02:30.000Z' });
    await script('PUT', `/records/leads/${idOf(51)}`, { date_modified: '2026-11-01 10:00:00' });
    expect(await record(idOf(51))).toMatchObject({ date_modified: '2026-11-01 10:00:00', modifiedAt: '2026-11-01T10:00:00Z' });
    await script('PUT', `/records/leads/${idOf(51)}`, { first_name: 'X', modified_user_id: '1' });
    expect(await record(idOf(51))).toMatchObject({ date_modified: '2026-11-22 02:02:30', modified_user_id: '1' });
  });
});
