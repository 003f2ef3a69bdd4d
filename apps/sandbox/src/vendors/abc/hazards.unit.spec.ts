import { beforeEach, describe, expect, it } from '@jest/globals';
import { abcCalls, clientFault, frozenAt, id, jane, least, leastXml, xmlOf } from '../../testing/abc-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('the hazards of ABC', () => {
  const played = playSandbox();
  const { script, rest, soap, xmlList, create, update, record, hazard } = abcCalls(played);
  const read = async (path: string) => (await rest('GET', path)).body;
  const ids = (body: any): string[] => body.members.map(({ memberId }: any) => memberId[0] + memberId.at(-1));
  const insert = () => soap('insertProspect', `<clubNumber>9003</clubNumber><personal>${leastXml}</personal>`);
  const prospects = async () => (await script('GET', '/records/prospects')).body.records as any[];

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  const unauthorized = (message: string) => ({ status: { message, count: '0', messageCode: 'API-SIM-0401' } });

  it.each([
    ['outage-503', { retryAfter: 7 }, 503, 'Service Unavailable', 'Service Unavailable', '7'],
    ['outage-503', {}, 503, 'Service Unavailable', 'Service Unavailable', null],
    ['error-500', {}, 500, '', '', null],
    ['throttle-429', {}, 429, '', '', null],
    ['throttle-429', { retryAfter: 3 }, 429, '', '', '3'],
    ['auth-revoked', {}, 401, unauthorized('Unauthorized'), 'Unauthorized', null],
    ['club-not-authorized', {}, 401, unauthorized('Not Authorized'), 'Not Authorized', null],
    ['route-not-granted', {}, 405, '', '', null],
    ['html-login-page', {}, 200, '<html><body>Please sign in</body></html>', '<html><body>Please sign in</body></html>', null],
  ])('%s %j replaces the answer of both protocols and stores nothing', async (name, params, status, ofRest, ofSoap, retryAfter) => {
    await hazard(name, params, { times: 3 });
    for (const [reply, body] of [[await create(jane), ofRest], [await insert(), ofSoap], [await xmlList('getMemberList/9003'), ofSoap]] as const) {
      expect(reply).toMatchObject({ status, body });
      expect(reply.headers.get('retry-after')).toBe(retryAfter);
    }
    expect(await prospects()).toHaveLength(1);
    expect((await create(jane)).status).toBe(200);
  });

  it('comes before any other check, for the operation and club it names', async () => {
    await hazard('error-500', {}, { operation: 'getClub', club: '09' });
    expect((await rest('GET', '9003/clubs')).status).toBe(200);
    expect((await rest('GET', '09/clubs')).status).toBe(500);
    expect((await rest('GET', '09/clubs')).status).toBe(404);
  });

  it('auth-revoked answers XML to those who accept no JSON', async () => {
    await hazard('auth-revoked');
    expect(xmlOf(await rest('GET', '9003/clubs', undefined, { accept: '*/*' }))).toEqual({ response: unauthorized('Unauthorized') });
  });

  it('field-refused speaks as each protocol does', async () => {
    expect((await hazard('field-refused')).status).toBe(400);
    await hazard('field-refused', { message: 'Bad <name>' }, { times: 4 });
    const status = { message: 'Bad <name>', count: '0', messageCode: 'API-SIM-0400' };
    expect(await create(jane)).toMatchObject({ status: 200, body: { status, request: { clubNumber: '9003' } } });
    expect(await update('b', { personal: {} })).toMatchObject({ status: 200, body: { status, request: { clubNumber: '9003', prospectId: 'b' } } });
    const fault = await insert();
    expect([fault.status, xmlOf(fault)]).toEqual([500, clientFault('Bad <name>')]);
    expect(xmlOf(await xmlList('getEmployeeList/9003'))).toEqual({
      getEmployeeListResponse: { status: { message: 'Bad <name>', count: '0' }, request: { clubNumber: '9003' }, employees: '' },
    });
    expect(await prospects()).toHaveLength(1);
  });

  it.each([
    ['connection-reset', {}, 1],
    ['timeout-before-commit', { holdMs: 20 }, 1],
    ['timeout-after-commit', {}, 2],
  ])('%s answers no byte', async (name, params, stored) => {
    for (const call of [() => create(jane), insert]) {
      await script('POST', '/reset', { now: frozenAt });
      await hazard(name, params);
      await expect(call()).rejects.toThrow('fetch failed');
      expect(await prospects()).toHaveLength(stored);
    }
  });

  it('truncated-body stores and sends half', async () => {
    await hazard('truncated-body');
    const { status, body } = await create(jane);
    expect([status, typeof body, body.startsWith('{"status":{"message":"success"')]).toEqual([200, 'string', true]);
    expect(await prospects()).toHaveLength(2);
  });

  it('stale-read hides the young, in the lists of both protocols', async () => {
    await create({ personal: least });
    await hazard('stale-read', {}, { times: 3 });
    expect((await read('9003/prospects')).status.count).toBe('1');
    expect((await read('9003/members')).status.count).toBe('6');
    expect(xmlOf(await xmlList('getMemberList/9003')).getMemberListResponse.status.count).toBe('6');
    expect((await read('9003/prospects')).status.count).toBe('2');
    await hazard('stale-read', { ms: 0 });
    expect((await read('9003/prospects')).status.count).toBe('2');
  });

  it('success-without-id stores all the same', async () => {
    await hazard('success-without-id', {}, { times: 2 });
    expect((await create(jane)).body).toEqual({ status: { message: 'success', count: '1', messageCode: 'API-SIM-0000' }, request: { clubNumber: '9003' } });
    const reply = await insert();
    expect([reply.status, xmlOf(reply)]).toEqual([200, { Envelope: { Body: { insertProspectResponse: '' } } }]);
    expect(await prospects()).toHaveLength(3);
  });

  it('convert-on-update is faster than the update', async () => {
    await hazard('convert-on-update');
    expect((await update(id('b1'), { personal: { ...least, firstName: 'Anna' } })).body.status.message).toBe('No records found.');
    expect(await record('members', id('b1'))).toMatchObject({ personal: { firstName: 'Ann', isConvertedProspect: 'true' }, agreement: { convertedDate: '2024-07-08' } });
    expect((await read(`9003/members/${id('b1')}`)).status.count).toBe('1');

    const { memberId } = (await create(jane)).body.result;
    await hazard('convert-on-update');
    const soapUpdate = await soap('updateProspect', `<clubNumber>9003</clubNumber><memberId>${memberId}</memberId><personal>${leastXml}</personal>`);
    expect(xmlOf(soapUpdate)).toEqual(clientFault('Prospect not found or is no longer a prospect'));
    expect(await record('members', memberId)).toMatchObject({ personal: { misc1: jane.personal.misc1 } });
  });

  it('page-drift moves page 2 and what follows, wherever in the walk it hits', async () => {
    const page = async (number: number) => ids(await read(`9003/members?page=${number}&size=2`));
    await hazard('page-drift');
    expect([await page(2), await page(3), await page(4)]).toEqual([['a2', 'a3'], ['a4', 'a5'], ['b1']]);
    expect([await page(2), await page(3)]).toEqual([['a3', 'a4'], ['a5', 'b1']]);
    await hazard('page-drift', { mode: 'skip' });
    expect([await page(1), await page(2), await page(3)]).toEqual([['a1', 'a2'], ['a4', 'a5'], ['b1']]);
    expect([await page(1), await page(2)]).toEqual([['a1', 'a2'], ['a3', 'a4']]);
    await hazard('page-drift', {}, { operation: 'listMembers', times: null });
    expect([await page(1), await page(2), await page(3), await page(4)]).toEqual([['a1', 'a2'], ['a2', 'a3'], ['a4', 'a5'], ['b1']]);
    expect((await read('9003/prospects?page=1&size=1')).status).not.toHaveProperty('nextPage');
  });

  it('single-as-object and empty-array', async () => {
    await hazard('single-as-object');
    expect((await read('9003/prospects')).prospects).toMatchObject({ prospectId: id('b1') });
    await hazard('single-as-object');
    expect((await read('9003/employees')).employees).toHaveLength(6);
    await hazard('empty-array');
    expect(await read('9004/members?page=1')).toEqual({ status: { message: 'success', count: '0', messageCode: 'API-SIM-0000' }, request: { clubNumber: '9004', page: '1' }, members: [] });
    await hazard('empty-array', {}, { operation: 'getMember' });
    expect((await read('9003/members/x')).members).toEqual([]);
  });

  it('xml-answer and unpadded-day', async () => {
    await hazard('xml-answer');
    const reply = await create(jane);
    expect([reply.headers.get('content-type'), xmlOf(reply).response.status.message]).toEqual(['application/xml', 'success']);
    await script('PUT', `/records/prospects/${id('b1')}`, { modifiedAt: '2014-10-01T12:36:23.829511Z' });
    await hazard('unpadded-day', {}, { times: 2 });
    expect((await read(`9003/prospects/${id('b1')}`)).prospects[0].personal).toMatchObject({ createdTimestamp: '2024-06-8 12:00:00.000000', lastModifiedTimestamp: '2014-10-1 07:36:23.829511' });
    expect(xmlOf(await xmlList(`getMemberList/9003?memberId=${id('b1')}`)).getMemberListResponse.members.member.memberUpdateTimestamp).toBe('2014-10-1 07:36:23.829511');
  });

  it('employee-variants, in both lists', async () => {
    await hazard('employee-variants', {}, { times: 2 });
    const { employees } = await read('9003/employees');
    expect(employees[0]).toMatchObject({ id: id('e1'), employment: { employeeStatus: 'active', departments: { department: 'Sales, Front Desk' } } });
    expect(employees.some((employee: any) => 'employeeId' in employee)).toBe(false);
    expect(xmlOf(await xmlList('getEmployeeList/9003')).getEmployeeListResponse.employees.employee[0]).toMatchObject({ id: id('e1'), employment: { departments: { department: 'Sales, Front Desk' } } });
  });

  it('unknown-field, on every object', async () => {
    await hazard('unknown-field', {}, { times: 4 });
    const body = await read('9003/prospects');
    const [row] = body.prospects;
    expect([body, body.status, body.request, row, row.personal, row.agreement].map(({ simExtra }) => simExtra)).toEqual(Array(6).fill('extra'));
    expect((await create(jane)).body.result).toMatchObject({ simExtra: 'extra', memberId: expect.any(String) });
    expect(xmlOf(await insert()).Envelope.Body.insertProspectResponse).toMatchObject({ simExtra: 'extra', memberId: expect.any(String) });
    const { getMemberListResponse: list } = xmlOf(await xmlList(`getMemberList/9003?memberId=${id('b1')}`));
    expect([list, list.status, list.members.member, list.members.member.personal].map(({ simExtra }) => simExtra)).toEqual(Array(4).fill('extra'));
    expect(list.members).not.toHaveProperty('simExtra');
  });
});
