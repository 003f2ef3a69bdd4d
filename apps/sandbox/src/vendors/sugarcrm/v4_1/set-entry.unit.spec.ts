import { beforeEach, describe, expect, it } from '@jest/globals';
import { databaseFailure, fixtureStamp, frozenAt, frozenStamp, idOf, jane, ours, sugarcrmCalls } from '../../../testing/sugarcrm-calls.js';
import { playSandbox } from '../../../testing/played-sandbox.js';

describe('set_entry', () => {
  const { script, wire, setEntry, create, update, remove, read, record, emails, feedIds, serverIs } = sugarcrmCalls(playSandbox());

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('creates under the id it is given, and echoes what was sent, escaped', async () => {
    const { body } = await create(ours);
    expect(body).toMatchObject({ id: ours, entry_list: { id: { name: 'id', value: ours }, last_name: { name: 'last_name', value: 'O&#039;Brien' } } });
    expect(body.entry_list).not.toHaveProperty('new_with_id');
    expect(await record(ours)).toMatchObject({ ...jane, id: ours, club: 'north', deleted: 0, converted: 0, date_entered: frozenStamp, created_by: '1', modified_user_id: '1' });
    expect(await read(ours)).toMatchObject({ ...jane, last_name: 'O&#039;Brien' });
  });

  it('refuses an id that is taken, by whomever and in whatever letters, and changes nothing', async () => {
    await create(ours);
    for (const id of [ours, ours.toUpperCase(), idOf(52)]) {
      const reply = await create(id, { last_name: 'Twice' });
      expect([reply.status, reply.body, reply.headers.get('content-type')]).toEqual([500, databaseFailure, 'text/html']);
    }
    expect(await read(ours)).toMatchObject({ last_name: 'O&#039;Brien' });
    expect(await read(idOf(52))).toMatchObject({ last_name: 'Eted', deleted: '1' });
  });

  it('makes one lead of four creates at once', async () => {
    const statuses = (await Promise.all([1, 2, 3, 4].map(() => create(ours)))).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 500, 500, 500]);
    expect((await emails(ours)).body.entry_list).toHaveLength(1);
  });

  it('gives an id of its own, no UUID, where none is sent', async () => {
    const { id } = (await setEntry({ last_name: 'Own' })).body;
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-0[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(await read(id)).toMatchObject({ last_name: 'Own' });
  });

  it.each([
    [[{ name: 'id', value: ours }, { name: 'new_with_id', value: 1 }, { name: 'last_name', value: 'X' }]],
    [{ id: { name: 'id', value: ours }, new_with_id: { name: 'new_with_id', value: true }, last_name: { name: 'last_name', value: 'X' } }],
    [{ id: ours, new_with_id: '1', last_name: 'X' }],
  ])('reads %j', async (name_value_list) => {
    expect((await wire('set_entry', { module_name: 'Leads', name_value_list })).body).toMatchObject({ id: ours, entry_list: { last_name: { name: 'last_name', value: 'X' } } });
    expect(await read(ours)).toMatchObject({ last_name: 'X' });
  });

  it('updates what is named, clears with an empty text, and moves the stamp even so', async () => {
    await create(ours);
    await script('PUT', '/clock', { now: '2026-11-22T02:10:00Z' });
    await update(ours, { phone_mobile: '', first_name: 'Janet' });
    expect(await read(ours)).toMatchObject({ phone_mobile: '', first_name: 'Janet', last_name: 'O&#039;Brien', date_entered: frozenStamp, date_modified: '2026-11-22 02:10:00' });
    expect(await record(ours)).not.toHaveProperty('phone_mobile');
    await script('PUT', '/clock', { now: '2026-11-22T02:20:00Z' });
    await update(ours, { first_name: 'Janet' });
    expect(await read(ours)).toMatchObject({ date_modified: '2026-11-22 02:20:00' });
  });

  it('says 200 to an update that does not happen', async () => {
    const before = await feedIds();
    expect((await update('unknown-id', { last_name: 'X' })).body).toMatchObject({ id: 'unknown-id', entry_list: { last_name: { value: 'X' } } });
    expect((await update(idOf(52), { last_name: 'X' })).body.id).toBe(idOf(52));
    expect((await update(idOf(52), { deleted: 0 })).body.id).toBe(idOf(52));
    for (const id of ['unknown-id', idOf(52)]) expect((await remove(id)).body.id).toBe(id);
    expect(await feedIds()).toEqual(before);
    expect(await read(idOf(52))).toMatchObject({ last_name: 'Eted', deleted: '1', date_modified: fixtureStamp });
  });

  it('deletes softly, and the addresses with it', async () => {
    await create(ours);
    expect((await remove(ours)).body.id).toBe(ours);
    expect(await read(ours)).toMatchObject({ deleted: '1', email1: '', first_name: 'Jane', date_modified: frozenStamp });
    expect((await emails(ours)).body.entry_list).toEqual([]);
  });

  it('takes any status, source and owner, no last name, and no field the CRM lacks', async () => {
    await setEntry({ id: ours, new_with_id: 1, status: 'Odd', lead_source: 'Odd', assigned_user_id: 'nobody', shoe_size: '44', goal_c: 'run', date_entered: '2001-01-01 00:00:00' });
    expect(await record(ours)).toMatchObject({ status: 'Odd', lead_source: 'Odd', assigned_user_id: 'nobody', goal_c: 'run', date_entered: frozenStamp });
    expect(await record(ours)).not.toHaveProperty('shoe_size');
    expect(await read(ours)).toMatchObject({ last_name: '' });
  });

  it.each([
    ['last_name', 'x'.repeat(101), 'x'.repeat(100)],
    ['primary_address_street', 'x'.repeat(151), 'x'.repeat(150)],
    ['primary_address_postalcode', '9'.repeat(21), '9'.repeat(20)],
    ['account_name', 'x'.repeat(256), 'x'.repeat(255)],
    ['birthdate', '1990-04-02', '1990-04-02'],
    ['birthdate', '1990-02-30', '0000-00-00'],
    ['birthdate', '04/02/1990', ''],
    ['birthdate', '1990-13-45', ''],
    ['last_name', 'Smi😀le', 'Smi????le'],
    ['last_name', '  A\u0007b\u0000 ', 'Ab'],
    ['description', 'a\r\nb\nc', 'a\nb\nc'],
    ['last_name', 'A <x>b</x> <b', 'A b <b'],
    ['description', '<script>alert(1)</script>', 'alert(1)'],
    ['last_name', 'a < b I <3', 'a < b I <3'],
    ['phone_work', 6142001000, '6142001000'],
    ['description', null, ''],
  ])('stores %s %j as %j', async (field, sent, stored) => {
    await create(ours, { last_name: 'X', description: 'was', [field]: sent });
    expect((await record(ours))[field] ?? '').toBe(stored);
  });

  it('lets a client lie about the stamp', async () => {
    await update(idOf(51), { update_date_modified: false, date_modified: '2026-01-02 03:04:05' });
    expect(await read(idOf(51))).toMatchObject({ date_modified: '2026-01-02 03:04:05' });
    await update(idOf(51), { update_date_modified: false, first_name: 'Anna' });
    expect(await read(idOf(51))).toMatchObject({ date_modified: '2026-01-02 03:04:05', first_name: 'Anna' });
    await update(idOf(51), { date_modified: '2026-01-02 03:04:05' });
    expect(await read(idOf(51))).toMatchObject({ date_modified: frozenStamp });
  });

  it('keeps markup and blanks on SugarCRM CE', async () => {
    await serverIs({ profile: 'sugarce65' });
    await create(ours, { last_name: ' <b>X</b> ', first_name: 'x'.repeat(101) });
    expect(await record(ours)).toMatchObject({ last_name: ' <b>X</b> ', first_name: 'x'.repeat(100) });
  });
});
