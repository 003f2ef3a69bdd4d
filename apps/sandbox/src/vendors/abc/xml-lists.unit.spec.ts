import { beforeEach, describe, expect, it } from '@jest/globals';
import { abcCalls, frozenAt, id, xmlOf } from '../../testing/abc-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('the XML lists of ABC', () => {
  const played = playSandbox();
  const { script, xmlList } = abcCalls(played);
  const members = async (query = '', club = '9003') => xmlOf(await xmlList(`getMemberList/${club}${query}`)).getMemberListResponse;
  const employees = async (query = '') => xmlOf(await xmlList(`getEmployeeList/9003${query}`)).getEmployeeListResponse;
  const list = (one: any) => (Array.isArray(one) ? one : [one]);
  const ids = (answer: any) => list(answer.members.member).map(({ memberId }: any) => memberId[0] + memberId.at(-1));

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('lists employees', async () => {
    const reply = await xmlList(`getEmployeeList/9003?employeeId=${id('e1')}`);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8']);
    expect(reply.body).toContain('<getEmployeeListResponse><status><message>success</message><count>1</count></status><request><clubNumber>9003</clubNumber>');
    expect(xmlOf(reply).getEmployeeListResponse).toEqual({
      status: { message: 'success', count: '1' },
      request: { clubNumber: '9003', employeeId: id('e1') },
      employees: {
        employee: {
          employeeId: id('e1'), personal: { firstName: 'JOHN', lastName: 'SMITH', email: 'jsmith@myclub.com' },
          employment: { employeeStatus: 'active', departments: { department: ['Sales', 'Front Desk'] } },
        },
      },
    });
    expect((await employees()).status.count).toBe('6');
    expect((await employees('?employeeStatus=ALL&departmentOnline=Sales')).status.count).toBe('6');
    expect((await employees('?employeeStatus=Active')).status.count).toBe('5');
    expect((await employees('?employeeStatus=inactive')).employees.employee.personal).toEqual({ firstName: 'Old', lastName: 'Timer', email: 'old@myclub.com' });
    expect((await employees()).employees.employee[4].personal).toEqual({ firstName: ' Ana ', lastName: 'Silva', email: 'ASilva@MyClub.com ' });
    await script('PUT', `/records/employees/${id('e2')}`, { employment: { employeeBarcode: '77' } });
    expect((await employees('?employeeBarcode=77')).employees.employee.employeeId).toBe(id('e2'));
  });

  it('spells nobody with an empty list', async () => {
    expect(await employees('?employeeId=x')).toEqual({ status: { message: 'No records found.', count: '0' }, request: { clubNumber: '9003', employeeId: 'x' }, employees: '' });
    expect(await members('', '9004')).toEqual({ status: { message: 'No records found.', count: '0' }, request: { clubNumber: '9004' }, members: '' });
    expect((await xmlList('getMemberList/9004')).body).toContain('<members/>');
  });

  it('lists members and prospects together, without the stamps of REST', async () => {
    const all = await members();
    expect([all.status, ids(all)]).toEqual([{ message: 'success', count: '6' }, ['a1', 'a2', 'a3', 'a4', 'a5', 'b1']]);
    expect(all.members.member[0]).toEqual({
      memberId: id('a1'),
      personal: {
        firstName: 'JANE', lastName: 'DOE', addressLine1: '12 MAIN ST', city: 'SHERWOOD', state: 'AR', postalCode: '72120', countryCode: 'US',
        email: 'jane@example.com', primaryPhone: '5015550100', mobilePhone: '5015550101', workPhone: '5015550102', workPhoneExt: '0000',
        birthDate: '1990-04-02', gender: 'Female', isActive: 'true', memberStatus: 'Need Phone Number', joinStatus: 'Member', isConvertedProspect: 'true', homeClub: '9003',
      },
      agreement: {
        agreementNumber: '900312345', isPrimaryMember: 'true', isNonMember: 'false', salesPersonId: id('e1'), campaignId: id('c1'),
        membershipType: 'BASIC', sinceDate: '2024-07-08', beginDate: '2024-07-08', convertedDate: '2024-07-08', expirationDate: '2025-07-07',
      },
      contractDate: '2024-07-08', convertedDate: '2024-07-08', memberUpdateTimestamp: '2024-06-08 12:00:00.000000',
    });
    const { personal, ...ann } = (await members(`?memberId=${id('b1')}`)).members.member;
    expect(personal).toMatchObject({ firstName: 'Ann', joinStatus: 'Prospect', isActive: 'true' });
    expect(ann).toEqual({
      memberId: id('b1'), agreement: { salesPersonId: id('e1'), campaignId: id('c1'), campaignName: 'Web', beginDate: '2024-07-08' },
      contractDate: '2024-06-08', memberUpdateTimestamp: '2024-06-08 12:00:00.000000',
    });
    expect((await members(`?memberId=${id('a3')}`)).members.member.contractDate).toBe('2023-07-01');
  });

  it.each([
    ['active', ['a1', 'a2', 'a5', 'b1']], ['INACTIVE', ['a3', 'a4']], ['all', ['a1', 'a2', 'a3', 'a4', 'a5', 'b1']], ['prospect', ['b1']],
  ])('filters by memberStatus %s', async (status, expected) => expect(ids(await members(`?memberStatus=${status}`))).toEqual(expected));

  it('takes either end of a range alone, in the zone of the club, both included', async () => {
    await script('PUT', '/records/prospects/p1', { club: '9004', createdAt: '2024-07-08T03:30:00Z', modifiedAt: '2024-07-08T12:36:23.829Z' });
    const found = async (range: Record<string, string>) => (await members(`?${new URLSearchParams(range)}`, '9004')).status.count;
    expect((await members('', '9004')).members.member).toMatchObject({ contractDate: '2024-07-07', memberUpdateTimestamp: '2024-07-08 07:36:23.829000' });
    expect(await found({ updateStartTime: '2024-07-08 08:36:23.829000' })).toBe('1');
    expect(await found({ updateStartTime: '2024-07-08 08:36:23.830000' })).toBe('0');
    expect(await found({ updateEndTime: '2024-7-8 08:36:23.829' })).toBe('1');
    expect(await found({ updateEndTime: '2024-07-08 08:36:23.828999' })).toBe('0');
    expect(await found({ updateStartTime: '2024-07-08 08:36:23', updateEndTime: '2024-07-08 08:36:24' })).toBe('1');
  });

  it.each([
    ['getMemberList/9003?updateStartTime=yesterday', 'updateStartTime', 'YYYY-MM-DD hh:mm:ss.nnnnnn', 'members'],
    ['getMemberList/9003?updateEndTime=2024-07-08', 'updateEndTime', 'YYYY-MM-DD hh:mm:ss.nnnnnn', 'members'],
    ['getMemberList/9003?memberStatus=some', 'memberStatus', 'active, inactive, all or prospect', 'members'],
    ['getEmployeeList/9003?employeeStatus=some', 'employeeStatus', 'active, inactive or all', 'employees'],
  ])('refuses %s in its status', async (path, name, expected, key) => {
    const reply = await xmlList(path);
    const [answer] = Object.values<any>(xmlOf(reply));
    expect([reply.status, answer.status, answer[key]]).toEqual([200, { message: `Invalid value for field ${name} - expected format ${expected}`, count: '0' }, '']);
  });
});
