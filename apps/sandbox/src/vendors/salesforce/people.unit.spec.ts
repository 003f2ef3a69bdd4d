import { beforeEach, describe, expect, it } from '@jest/globals';
import { playSandbox } from '../../testing/played-sandbox.js';
import { frozenAt, leadId, salesforceCalls, userId } from '../../testing/salesforce-calls.js';

describe('the people of Salesforce, and what its staff does', () => {
  const { script, record, org, changed, get } = salesforceCalls(playSandbox());
  const people = async (query = '') => (await script('GET', `/people${query}`)).body.people as any[];
  const action = (name: string, body: object = {}) => script('POST', `/actions/${name}`, body);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('are the fixture', async () => {
    expect((await people()).map(({ id, club, status, deleted, owner }) => [id, club, status, deleted, owner])).toEqual([
      [leadId(1), 'north', 'LEAD', false, userId(2)], [leadId(2), null, 'LEAD', true, userId(1)], [leadId(3), null, 'MEMBER', false, userId(1)],
      [leadId(4), 'south', 'LEAD', false, userId(1)], [leadId(5), 'north', 'LEAD', false, userId(1)],
    ]);
    expect((await people('?club=north'))[0]).toEqual({
      id: leadId(1), club: 'north', status: 'LEAD', firstName: 'Ann', lastName: 'Lead', email: 'ann@example.com', mobile: '6142001051', homePhone: null, workPhone: null,
      street: null, city: null, state: null, zip: null, birthDate: null, gender: null, owner: userId(2), leadSource: null, membershipType: null, deleted: false,
      createdAt: '2026-10-23T02:00:05.000Z', modifiedAt: '2026-10-23T02:00:05.000Z',
    });
    await script('POST', '/reset', { fixture: 'empty' });
    expect(await people()).toEqual([]);
    expect((await script('GET', '/records/users')).body.records).toHaveLength(7);
    expect((await script('GET', '/records/orgs/default')).body).toMatchObject({ stateCountryPicklists: false, requiredFields: [], autoAssignTo: userId(5) });
  });

  it('are typed in as leads, members are converted at once', async () => {
    const { status, body } = await script('POST', '/people', { club: 'north', status: 'LEAD', firstName: 'New', lastName: 'Lead', homePhone: '6145550000', street: '1 Elm', state: 'OH', leadSource: 'Web', workPhone: '1', birthDate: '1990-01-01' });
    expect([status, body]).toEqual([201, expect.objectContaining({ id: leadId(6), club: 'north', status: 'LEAD', homePhone: '6145550000', workPhone: null, birthDate: null, state: 'OH', leadSource: 'Web', owner: userId(2) })]);
    expect(await record(6)).toMatchObject({ Phone: '6145550000', Company: '[not provided]', Status: 'Open - Not Contacted', LastModifiedById: userId(2), InTouch_Club__c: 'north' });
    expect((await script('POST', '/people', { club: 'x', status: 'MEMBER' })).body).toMatchObject({ id: leadId(7), status: 'MEMBER' });
    expect((await script('POST', '/people', { club: 'x', status: 'FORMER_MEMBER' })).status).toBe(400);
  });

  it('are edited, sold and deleted', async () => {
    expect((await script('PATCH', '/people/00QSIM000000001', { lastName: 'Major', email: null, club: 'south', owner: '005SIM000000007' })).body).toMatchObject({ lastName: 'Major', email: null, club: 'south', owner: userId(7), modifiedAt: '2026-11-22T02:00:05.000Z' });
    expect((await script('POST', `/people/${leadId(1)}/sell`, { on: '2026-11-01', membershipType: 'Gold' })).body).toMatchObject({ status: 'MEMBER', membershipType: null });
    expect(await record(1)).toMatchObject({ IsConverted: true, Status: 'Closed - Converted' });
    expect((await script('POST', `/people/${leadId(4)}/delete`)).body).toMatchObject({ id: leadId(4), deleted: true });
    await script('PUT', '/clock', { now: '2026-12-01T00:00:00Z' });
    expect((await script('POST', `/people/${leadId(4)}/delete`)).body).toMatchObject({ deleted: true, modifiedAt: '2026-11-22T02:00:05.000Z' });
    expect(await changed('2026-11-01T00:00:00Z')).toEqual([1, 4]);
  });

  it('have codes of states where the org does', async () => {
    await org({ stateCountryPicklists: true });
    await script('PATCH', `/people/${leadId(1)}`, { state: 'OH' });
    expect((await get(leadId(1), 'StateCode')).body.StateCode).toBe('OH');
    await script('PUT', `/records/leads/${leadId(1)}`, { StateCode: 'NY' });
    expect((await people())[0].state).toBe('NY');
  });

  it.each([
    ['POST', `/people/${leadId(1)}/sell`, { newId: true }, 400],
    ['POST', `/people/${leadId(2)}/sell`, {}, 400],
    ['POST', `/people/${leadId(1)}/end`, {}, 400],
    ['POST', `/people/${leadId(9)}/sell`, {}, 404],
    ['POST', `/people/${leadId(9)}/end`, {}, 404],
    ['POST', `/people/${leadId(9)}/delete`, {}, 404],
    ['PATCH', `/people/${leadId(9)}`, {}, 404],
    ['POST', '/actions/convert-lead', {}, 400],
    ['POST', '/actions/convert-lead', { id: leadId(9) }, 404],
    ['POST', '/actions/convert-lead', { id: leadId(2) }, 400],
    ['POST', '/actions/merge-leads', { master: leadId(1), loser: leadId(1) }, 400],
    ['POST', '/actions/merge-leads', { master: leadId(1) }, 400],
    ['POST', '/actions/merge-leads', { master: leadId(2), loser: leadId(1) }, 400],
    ['POST', '/actions/undelete-lead', { id: leadId(1) }, 400],
    ['PUT', '/records/leads/4711', {}, 400],
    ['PUT', `/records/leads/${leadId(1)}`, { SystemModstamp: 'yesterday' }, 400],
    ['GET', `/records/leads/${leadId(9)}`, undefined, 404],
  ])('%s %s %j answers %i', async (method, path, body, status) => expect(await script(method, path, body)).toMatchObject({ status, body: { error: expect.any(String) } }));

  it('are merged, brought back, and gone for good', async () => {
    expect((await action('merge-leads', { master: leadId(1), loser: '00QSIM000000004' })).body).toEqual({ master: leadId(1), loser: leadId(4) });
    expect(await record(4)).toMatchObject({ IsDeleted: true, MasterRecordId: leadId(1), LastModifiedById: userId(2), modifiedAt: '2026-11-22T02:00:05.000Z' });
    expect(await record(1)).toMatchObject({ modifiedAt: '2026-10-23T02:00:05.000Z' });
    expect((await action('undelete-lead', { id: leadId(2) })).body).toEqual({ id: leadId(2) });
    expect(await record(2)).toMatchObject({ IsDeleted: false });
    expect((await action('convert-lead', { id: leadId(2) })).body).toEqual({ id: leadId(2) });
    expect((await action('empty-bin')).body).toEqual({ removed: 1 });
    expect((await record(4)).error).toBeDefined();
    expect(await changed()).toEqual([1, 3, 5, 2]);
  });

  it('are records under their whole id, stamped as the staff is at work', async () => {
    const { body } = await script('PUT', '/records/leads/00QSIM000000030', { FirstName: 'Thirty', LastModifiedById: '005SIM000000003' });
    expect(body).toMatchObject({ Id: '00QSIM0000000302BA', LastModifiedById: userId(3), OwnerId: userId(3), createdAt: '2026-11-22T02:00:05.000Z' });
    expect((await script('PUT', '/records/leads/00QSIM000000030', { SystemModstamp: '2026-11-01T00:00:00.000+0000' })).body).toMatchObject({ modifiedAt: '2026-11-01T00:00:00.000Z', LastModifiedById: userId(2) });
    expect((await script('POST', '/people', { club: 'n', status: 'LEAD' })).body.id.slice(0, 15)).toBe('00QSIM000000031');
    expect((await script('PUT', '/records/users/005SIM000000009', { LastName: 'Nine' })).body).toMatchObject({ Id: userId(9), IsActive: true, UserType: 'Standard' });
  });
});
