import { beforeEach, describe, expect, it } from '@jest/globals';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('the people of Compete', () => {
  const { script } = playSandbox();
  const people = async (query = '') => (await script('GET', `/people${query}`)).body.people as any[];
  const customer = async (id: string) => (await script('GET', `/records/customers/${id}`)).body;

  // 03:00 UTC on the ninth is still the eighth in New York and Chicago.
  beforeEach(() => script('POST', '/reset', { now: '2024-07-09T03:00:00Z' }));

  it('lists the fixture in the neutral shape, oldest first', async () => {
    expect((await people('?club=1')).map(({ id, status }) => `${id} ${status}`)).toEqual([
      '1001 LEAD', '1002 MEMBER', '1003 FORMER_MEMBER', '1004 MEMBER', '1005 MEMBER', '1006 MEMBER', '1007 MEMBER',
    ]);
    expect((await people())[1]).toEqual({
      id: '1002', club: '1', status: 'MEMBER', firstName: 'Mary', lastName: 'Member', email: 'mary@example.com', mobile: '6142001002',
      homePhone: null, workPhone: null, street: '1 Oak St', city: 'Columbus', state: 'OH', zip: '43004', birthDate: '1985-05-05', gender: 'F',
      owner: '0', leadSource: '3', membershipType: 'Athletic', deleted: false,
      createdAt: '2024-06-09T03:00:00.000Z', modifiedAt: '2024-06-09T03:00:00.000Z',
    });
    expect(await people('?club=2')).toEqual([]);
  });

  it('types a lead in', async () => {
    const { status, body } = await script('POST', '/people', { club: '2', status: 'LEAD', firstName: 'New', lastName: 'Lead', street: '1 Elm', owner: '0', homePhone: '6145550000' });
    expect([status, body]).toEqual([201, expect.objectContaining({ id: '1201', club: '2', status: 'LEAD', street: '1 Elm', owner: '0', homePhone: '6145550000', email: null })]);
    expect(await customer('1201')).toMatchObject({ BarcodeId: '500100', HomeClubNumber: 2, HomeClubName: 'Sim South', MemberType: 'Prospect', MembershipType: 'Prospect', Status: 'OK', StatusID: 1 });
  });

  it('types a member and a former member in, as of today', async () => {
    await script('POST', '/people', { club: '1', status: 'MEMBER', firstName: 'Mem', lastName: 'Ber', membershipType: 'Tennis' });
    expect(await customer('1201')).toMatchObject({ MemberType: 'Member', MembershipType: 'Tennis', Status: 'OK', JoinDate: '2024-07-08T00:00:00', StatusDate: '2024-07-08T00:00:00' });
    const { body } = await script('POST', '/people', { club: '1', status: 'FORMER_MEMBER' });
    expect(body).toMatchObject({ id: '1202', status: 'FORMER_MEMBER', firstName: null, membershipType: 'Athletic' });
    expect(await customer('1202')).toMatchObject({ Status: 'Terminate', StatusID: 3, StatusDate: '2024-07-08T00:00:00' });
  });

  it('edits', async () => {
    const { status, body } = await script('PATCH', '/people/1002', { lastName: 'Major', email: null, birthDate: '1986-01-02' });
    expect([status, body]).toEqual([200, expect.objectContaining({ lastName: 'Major', email: null, birthDate: '1986-01-02', modifiedAt: '2024-07-09T03:00:00.000Z' })]);
    expect(await customer('1002')).toMatchObject({ DisplayName: 'Mary Major' });
    expect((await script('PATCH', '/people/1002', { club: '2' })).body.club).toBe('2');
  });

  it('sells, with the same id or a new one', async () => {
    expect((await script('POST', '/people/1001/sell', { on: '2024-07-01' })).body).toMatchObject({ id: '1001', status: 'MEMBER', membershipType: 'Athletic' });
    expect(await customer('1001')).toMatchObject({ JoinDate: '2024-07-01T00:00:00', StatusDate: '2024-07-01T00:00:00', MemberType: 'Member' });
    expect((await script('POST', '/people/1003/sell', { newId: true, membershipType: 'Tennis' })).body).toMatchObject({
      id: '1201', status: 'MEMBER', membershipType: 'Tennis', email: 'tom@example.com', createdAt: '2024-07-09T03:00:00.000Z',
    });
    expect(await customer('1201')).toMatchObject({ BarcodeId: '500100', Status: 'OK', StatusID: 1, JoinDate: '2024-07-08T00:00:00' });
    expect((await script('GET', '/records/customers/1003')).status).toBe(404);
  });

  it('ends, now or when the day comes', async () => {
    expect((await script('POST', '/people/1002/end')).body.status).toBe('FORMER_MEMBER');
    expect((await script('POST', '/people/1004/end', { on: '2024-07-10' })).body.status).toBe('MEMBER');
    await script('PUT', '/clock', { now: '2024-07-10T12:00:00Z' });
    expect((await people()).find(({ id }) => id === '1004').status).toBe('FORMER_MEMBER');
  });

  it.each([
    ['POST', '/people/1002/delete', {}, 400],
    ['POST', '/people/4711/delete', {}, 404],
    ['PATCH', '/people/4711', {}, 404],
    ['POST', '/people/4711/sell', {}, 404],
    ['POST', '/people/4711/end', {}, 404],
    ['POST', '/people/1002/end', { on: 'tomorrow' }, 400],
    ['POST', '/people/1002/sell', { newId: 'yes' }, 400],
    ['PATCH', '/people/1002', { status: 'LEAD' }, 400],
    ['PATCH', '/people/1002', { shoeSize: 44 }, 400],
    ['POST', '/people', { club: '77', status: 'LEAD' }, 400],
    ['POST', '/people', { club: '1', status: 'NOBODY' }, 400],
    ['POST', '/people', { club: '1', status: 'LEAD', gender: 'X' }, 400],
    ['POST', '/people', { status: 'LEAD' }, 400],
  ])('%s %s %j answers %i', async (method, path, body, status) => {
    expect(await script(method, path, body)).toMatchObject({ status, body: { error: expect.any(String) } });
  });
});
