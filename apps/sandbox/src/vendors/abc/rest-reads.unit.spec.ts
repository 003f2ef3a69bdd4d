import { beforeEach, describe, expect, it } from '@jest/globals';
import { abcCalls, frozenAt, id, refusal } from '../../testing/abc-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('what REST reads of ABC', () => {
  const played = playSandbox();
  const { script, rest } = abcCalls(played);
  const read = async (path: string) => (await rest('GET', path)).body;
  const ids = (rows: any[]) => rows.map(({ memberId, prospectId }) => (memberId ?? prospectId) as string).map((one) => one[0]! + one.at(-1)!);
  const none = (request: object) => ({ status: { message: 'No records found.', count: '0', messageCode: 'API-SIM-0204' }, request });
  const stamp = '2024-06-08 12:00:00.000000';

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('lists campaigns and employees', async () => {
    const campaigns = await read('9003/clubs/campaigns?page=1&size=5000');
    expect(campaigns).toMatchObject({ status: { message: 'success', count: '5', messageCode: 'API-SIM-0000' }, request: { clubNumber: '9003', page: '1', size: '5000' } });
    expect(campaigns.campaigns[0]).toEqual({ campaignId: id('c1'), campaignName: 'Web', campaignGroup: 'Internet' });
    expect(campaigns.campaigns.map(({ campaignName }: any) => campaignName)).toEqual(['Web', 'Facebook', 'Import', 'Radio', 'Radio']);
    const { employees } = await read('9003/employees');
    expect(employees[0]).toEqual({
      employeeId: id('e1'), personal: { firstName: 'JOHN', lastName: 'SMITH', email: 'jsmith@myclub.com' },
      employment: { employeeStatus: 'active', departments: { department: ['Sales', 'Front Desk'] } },
    });
    expect(employees.map(({ personal, employment }: any) => [personal.firstName, personal.email, employment.employeeStatus])).toEqual([
      ['JOHN', 'jsmith@myclub.com', 'active'], ['ABC', undefined, 'active'], ['Amy', 'front@myclub.com', 'active'], ['Bob', 'front@myclub.com', 'active'],
      [' Ana ', 'ASilva@MyClub.com ', 'active'], ['Old', 'old@myclub.com', 'inactive'],
    ]);
    expect(await read('9004/employees')).toEqual(none({ clubNumber: '9004' }));
    expect(await read('9004/clubs/campaigns')).toEqual(none({ clubNumber: '9004' }));
  });

  it('shows a member as the page does', async () => {
    const { members } = await read(`9003/members/${id('a1')}`);
    expect(members).toEqual([{
      memberId: id('a1'),
      personal: {
        firstName: 'JANE', lastName: 'DOE', addressLine1: '12 MAIN ST', city: 'SHERWOOD', state: 'AR', postalCode: '72120', countryCode: 'US',
        email: 'jane@example.com', primaryPhone: '5015550100', mobilePhone: '5015550101', workPhone: '5015550102', workPhoneExt: '0000',
        birthDate: '1990-04-02', gender: 'Female', isActive: 'true', memberStatus: 'Need Phone Number', joinStatus: 'Member',
        isConvertedProspect: 'true', homeClub: '9003', createTimestamp: stamp, lastModifiedTimestamp: stamp,
      },
      agreement: {
        agreementNumber: '900312345', isPrimaryMember: 'true', isNonMember: 'false', salesPersonId: id('e1'), campaignId: id('c1'),
        membershipType: 'BASIC', sinceDate: '2024-07-08', beginDate: '2024-07-08', convertedDate: '2024-07-08', expirationDate: '2025-07-07',
      },
    }]);
  });

  it('shows a prospect as the page does, and in /members in the words of members', async () => {
    const personal = {
      firstName: 'Ann', lastName: 'Lee', state: 'AR', countryCode: 'US', email: 'ann@example.com', primaryPhone: '5015550110',
      mobilePhone: '5015550111', gender: 'Unknown', isActive: 'true', lastModifiedTimestamp: stamp,
    };
    const agreement = { salesPersonId: id('e1'), campaignId: id('c1'), campaignName: 'Web', beginDate: '2024-07-08' };
    const list = await read('9003/prospects?page=1&size=2');
    expect(list).toEqual({
      status: { message: 'success', count: '1', messageCode: 'API-SIM-0000' },
      request: { clubNumber: '9003', page: '1', size: '2' },
      prospects: [{ prospectId: id('b1'), personal: { ...personal, createdTimestamp: stamp }, agreement }],
    });
    expect((await read(`9003/prospects/${id('b1')}`)).prospects).toEqual(list.prospects);
    expect((await read('9003/members?joinStatus=PROSPECT')).members).toEqual([{
      memberId: id('b1'), personal: { ...personal, createTimestamp: stamp, joinStatus: 'Prospect', isConvertedProspect: 'false', homeClub: '9003' }, agreement,
    }]);
  });

  it.each([
    [`members/${id('b1')}`], [`members/${id('a9')}`], [`prospects/${id('a1')}`], [`prospects/${id('b9')}`], ['members/%zz'],
  ])('%s finds nothing', async (path) => expect(await read(`9003/${path}`)).toEqual(none({ clubNumber: '9003' })));

  it('finds nobody of another club', async () => {
    expect(await read(`9004/members/${id('a1')}`)).toEqual(none({ clubNumber: '9004' }));
    expect(await read(`9004/prospects/${id('b1')}`)).toEqual(none({ clubNumber: '9004' }));
    expect(await read('9004/members')).toEqual(none({ clubNumber: '9004' }));
  });

  it.each([
    ['', ['a1', 'a2', 'a3', 'a4', 'a5', 'b1']],
    ['?joinStatus=Member&memberStatus=all', ['a1', 'a2', 'a3', 'a4', 'a5']],
    ['?joinStatus=member&memberStatus=active', ['a1', 'a2', 'a5']],
    ['?memberStatus=Inactive', ['a3', 'a4']],
    ['?memberStatus=active', ['a1', 'a2', 'a5', 'b1']],
    ['?memberStatus=prospect', ['b1']],
    ['?joinStatus=Prospect', ['b1']],
  ])('lists members%s', async (query, expected) => expect(ids((await read(`9003/members${query}`)).members)).toEqual(expected));

  it.each([
    ['members?joinStatus=Guest', 'Invalid value for field joinStatus - expected format Member or Prospect'],
    ['members?memberStatus=some', 'Invalid value for field memberStatus - expected format active, inactive, all or prospect'],
    ['members?page=0', 'Invalid value for field page - expected format whole number from 1'],
    ['prospects?page=one', 'Invalid value for field page - expected format whole number from 1'],
    ['employees?size=0', 'Invalid value for field size - expected format whole number from 1'],
    ['clubs/campaigns?size=-5', 'Invalid value for field size - expected format whole number from 1'],
    ...['2024-07-08', ',', 'x,y', '2024-07-08 00:00:00,', '2024-02-30 00:00:00,2024-07-08 00:00:00'].map((range) => [
      `members?lastModifiedTimestampRange=${encodeURIComponent(range)}`,
      'Invalid value for field lastModifiedTimestampRange - expected format YYYY-MM-DD hh:mm:ss.nnnnnn,YYYY-MM-DD hh:mm:ss.nnnnnn',
    ]),
  ])('refuses %s', async (path, message) => expect(await rest('GET', `9003/${path}`)).toMatchObject(refusal(message!)));

  it('pages in order of id, without nextPage on the last', async () => {
    await script('PUT', `/records/members/${id('a0')}`, { club: '9003' });
    const first = await read('9003/members?page=1&size=3');
    expect([ids(first.members), first.status]).toEqual([['a0', 'a1', 'a2'], { message: 'success', count: '3', nextPage: '2', messageCode: 'API-SIM-0000' }]);
    const second = await read('9003/members?page=2&size=4');
    expect([ids(second.members), second.status]).toEqual([['a4', 'a5', 'b1'], { message: 'success', count: '3', messageCode: 'API-SIM-0000' }]);
    expect((await read('9003/members?page=1&size=7')).status).not.toHaveProperty('nextPage');
    expect(await read('9003/members?page=3&size=4')).toEqual(none({ clubNumber: '9003', page: '3', size: '4' }));
    expect((await read('9003/members?size=100000')).status.count).toBe('7');
  });

  it('takes ranges in the zone of the club, both ends included', async () => {
    await script('PUT', '/records/prospects/p1', { club: '30123', createdAt: '2024-07-08T10:00:00.000Z', modifiedAt: '2024-07-08T12:36:23.829511Z' });
    const { prospects } = await read('30123/prospects');
    expect(prospects[0].personal).toEqual({ createdTimestamp: '2024-07-08 05:00:00.000000', lastModifiedTimestamp: '2024-07-08 07:36:23.829511' });
    const found = async (from: string, to: string) => {
      const query = `lastModifiedTimestampRange=${encodeURIComponent(`2024-07-08 ${from},2024-07-08 ${to}`)}`;
      return [(await read(`30123/prospects?${query}`)).status.count, (await read(`30123/members?${query}`)).status.count];
    };
    expect(await found('05:36:23.829511', '05:36:23.829511')).toEqual(['1', '1']);
    expect(await found('05:36:23.829', '06:00:00')).toEqual(['1', '1']);
    expect(await found('05:00:00', '05:36:23.829000')).toEqual(['1', '1']);
    expect(await found('05:36:23.830', '06:00:00')).toEqual(['0', '0']);
    expect(await found('05:00:00', '05:36:23.828999')).toEqual(['0', '0']);
    expect(await found('07:36:23', '07:36:24')).toEqual(['0', '0']);
  });

  it('shows what scripts stored, every scalar as text, nothing of the sandbox', async () => {
    await script('PUT', '/records/members/m1', { club: 9004, personal: { isActive: true, visits: 17, misc2: '' }, agreement: { isPrimaryMember: false }, note: { text: 'x' } });
    const { members } = await read('9004/members/m1');
    expect(members[0]).toEqual({
      memberId: 'm1',
      personal: { isActive: 'true', visits: '17', misc2: '', homeClub: '9004', joinStatus: 'Member', createTimestamp: expect.any(String), lastModifiedTimestamp: '2024-07-08 12:00:00.000000' },
      agreement: { isPrimaryMember: 'false' },
    });
    await script('PUT', '/records/members/m1', { club: '30123' });
    expect((await read('30123/members/m1')).members[0].personal.homeClub).toBe('30123');
  });

  it('lets a prospect lapse the day after its expirationDate, in the zone of the club', async () => {
    await script('PUT', `/records/prospects/${id('b1')}`, { agreement: { expirationDate: '2024-07-08' } });
    const active = async () => (await read(`9003/prospects/${id('b1')}`)).prospects[0].personal.isActive;
    await script('PUT', '/clock', { now: '2024-07-09T04:59:59Z' });
    expect(await active()).toBe('true');
    await script('PUT', '/clock', { now: '2024-07-09T05:00:00Z' });
    expect(await active()).toBe('false');
    expect(ids((await read('9003/members?memberStatus=inactive')).members)).toEqual(['a3', 'a4', 'b1']);
  });

  it('has the clubs alone in the fixture empty', async () => {
    await script('POST', '/reset', { fixture: 'empty' });
    for (const kind of ['employees', 'campaigns', 'members', 'prospects']) expect((await script('GET', `/records/${kind}`)).body.records).toEqual([]);
    expect((await script('GET', '/records/clubs')).body.records).toHaveLength(4);
    expect((await read('9004/clubs')).club.timeZone).toBe('America/New_York');
    await script('PUT', '/records/clubs/1234', {});
    expect((await read('1234/clubs')).club).toEqual({ name: 'SIM 1234', shortName: 'S1234', timeZone: 'America/Chicago' });
  });
});
