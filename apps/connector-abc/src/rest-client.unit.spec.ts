import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Unavailable, type Settings, type VendorAnswer } from '@intouch/connector-kit';
import { RestClient } from './rest-client.js';
import { facts, whole } from './testing/facts.js';
import { accessWith, answer, ScriptedHttp, says } from './testing/scripted-http.js';
import type { AbcRecord } from './wire.js';

function clientOf(answers: readonly (VendorAnswer | Error)[], set: Settings = {}): { client: RestClient; http: ScriptedHttp } {
  const http = new ScriptedHttp(answers);
  return { http, client: new RestClient(accessWith(http, set)) };
}

const range = { from: '2024-07-08 10:55:00.000000', to: '2024-07-08 12:00:00.000000' };
const nobody = says('No records found.', {}, { count: '0' });
const paths = (http: ScriptedHttp): string[] => http.sent.map(({ method, url }) => `${method} ${url.replace('https://abc.example/rest', '')}`);

async function read(pages: AsyncGenerator<readonly AbcRecord[]>): Promise<AbcRecord[]> {
  const records: AbcRecord[] = [];
  for await (const page of pages) records.push(...page);
  return records;
}

const calls = {
  club: (client: RestClient) => client.club(),
  employees: (client: RestClient) => client.employees(),
  records: (client: RestClient) => read(client.records(range, { members: true, prospects: true })),
  create: (client: RestClient) => client.create(whole, facts()),
  update: (client: RestClient) => client.update('b1', { city: 'Dublin' }, whole, facts()),
};

describe('the catalogue of errors', () => {
  const integration = { name: 'Unauthorized', scope: 'integration', code: 'credentials-refused' };
  const club = { name: 'Unauthorized', scope: 'club', code: 'club-refused' };
  it.each<[string, VendorAnswer, object]>([
    ['429 without a time', answer(429, ''), { name: 'Throttled', retryAfterSeconds: 5 }],
    ['429 with one', answer(429, '', { 'retry-after': '7' }), { name: 'Throttled', retryAfterSeconds: 7 }],
    ['500', answer(500, ''), { name: 'Unavailable' }],
    ['502', answer(502, ''), { name: 'Unavailable' }],
    ['503', answer(503, 'Service Unavailable'), { name: 'Unavailable' }],
    ['504', answer(504, ''), { name: 'Unavailable' }],
    ['401 of the club', says('Not Authorized', {}, { count: '0' }, 401), club],
    ['401 of the club as text', answer(401, 'Not Authorized\n'), club],
    ['401 of the credentials', says('Unauthorized', {}, { count: '0' }, 401), integration],
    ['401 of a proxy', answer(401, '<html>'), integration],
    ['403', answer(403, ''), { ...integration, code: 'access-refused' }],
    ['405', answer(405, ''), { ...integration, code: 'access-refused' }],
    ['404', answer(404, ''), { ...club, message: 'club number refused' }],
    ['a field that is wrong', says('Invalid value for field lastName - expected format string with maximum length 19'), {
      name: 'Rejected', code: 'vendor-refused', field: 'lastName', message: 'Invalid value for field lastName - expected format string with maximum length 19',
    }],
    ['a state that is wrong', says('State or province code provided is not valid.'), { name: 'Rejected', code: 'vendor-refused', message: 'State or province code provided is not valid.' }],
    ['the sales person', says('Invalid value for field salesPersonId - expected format employee of this club'), { name: 'LinkRefused', lookup: 'staff', code: 'vendor-refused' }],
    ['the campaign', says('Invalid value for field campaignId - expected format campaign of this club'), { name: 'LinkRefused', lookup: 'lead-sources' }],
    ['a login page', answer(200, '<html><body>Please sign in</body></html>'), { name: 'Unavailable' }],
    ['XML', answer(200, '<response><status><message>success</message></status></response>'), { name: 'Unavailable' }],
    ['a body cut in two', answer(200, '{"status":{"message":"succ'), { name: 'Unavailable' }],
    ['JSON of somebody else', answer(200, '{"ok":true}'), { name: 'Unavailable' }],
    ['nothing', answer(200, ''), { name: 'Unavailable' }],
    ['a redirect to a login page', answer(302, ''), { name: 'Unavailable' }],
  ])('%s', async (_name, given, wanted) => {
    const lost = (wanted as { name: string }).name === 'Unavailable';
    for (const call of ['club', 'employees', 'records', 'update'] as const) {
      await expect(calls[call](clientOf([given]).client)).rejects.toMatchObject({ ...wanted, ...(lost ? { ambiguous: false } : {}) });
    }
    await expect(calls.create(clientOf([given]).client)).rejects.toMatchObject({ ...wanted, ...(lost ? { ambiguous: true } : {}) });
  });

  it('hands a lost connection on, and says of a create alone that it is ambiguous', async () => {
    const lost = new Unavailable('lost', true);
    const { client, http } = clientOf([lost, lost, lost]);
    for (const call of ['create', 'update', 'club'] as const) await expect(calls[call](client)).rejects.toBe(lost);
    expect(http.sent.map(({ ambiguous }) => ambiguous)).toEqual([true, false, false]);
  });
});

describe('createProspect', () => {
  it('answers the id, and sends what the page says', async () => {
    const { client, http } = clientOf([says('success', { result: { memberId: 'b2', simExtra: 'extra' } })]);
    expect(await calls.create(client)).toBe('b2');
    const { body, ...request } = http.sent[0]!;
    expect(request).toEqual({
      method: 'POST', url: 'https://abc.example/rest/9003/prospects', ambiguous: true,
      headers: { app_id: 'app', app_key: 'key', Accept: 'application/json', 'Content-Type': 'application/json; charset=utf-8' },
    });
    expect(Object.keys(JSON.parse(body!) as object)).toEqual(['prospects']);
    expect((JSON.parse(body!) as { prospects: { prospect: object }[] }).prospects).toMatchObject([{ prospect: { personal: { lastName: 'Doe' } } }]);
  });

  it.each([['no result', says('success')], ['an empty id', says('success', { result: { memberId: '' } })], ['nobody', nobody]])('%s says nothing of what was stored', async (_name, given) => {
    await expect(calls.create(clientOf([given]).client)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: true });
  });
});

describe('updateProspect', () => {
  it('sends one object to the prospect', async () => {
    const { client, http } = clientOf([says('success', { result: { memberId: 'b/1' } })]);
    await client.update('b/1', { city: 'Dublin' }, whole, facts());
    expect(paths(http)).toEqual(['PUT /9003/prospects/b%2F1']);
    expect(http.sent[0]!.headers).toMatchObject({ 'Content-Type': 'application/json; charset=utf-8' });
    expect(JSON.parse(http.sent[0]!.body!)).toMatchObject({ prospect: { personal: { firstName: 'Jane' } } });
  });

  it.each<[string, VendorAnswer, string]>([
    ['a member', says('success', { members: [{ memberId: 'b1' }] }), 'converted'],
    ['a member, as a bare object', says('success', { members: { memberId: 'b1' } }), 'converted'],
    ['nobody', nobody, 'deleted'],
    ['nobody, spelled as success', says('success', { members: [] }, { count: '0' }), 'deleted'],
    ['nobody, without a key', says('success', {}, { count: '0' }), 'deleted'],
  ])('who is no prospect any more is %s', async (_name, among, reason) => {
    const { client, http } = clientOf([nobody, among]);
    await expect(calls.update(client)).rejects.toMatchObject({ name: 'Gone', reason });
    expect(paths(http)[1]).toBe('GET /9003/members/b1');
  });

  it('where the look among the members fails, nothing is known', async () => {
    await expect(calls.update(clientOf([nobody, answer(503, '')]).client)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
  });
});

describe('lists', () => {
  it('asks for changed members, then for prospects, as the page says', async () => {
    const { client, http } = clientOf([nobody, nobody]);
    await read(client.records(range, { members: true, prospects: true }));
    const encoded = 'lastModifiedTimestampRange=2024-07-08%2010%3A55%3A00.000000%2C2024-07-08%2012%3A00%3A00.000000';
    expect(paths(http)).toEqual([`GET /9003/members?joinStatus=Member&memberStatus=all&${encoded}&page=1&size=5000`, `GET /9003/prospects?${encoded}&page=1&size=5000`]);
    expect(http.sent[0]!.headers).toEqual({ app_id: 'app', app_key: 'key', Accept: 'application/json' });
  });

  it('without a range for everything, and only what is wanted', async () => {
    const { client, http } = clientOf([nobody, nobody], { pageSize: 2 });
    await read(client.records(null, { members: true, prospects: false }));
    await read(client.records(null, { members: false, prospects: true }));
    expect(paths(http)).toEqual(['GET /9003/members?joinStatus=Member&memberStatus=all&page=1&size=2', 'GET /9003/prospects?page=1&size=2']);
  });

  it('looks for its own among prospects first, then among members of every kind', async () => {
    const { client, http } = clientOf([nobody, nobody]);
    await read(client.everybody(range));
    expect(paths(http).map((path) => path.replace(/lastModified[^&]*/, 'range'))).toEqual(['GET /9003/prospects?range&page=1&size=5000', 'GET /9003/members?memberStatus=all&range&page=1&size=5000']);
  });

  it('goes on until no next page is named', async () => {
    const page = (id: string, nextPage?: unknown): VendorAnswer => says('success', { prospects: [{ prospectId: id }] }, { nextPage });
    const { client, http } = clientOf([page('1', '2'), page('2', 3), page('3')], { pagePauseMs: 1 });
    expect((await read(client.records(null, { members: false, prospects: true }))).map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(paths(http).map((path) => /page=(\d)/.exec(path)![1])).toEqual(['1', '2', '3']);
  });

  it.each(['1', 'two'])('a next page %s is no end of the list', async (nextPage) => {
    const { client } = clientOf([says('success', { prospects: [] }, { nextPage })]);
    await expect(read(client.records(null, { members: false, prospects: true }))).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
  });

  it.each([['no records', nobody], ['no key', says('success', {}, { count: '0' })], ['an empty list', says('success', { prospects: [] })], ['null', says('success', { prospects: null })]])('%s is nobody', async (_name, given) => {
    expect(await read(clientOf([given]).client.records(null, { members: false, prospects: true }))).toEqual([]);
  });

  it('reads rows by either name of id and stamp, one as a bare object, real booleans and numbers, blanks as absent', async () => {
    const prospect = { prospectId: 'b1', personal: { firstName: ' Ann ', lastName: '', isActive: true, zip: null, createdTimestamp: '2024-07-08 06:35:41', lastModifiedTimestamp: '2024-7-8 06:35:41' }, simExtra: 'extra' };
    const members = [{ memberId: 'a1', personal: { createTimestamp: '2024-07-08 06:35:41.088000' }, agreement: { agreementNumber: 900_312_345, simExtra: {} } }, { personal: {} }];
    expect(await read(clientOf([says('success', { prospects: prospect })]).client.records(null, { members: false, prospects: true }))).toEqual([
      { id: 'b1', from: 'prospects', personal: { firstName: 'Ann', isActive: 'true' }, agreement: {}, created: '2024-07-08 06:35:41', modified: '2024-7-8 06:35:41' },
    ]);
    expect(await read(clientOf([says('success', { members })]).client.records(null, { members: true, prospects: false }))).toEqual([
      { id: 'a1', from: 'members', personal: {}, agreement: { agreementNumber: '900312345' }, created: '2024-07-08 06:35:41.088000', modified: null },
    ]);
  });

  it('reads employees of every kind, by either name of id', async () => {
    const employees = [
      { employeeId: 'e1', personal: { firstName: 'JOHN', lastName: 'SMITH', email: ' a@b ' }, employment: { employeeStatus: 'Active', departments: { department: ['Sales', 'Front Desk'] } } },
      { id: 'e2', personal: { firstName: 'ABC', lastName: 'SUPPORT' }, employment: { employeeStatus: 'active', departments: { department: 'Sales' } } },
      { employeeId: 'e3', personal: { lastName: 'Timer', email: 'c@d' }, employment: { employeeStatus: 'inactive' } },
      { personal: { firstName: 'Nobody' } },
    ];
    const { client, http } = clientOf([says('success', { employees })]);
    expect(await client.employees()).toEqual([
      { vendorId: 'e1', name: 'JOHN SMITH', email: 'a@b', active: true }, { vendorId: 'e2', name: 'ABC SUPPORT', email: null, active: true }, { vendorId: 'e3', name: 'Timer', email: 'c@d', active: false },
    ]);
    expect(paths(http)).toEqual(['GET /9003/employees?page=1&size=5000']);
  });

  it('reads campaigns and the club', async () => {
    const { client, http } = clientOf([says('success', { campaigns: { campaignId: 'c1', campaignName: ' Web ' } }), says('success', { club: { timeZone: 'America/Chicago' } }), says('success', { club: [{}] })]);
    expect(await client.campaigns()).toEqual([{ vendorId: 'c1', name: 'Web' }]);
    expect([await client.club(), await client.club()]).toEqual([{ timeZone: 'America/Chicago' }, { timeZone: null }]);
    expect(paths(http)).toEqual(['GET /9003/clubs/campaigns?page=1&size=5000', 'GET /9003/clubs', 'GET /9003/clubs']);
  });
});
