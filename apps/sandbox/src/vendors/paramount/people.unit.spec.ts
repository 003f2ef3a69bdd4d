import { beforeEach, describe, expect, it } from '@jest/globals';
import { bad, good, jane, paramountCalls } from '../../testing/paramount-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('the people of Paramount', () => {
  const { script, save, prospect } = paramountCalls(playSandbox());
  const people = async (query = '') => (await script('GET', `/people${query}`)).body.people as any[];

  beforeEach(() => script('POST', '/reset', { now: '2024-07-08T17:00:00Z' }));

  it('begins with nobody, and shows what was saved in the neutral shape', async () => {
    expect(await people()).toEqual([]);
    await save(jane);
    await save({ ...jane, MembershipAdvisorId: undefined }, { club: '1002' });
    expect((await people()).map(({ id, club }) => `${id} ${club}`)).toEqual(['5001 1001', '5002 1002']);
    expect(await people('?club=1001')).toEqual([
      {
        id: '5001', club: '1001', status: 'LEAD', firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com', mobile: '6175550101',
        homePhone: '6175550100', workPhone: null, street: '12 Main St', city: 'Boston', state: 'MA', zip: '02134', birthDate: null, gender: null,
        owner: '11', leadSource: '21', membershipType: null, deleted: false,
        createdAt: '2024-07-08T17:00:00.000Z', modifiedAt: '2024-07-08T17:00:00.000Z',
      },
    ]);
  });

  it.each([
    ['LEAD', 'prospect'],
    ['MEMBER', 'member'],
    ['FORMER_MEMBER', 'former'],
  ])('types a %s in', async (status, recordState) => {
    const fields = { firstName: 'New', lastName: 'One', street: '1 Elm', owner: 12, leadSource: '22', birthDate: '1990-04-02', gender: 'F', membershipType: 'Gold' };
    const added = await script('POST', '/people', { club: '1002', status, ...fields });
    expect(added).toMatchObject({ status: 201, body: { ...fields, id: '5001', club: '1002', status, owner: '12', email: null } });
    expect(await prospect(5001)).toEqual({
      ProspectId: 5001, club: '1002', recordState, FirstName: 'New', LastName: 'One', Address1: '1 Elm', MembershipAdvisorId: 12, LeadSourceId: 22,
      createdAt: expect.any(String), modifiedAt: expect.any(String),
    });
    expect((await script('GET', '/people/5001')).body).toEqual(added.body);
  });

  it('edits, and keeps beside the record what it has no place for', async () => {
    await save(jane);
    const edited = await script('PATCH', '/people/5001', { lastName: 'Major', email: null, birthDate: '1990-04-02', gender: 'F', owner: null });
    expect(edited).toMatchObject({ status: 200, body: { lastName: 'Major', email: null, birthDate: '1990-04-02', gender: 'F', owner: null, city: 'Boston' } });
    expect((await script('PATCH', '/people/5001', { gender: null, club: '1002' })).body).toMatchObject({ gender: null, birthDate: '1990-04-02', club: '1002' });
    expect(await save({ ProspectId: '5001', City: 'Rome' }, { club: '1002' })).toEqual(good({ ProspectId: '5001' }));
    expect((await people('?club=1002'))[0]).toMatchObject({ city: 'Rome', birthDate: '1990-04-02' });
    await script('DELETE', '/records/prospects/5001');
    await script('PUT', '/records/prospects/5001', { club: '1001' });
    expect((await people())[0]).toMatchObject({ birthDate: null, status: 'LEAD' });
  });

  it('sells and ends; neither can be written to any more', async () => {
    await save(jane);
    expect(await script('POST', '/people/5001/sell', { membershipType: 'Gold', on: '2024-07-01' })).toMatchObject({ status: 200, body: { id: '5001', status: 'MEMBER', membershipType: 'Gold' } });
    expect(await save({ ProspectId: '5001', City: 'Rome' })).toMatchObject(bad(310, 'Prospect 5001 is a member and read only'));
    expect(await script('POST', '/people/5001/end')).toMatchObject({ status: 200, body: { status: 'FORMER_MEMBER', membershipType: 'Gold' } });
    expect((await prospect(5001)).recordState).toBe('former');
    expect(await save({ ProspectId: '5001', City: 'Rome' })).toMatchObject(bad(310, 'Prospect 5001 is a member and read only'));
    expect((await script('POST', '/people/5001/sell', {})).body.status).toBe('MEMBER');
  });

  it.each([
    ['POST', '/people/5001/sell', { newId: true }, 400],
    ['POST', '/people/5001/delete', {}, 400],
    ['POST', '/people/4711/sell', { newId: true }, 404],
    ['POST', '/people/4711/delete', {}, 404],
    ['POST', '/people/4711/end', {}, 404],
    ['PATCH', '/people/4711', {}, 404],
    ['PATCH', '/people/5001', { owner: 'John' }, 400],
    ['PATCH', '/people/5001', { club: '77' }, 400],
    ['PATCH', '/people/5001', { status: 'MEMBER' }, 400],
    ['POST', '/people', { club: '77', status: 'LEAD' }, 400],
    ['POST', '/people', { status: 'LEAD' }, 400],
    ['PUT', '/records/prospects/6000', { FirstName: 'Clubless' }, 400],
    ['PUT', '/records/staff/0', { club: '1001' }, 400],
  ])('%s %s %j answers %i', async (method, path, body, status) => {
    await save(jane);
    expect(await script(method, path, body)).toMatchObject({ status, body: { error: expect.any(String) } });
    expect((await people())[0].status).toBe('LEAD');
  });

  it('stays quick with thousands, watched all the time', async () => {
    for (let round = 0; round < 2_000; round++) await script('POST', '/people', { club: '1001', status: 'LEAD', firstName: 'N', lastName: String(round) });
    const began = performance.now();
    expect(await save(jane)).toEqual(good({ ProspectId: '7001' }));
    expect(await save({ ProspectId: '7001', City: 'Rome' })).toEqual(good({ ProspectId: '7001' }));
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await people()).toHaveLength(2_001);
  });
});
