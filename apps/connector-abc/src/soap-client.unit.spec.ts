import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Unavailable, type Content, type VendorAnswer } from '@intouch/connector-kit';
import { SoapClient } from './soap-client.js';
import { accessWith, answer, enveloped, fault, listed, ScriptedHttp } from './testing/scripted-http.js';
import type { AbcRecord } from './wire.js';

function clientOf(...answers: (VendorAnswer | Error)[]): { client: SoapClient; http: ScriptedHttp } {
  const http = new ScriptedHttp(answers);
  return { http, client: new SoapClient(accessWith(http, { protocol: 'soap' })) };
}

const range = { from: '2024-07-08 10:55:00.000000', to: '2024-07-08 12:00:00.000000' };
const jane: Content = { firstName: 'Jane', lastName: 'Doe', gender: 'Unknown', state: 'AR', mobile: '5015550101', email: null };
const row = (id: string, joinStatus: string, more = ''): string => `<member><memberId>${id}</memberId><personal><firstName>Ann</firstName><joinStatus>${joinStatus}</joinStatus></personal>${more}</member>`;
const prospect = (more = ''): VendorAnswer => listed('getMemberList', row('b1', 'Prospect', more));
const nobody = listed('getMemberList', '', 'No records found.');
const updated = enveloped('<p:updateProspectResponse/>');
const gone = fault('Client', 'Prospect not found or is no longer a prospect');

async function read(pages: AsyncGenerator<readonly AbcRecord[]>): Promise<AbcRecord[]> {
  const records: AbcRecord[] = [];
  for await (const page of pages) records.push(...page);
  return records;
}

const reads = {
  employees: (client: SoapClient) => client.employees(),
  records: (client: SoapClient) => read(client.everybody(range)),
  check: (client: SoapClient) => client.check(),
};
const create = (client: SoapClient): Promise<string> => client.create(jane);
const update = (client: SoapClient): Promise<void> => client.update('b1', { city: 'Dublin' }, jane);

describe('the catalogue of errors', () => {
  const integration = { name: 'Unauthorized', scope: 'integration', code: 'credentials-refused' };
  const club = { name: 'Unauthorized', scope: 'club', code: 'club-refused' };
  const everywhere: [string, VendorAnswer, object][] = [
    ['429', answer(429, '', { 'retry-after': '7' }), { name: 'Throttled', retryAfterSeconds: 7 }],
    ['429 without a time', answer(429, ''), { name: 'Throttled', retryAfterSeconds: 5 }],
    ['500 without a fault', answer(500, ''), { name: 'Unavailable' }],
    ['503', answer(503, 'Service Unavailable'), { name: 'Unavailable' }],
    ['401 of the club', answer(401, 'Not Authorized'), club],
    ['401 of the credentials', answer(401, 'Unauthorized'), integration],
    ['403', answer(403, ''), { ...integration, code: 'access-refused' }],
    ['405', answer(405, ''), { ...integration, code: 'access-refused' }],
    ['404', answer(404, ''), { ...club, message: 'club number refused' }],
    ['a login page', answer(200, '<html><body>Please sign in</body></html>'), { name: 'Unavailable' }],
    ['a body cut in two', answer(200, '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="x"><soapenv:Bo'), { name: 'Unavailable' }],
    ['nothing', answer(200, ''), { name: 'Unavailable' }],
  ];
  it.each(everywhere)('%s', async (_name, given, wanted) => {
    const lost = (wanted as { name: string }).name === 'Unavailable';
    const sure = { ...wanted, ...(lost ? { ambiguous: false } : {}) };
    for (const call of Object.values(reads)) await expect(call(clientOf(given).client)).rejects.toMatchObject(sure);
    await expect(update(clientOf(prospect(), given).client)).rejects.toMatchObject(sure);
    await expect(create(clientOf(given).client)).rejects.toMatchObject({ ...wanted, ...(lost ? { ambiguous: true } : {}) });
  });

  it.each<[string, VendorAnswer, object]>([
    ['a wrong field', fault('Client', 'Invalid value for field zip - expected format string with maximum length 10'), { name: 'Rejected', code: 'vendor-refused', field: 'zip' }],
    ['the sales person', fault('Client', 'Invalid value for field salesPersonId - expected format employee of this club'), { name: 'LinkRefused', lookup: 'staff' }],
    ['the campaign', fault('Client', 'Invalid value for field campaignId - expected format campaign of this club'), { name: 'LinkRefused', lookup: 'lead-sources' }],
    ['a fault with 200', enveloped('<soapenv:Fault><faultcode>soapenv:Client</faultcode><faultstring>No more today</faultstring></soapenv:Fault>'), { name: 'Rejected', message: 'No more today' }],
    ['a fault of its own', fault('Server', 'internal'), { name: 'Unavailable' }],
    ['another answer', enveloped('<p:somethingElse/>'), { name: 'Unavailable' }],
  ])('a write answered with %s', async (_name, given, wanted) => {
    const lost = (wanted as { name: string }).name === 'Unavailable';
    await expect(create(clientOf(given).client)).rejects.toMatchObject({ ...wanted, ...(lost ? { ambiguous: true } : {}) });
    await expect(update(clientOf(prospect(), given).client)).rejects.toMatchObject({ ...wanted, ...(lost ? { ambiguous: false } : {}) });
  });

  it('a list that is refused', async () => {
    const { client } = clientOf(listed('getMemberList', '', 'Invalid value for field updateStartTime - expected format YYYY-MM-DD hh:mm:ss.nnnnnn'));
    await expect(reads.records(client)).rejects.toMatchObject({ name: 'Rejected', code: 'vendor-refused', field: 'updateStartTime' });
  });

  it('hands a lost connection on, and says of an insert alone that it is ambiguous', async () => {
    const lost = new Unavailable('lost', true);
    const { client, http } = clientOf(lost, prospect(), lost);
    await expect(create(client)).rejects.toBe(lost);
    await expect(update(client)).rejects.toBe(lost);
    expect(http.sent.map(({ ambiguous }) => ambiguous === true)).toEqual([true, false, false]);
  });
});

describe('insertProspect', () => {
  it('answers the id, and sends what the page says', async () => {
    const { client, http } = clientOf(enveloped('<p:insertProspectResponse><memberId>b2</memberId><simExtra>extra</simExtra></p:insertProspectResponse>'));
    expect(await create(client)).toBe('b2');
    const { body, ...request } = http.sent[0]!;
    expect(request).toEqual({
      method: 'POST', url: 'https://abc.example/ws/ProspectManagerService/9003', ambiguous: true,
      headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '"insertProspect"', Authorization: `Basic ${Buffer.from('app:key').toString('base64')}` },
    });
    expect(body).toContain(
      '<p:insertProspect xmlns:p="urn:abc-sim:ProspectManagerService"><clubNumber>9003</clubNumber><personal><firstName>Jane</firstName><lastName>Doe</lastName><gender>Unknown</gender></personal>' +
        '<contact><state>AR</state><cellPhone>5015550101</cellPhone></contact></p:insertProspect>',
    );
  });

  it('escapes', async () => {
    const { client, http } = clientOf(enveloped('<p:insertProspectResponse><memberId>b2</memberId></p:insertProspectResponse>'));
    await client.create({ ...jane, lastName: 'D<o>e & "Sons"' });
    expect(http.sent[0]!.body).toMatch(/<lastName>D&lt;o&gt;e &amp; ("|&quot;)Sons\1<\/lastName>/);
  });

  it('without an id nothing is known', async () => {
    await expect(create(clientOf(enveloped('<p:insertProspectResponse/>')).client)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: true });
  });
});

describe('updateProspect', () => {
  it('reads the row first, then sends all of it', async () => {
    const { client, http } = clientOf(prospect('<agreement><salesPersonId>e5</salesPersonId></agreement>'), updated);
    await update(client);
    expect(http.sent.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET https://abc.example/ws/getMemberList/9003?memberId=b1', 'POST https://abc.example/ws/ProspectManagerService/9003']);
    expect(http.sent[1]!.headers).toMatchObject({ SOAPAction: '"updateProspect"' });
    expect(http.sent[1]!.body).toContain('<p:updateProspect xmlns:p="urn:abc-sim:ProspectManagerService"><clubNumber>9003</clubNumber><memberId>b1</memberId><personal>');
    expect(http.sent[1]!.body).toContain('<agreement><salesPersonId>e5</salesPersonId></agreement></p:updateProspect>');
  });

  it.each<[string, VendorAnswer[], string]>([
    ['nobody', [nobody], 'deleted'],
    ['somebody else', [listed('getMemberList', row('b9', 'Prospect'))], 'deleted'],
    ['a member', [listed('getMemberList', row('b1', 'Member'))], 'converted'],
    ['a prospect that was sold meanwhile', [prospect(), gone, listed('getMemberList', row('b1', 'Member'))], 'converted'],
    ['a prospect that was removed meanwhile', [prospect(), gone, nobody], 'deleted'],
  ])('of %s is none', async (_name, answers, reason) => {
    const { client, http } = clientOf(...answers);
    await expect(update(client)).rejects.toMatchObject({ name: 'Gone', reason });
    expect(http.sent).toHaveLength(answers.length);
  });

  it('an employee and a campaign that ABC has itself and takes no more are left out', async () => {
    const both = prospect('<agreement><salesPersonId>e5</salesPersonId><campaignId>c5</campaignId></agreement>');
    const { client, http } = clientOf(both, fault('Client', 'Invalid value for field salesPersonId - x'), fault('Client', 'Invalid value for field campaignId - x'), updated);
    await update(client);
    const agreements = http.sent.slice(1).map(({ body }) => /<agreement>.*<\/agreement>/.exec(body!)?.[0]);
    expect(agreements).toEqual([
      '<agreement><salesPersonId>e5</salesPersonId><campaignId>c5</campaignId></agreement>', '<agreement><campaignId>c5</campaignId></agreement>', undefined,
    ]);
  });

  it('an employee that InTouch named is not', async () => {
    const { client } = clientOf(prospect('<agreement><salesPersonId>e5</salesPersonId></agreement>'), fault('Client', 'Invalid value for field salesPersonId - x'));
    await expect(client.update('b1', {}, { ...jane, ownerStaffId: 'e9' })).rejects.toMatchObject({ name: 'LinkRefused', lookup: 'staff' });
  });
});

describe('lists', () => {
  it('are asked for as the page says, once for everybody', async () => {
    const { client, http } = clientOf(nobody, nobody, listed('getEmployeeList', '', 'No records found.'));
    await read(client.records(range, { members: true, prospects: true }));
    await read(client.records(null, { members: true, prospects: false }));
    expect(await client.employees()).toEqual([]);
    expect(http.sent.map(({ method, url }) => `${method} ${url.replace('https://abc.example/ws/', '')}`)).toEqual([
      'GET getMemberList/9003?updateStartTime=2024-07-08%2010%3A55%3A00.000000&updateEndTime=2024-07-08%2012%3A00%3A00.000000', 'GET getMemberList/9003', 'GET getEmployeeList/9003?employeeStatus=all',
    ]);
    expect(http.sent.map(({ headers }) => headers!['Authorization'])).toEqual(Array(3).fill(`Basic ${Buffer.from('app:key').toString('base64')}`));
  });

  const rows = row('p1', 'Prospect', '<contractDate>2024-07-01</contractDate>') +
    row('m1', 'Member', '<agreement><beginDate>2024-06-01</beginDate></agreement><contractDate>2024-07-08</contractDate><convertedDate>2024-07-09</convertedDate><memberUpdateTimestamp>2024-07-08 07:36:23.829511</memberUpdateTimestamp>') + '<member/>';

  it('members come before prospects, and only who is wanted', async () => {
    const ids = async (which: { members: boolean; prospects: boolean }): Promise<string[]> => (await read(clientOf(listed('getMemberList', rows)).client.records(null, which))).map(({ id }) => id);
    expect(await ids({ members: true, prospects: true })).toEqual(['m1', 'p1']);
    expect(await ids({ members: true, prospects: false })).toEqual(['m1']);
    expect(await ids({ members: false, prospects: true })).toEqual(['p1']);
  });

  it('come in lots', async () => {
    const lots: number[] = [];
    const { client } = clientOf(listed('getMemberList', Array.from({ length: 501 }, (_, n) => row(`m${n}`, 'Member')).join('')));
    for await (const lot of client.records(null, { members: true, prospects: true })) lots.push(lot.length);
    expect(lots).toEqual([500, 1]);
  });

  it('tell a member\'s day of joining and stamp under names of their own', async () => {
    const [member, prospect] = await read(clientOf(listed('getMemberList', rows)).client.everybody(range));
    expect(member).toEqual({
      id: 'm1', from: 'members', personal: { firstName: 'Ann', joinStatus: 'Member' }, agreement: { sinceDate: '2024-07-08', beginDate: '2024-06-01', convertedDate: '2024-07-09' },
      created: '2024-07-08', modified: '2024-07-08 07:36:23.829511',
    });
    expect(prospect).toMatchObject({ id: 'p1', from: 'prospects', agreement: {}, created: '2024-07-01', modified: null });
  });

  it('employees of every kind', async () => {
    const employees =
      '<employee><employeeId>e1</employeeId><personal><firstName>JOHN</firstName><lastName>SMITH</lastName><email> a@b </email></personal><employment><employeeStatus>active</employeeStatus></employment></employee>' +
      '<employee><id>e2</id><personal><firstName>ABC</firstName></personal><employment><employeeStatus>inactive</employeeStatus><departments><department>Sales, Front Desk</department></departments></employment></employee>';
    expect(await clientOf(listed('getEmployeeList', employees)).client.employees()).toEqual([
      { vendorId: 'e1', name: 'JOHN SMITH', email: 'a@b', active: true }, { vendorId: 'e2', name: 'ABC', email: null, active: false },
    ]);
  });

  it('there is none of campaigns, and the club tells no zone', async () => {
    const { client } = clientOf(listed('getEmployeeList', ''));
    expect(await client.campaigns()).toBeNull();
    expect(await client.check()).toEqual({ timeZone: null });
  });
});
