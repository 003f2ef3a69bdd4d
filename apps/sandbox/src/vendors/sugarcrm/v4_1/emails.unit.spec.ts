import { beforeEach, describe, expect, it } from '@jest/globals';
import { fault, fixtureStamp, frozenAt, frozenStamp, idOf, jane, ours, sugarcrmCalls } from '../../../testing/sugarcrm-calls.js';
import { playSandbox } from '../../../testing/played-sandbox.js';

describe('e-mail addresses over rest-v4_1', () => {
  const { script, wire, create, update, read, record, emails, unlink, serverIs } = sugarcrmCalls(playSandbox());
  const ann = idOf(51);
  const linked = async (id = ann) => (await emails(id)).body.entry_list.map((entry: any) => entry.name_value_list.email_address.value);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('are listed with their ids', async () => {
    const { body } = await emails(ann);
    expect(body).toEqual({
      entry_list: [
        {
          id: expect.stringMatching(/^.{36}$/),
          module_name: 'EmailAddresses',
          name_value_list: { id: { name: 'id', value: body.entry_list[0].id }, email_address: { name: 'email_address', value: 'ann@example.com' } },
        },
      ],
      relationship_list: [],
    });
    for (const id of [idOf(54), idOf(52), 'nobody']) expect((await emails(id)).body.entry_list).toEqual([]);
    expect((await emails('no id')).body).toBeNull();
  });

  it('are not changed by SuiteCRM where there is one, though all else is', async () => {
    for (const email1 of ['new@example.com', 'ANN@example.com', '']) {
      expect((await update(ann, { email1, first_name: 'Anna' })).body.id).toBe(ann);
      expect(await read(ann)).toMatchObject({ email1: 'ann@example.com', first_name: 'Anna', date_modified: frozenStamp });
    }
    await update(idOf(54), { email1: 'sam@example.com' });
    expect(await linked(idOf(54))).toEqual(['sam@example.com']);
  });

  it('are changed in three steps, and the second leaves the stamp', async () => {
    const ids = (await emails(ann)).body.entry_list.map(({ id }: any) => id);
    expect((await unlink(ann, ids)).body).toEqual({ created: 0, failed: 0, deleted: 1 });
    expect((await unlink(ann, ids)).body).toEqual({ created: 0, failed: 0, deleted: 1 });
    expect(await read(ann)).toMatchObject({ email1: '', date_modified: fixtureStamp, modified_user_id: idOf(11) });
    await update(ann, { last_name: 'Lead', email1: 'new@example.com' });
    expect(await read(ann)).toMatchObject({ email1: 'new@example.com' });
    expect(await linked()).toEqual(['new@example.com']);
  });

  it('are changed and cleared at once by SugarCRM CE', async () => {
    await serverIs({ profile: 'sugarce65' });
    await update(ann, { email1: 'new@example.com' });
    expect(await linked()).toEqual(['new@example.com']);
    await update(ann, { email1: '' });
    expect([await linked(), (await read(ann))!.email1]).toEqual([[], '']);
  });

  it('are one row for each address, whoever has it', async () => {
    await create(ours, { ...jane, email1: 'Ann@Example.com' });
    const [[one], [other]] = [(await record(ann)).emails, (await record(ours)).emails];
    expect([one.id === other.id, other.email_address]).toEqual([true, 'Ann@Example.com']);
  });

  it('may be more than one by script, the primary one first', async () => {
    await script('PUT', `/records/leads/${ann}`, { emails: [{ email_address: 'a@x.com' }, { id: 'own', email_address: 'b@x.com' }] });
    expect(await record(ann)).toMatchObject({ email1: 'a@x.com', emails: [{ id: expect.any(String) }, { id: 'own' }] });
    await script('PUT', `/records/leads/${ann}`, { email1: 'c@x.com' });
    expect(await linked()).toEqual(['c@x.com', 'b@x.com']);
    await unlink(ann, [(await record(ann)).emails[0].id]);
    expect(await read(ann)).toMatchObject({ email1: 'b@x.com' });
    await script('PUT', `/records/leads/${ann}`, { email1: null });
    expect(await record(ann)).toMatchObject({ emails: [] });
  });

  it('are the only link, and none is made', async () => {
    expect((await unlink(ann, ['x'], { delete: 0 })).body).toEqual({ created: 0, failed: 1, deleted: 0 });
    expect(await unlink(ann, ['x'], { link_field_name: 'calls' })).toMatchObject(fault(40));
    expect(await wire('get_relationships', { module_name: 'Users', module_id: '1', link_field_name: 'email_addresses' })).toMatchObject(fault(40));
    expect((await unlink('no id', [])).body).toBeNull();
  });
});
