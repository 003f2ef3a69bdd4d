import { beforeEach, describe, expect, it } from '@jest/globals';
import { frozenAt, header2, jane, mosoCalls } from '../../testing/moso-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('the people of MoSoClub', () => {
  const { script, add, ids, record, lines, drop } = mosoCalls(playSandbox());
  const people = async (query = '') => (await script('GET', `/people${query}`)).body.people as any[];
  const person = async (id: string) => (await script('GET', `/people/${id}`)).body;
  const typeIn = async (fields: object) => (await script('POST', '/people', { club: '001', ...fields })).body;

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('are those of the fixture, judged as the page does', async () => {
    expect((await people()).map(({ id, status }) => [id, status])).toEqual([
      ['102284', 'MEMBER'], ['102285', 'LEAD'], ['102286', 'FORMER_MEMBER'], ['102287', 'MEMBER'], ['102288', 'MEMBER'], ['102289', 'MEMBER'],
    ]);
    expect(await people('?club=002')).toEqual([]);
    expect(await person('102284')).toEqual({
      id: '102284', club: '001', status: 'MEMBER', firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com', mobile: '(617) 200-1001', homePhone: '(617) 200-1000',
      workPhone: null, street: '12 Main St, Apt 3', city: 'Boston', state: 'MA', zip: '02134', birthDate: null, gender: null, owner: 'Smith', leadSource: 'Web',
      membershipType: 'GOLD', deleted: false, createdAt: '2024-06-08T17:00:00.000Z', modifiedAt: '2024-06-08T17:00:00.000Z',
    });
    expect(await record('102286')).toMatchObject({ MemberStatus: 'Terminated', TermDate: '2024-07-07T00:00:00' });
    expect(await record('102287')).toMatchObject({ MemberStatus: 'Active', TermDate: '2024-08-07T00:00:00' });
    expect((await script('GET', '/people/1')).status).toBe(404);
  });

  it.each([
    ['GOLD', 'Terminated', null, null, 'FORMER_MEMBER'],
    ['GOLD', 'Expired', '2024-07-08', null, 'FORMER_MEMBER'],
    ['GOLD', 'EXPIRED', '2024-07-09', null, 'MEMBER'],
    ['GOLD', 'InActive', '2024-07-08', null, 'FORMER_MEMBER'],
    ['GOLD', 'InActive', '2024-07-09', null, 'MEMBER'],
    ['GOLD', 'InActive', null, null, 'MEMBER'],
    ['GOLD', 'Active', '2024-07-07', '2024-07-07', 'FORMER_MEMBER'],
    ['GOLD', 'Active', '2024-07-07', '2024-07-08', 'MEMBER'],
    ['GOLD', 'Active', '2024-07-08', null, 'MEMBER'],
    ['GOLD', 'Active', '2024-07-07', null, 'FORMER_MEMBER'],
    ['GOLD', 'Frozen', '2024-07-01', null, 'MEMBER'],
    ['guest ', 'Terminated', '2024-07-01', null, 'LEAD'],
    ['INTCH', 'Active', null, null, 'LEAD'],
  ])('of type %s, %s, TermDate %s, MSDate %s are %s', async (Membership_Type, MemberStatus, TermDate, MSDate, status) => {
    const date = (day: string | null) => (day === null ? null : `${day}T00:00:00`);
    await script('PUT', '/records/members/5', { club: '001', Membership_Type, MemberStatus, TermDate: date(TermDate), MSDate: date(MSDate) });
    expect((await person('5')).status).toBe(status);
  });

  it('are seen as the wire has them', async () => {
    await add(jane);
    expect(await person('102290')).toMatchObject({
      status: 'LEAD', mobile: '(617) 200-1001', birthDate: '1990-04-02', gender: 'F', membershipType: 'INTCH', owner: null, createdAt: '2024-07-08T17:00:00.000Z',
    });
  });

  it('are typed in with the plainest values', async () => {
    const lead = await typeIn({ status: 'LEAD', firstName: 'Ann', mobile: '6142001000', birthDate: '1990-01-02', gender: 'F', owner: 'Smith', leadSource: 'Web', street: '1 Oak', workPhone: '614-200 ext 5' });
    expect(lead).toMatchObject({ id: '102290', status: 'LEAD', mobile: '(614) 200-1000', workPhone: '614-200 ext 5', membershipType: 'GUEST', birthDate: '1990-01-02', owner: 'Smith' });
    expect(await record('102290')).toMatchObject({ HomeClub: '001', MemberStatus: 'Active', EnteredDate: '2024-07-08T13:00:00', Address1: '1 Oak', Birthday: '1990-01-02T00:00:00', Source: 'Web' });
    expect(await record('102290')).not.toHaveProperty('MSDate');
    expect(await typeIn({ status: 'LEAD', membershipType: 'INTCH' })).toMatchObject({ membershipType: 'INTCH', firstName: null });
    expect(await typeIn({ status: 'MEMBER', club: '002' })).toMatchObject({ id: '102292', status: 'MEMBER', membershipType: 'GOLD', club: '002' });
    expect(await record('102292')).toMatchObject({ MSDate: '2024-07-08T00:00:00', EnteredDate: '2024-07-08T12:00:00', MemberStatus: 'Active' });
    expect(await typeIn({ status: 'FORMER_MEMBER', membershipType: 'SILV' })).toMatchObject({ status: 'FORMER_MEMBER', membershipType: 'SILV' });
    expect(await record('102293')).toMatchObject({ MemberStatus: 'Terminated', TermDate: '2024-07-08T00:00:00', MSDate: '2024-07-08T00:00:00' });
    expect((await script('POST', '/people', { club: '009', status: 'LEAD' })).status).toBe(400);
  });

  it('are edited', async () => {
    const edit = (body: object) => script('PATCH', '/people/102285', body);
    expect((await edit({ city: 'Lynn', mobile: null, homePhone: '6142001000', membershipType: 'INTCH', club: '002', birthDate: null })).body).toMatchObject({
      city: 'Lynn', mobile: null, homePhone: '(614) 200-1000', membershipType: 'INTCH', club: '002', firstName: 'Gus', status: 'LEAD',
    });
    expect(await record('102285')).toMatchObject({ HomeClub: '002', club: '002', Phone1: '(614) 200-1000' });
    expect((await edit({ club: '009' })).status).toBe(400);
    expect((await script('PATCH', '/people/1', {})).status).toBe(404);
  });

  it('are sold to, under the same ID', async () => {
    const sell = (id: string, body?: object) => script('POST', `/people/${id}/sell`, body);
    expect(await sell('102285')).toMatchObject({ status: 200, body: { id: '102285', status: 'MEMBER', membershipType: 'GOLD' } });
    expect(await record('102285')).toMatchObject({ MemberStatus: 'Active', MSDate: '2024-07-08T00:00:00' });
    expect((await sell('102286', { membershipType: 'SILV', on: '2024-07-01' })).body).toMatchObject({ status: 'MEMBER', membershipType: 'SILV' });
    expect(await record('102286')).toMatchObject({ MemberStatus: 'Active', MSDate: '2024-07-01T00:00:00' });
    expect(await record('102286')).not.toHaveProperty('TermDate');
    expect((await sell('102285', { newId: true })).status).toBe(400);
    expect((await sell('1')).status).toBe(404);
    for (const [id, status] of [['102285', 400], ['1', 404]] as const) expect((await script('POST', `/people/${id}/delete`)).status).toBe(status);
  });

  it('end at once, today or before', async () => {
    expect((await script('POST', '/people/102284/end')).body).toMatchObject({ status: 'FORMER_MEMBER' });
    expect(await record('102284')).toMatchObject({ TermDate: '2024-07-08T00:00:00', MemberStatus: 'Terminated' });
    await script('POST', '/people/102288/end', { on: '2024-06-30' });
    expect(await record('102288')).toMatchObject({ TermDate: '2024-06-30T00:00:00', MemberStatus: 'Terminated' });
    expect(await ids('memberStatus=Terminated')).toEqual(['102284', '102286', '102288']);
    expect((await script('POST', '/people/102285/end')).body).toMatchObject({ status: 'LEAD' });
    expect((await script('POST', '/people/1/end')).status).toBe(404);
  });

  it('end on a day to come, and are terminated from then on, which is news to the file', async () => {
    expect((await script('POST', '/people/102284/end', { on: '2024-07-10' })).body).toMatchObject({ status: 'MEMBER' });
    expect(await record('102284')).toMatchObject({ TermDate: '2024-07-10T00:00:00', MemberStatus: 'Active' });
    expect((await lines({ ids: null }))[1]).toContain('GOLD,Active,7/1/2024,7/8/2024,7/10/2024');
    await drop({ deliver: true });
    expect(await lines({ ids: null })).toEqual([header2]);
    await script('PUT', '/clock', { now: '2024-07-10T03:59:59Z' });
    expect([(await person('102284')).status, await ids('memberStatus=Terminated'), (await lines({ ids: null })).length]).toEqual(['MEMBER', ['102286'], 1]);
    await script('PUT', '/clock', { now: '2024-07-10T04:00:00Z' });
    expect((await lines({ ids: null }))[1]).toContain('GOLD,Terminated,7/1/2024,7/8/2024,7/10/2024');
    expect(await ids('memberStatus=Terminated')).toEqual(['102284', '102286']);
    expect(await person('102284')).toMatchObject({ status: 'FORMER_MEMBER', modifiedAt: '2024-07-10T04:00:00.000Z' });
  });

  it('do not end that are sold to again, or ended otherwise, before the day', async () => {
    for (const id of ['102284', '102288']) await script('POST', `/people/${id}/end`, { on: '2024-07-10' });
    await script('POST', '/people/102284/sell', { on: '2024-07-09' });
    await script('POST', '/people/102288/end', { on: '2024-07-20' });
    await script('PUT', '/clock', { now: '2024-07-12T12:00:00Z' });
    expect(await ids('memberStatus=Terminated')).toEqual(['102286']);
    await script('PUT', '/clock', { now: '2024-07-20T12:00:00Z' });
    expect(await ids('memberStatus=Terminated')).toEqual(['102286', '102288']);
  });
});
