import { beforeEach, describe, expect, it } from '@jest/globals';
import { playSandbox } from '../../../testing/played-sandbox.js';
import { changesSince, frozenAt, leadId, refusal, salesforceCalls, thirtyDaysBefore, userId, usersAfter } from '../../../testing/salesforce-calls.js';

describe('queries at Salesforce', () => {
  const { script, rest, query, queryAll, changed, org, hazard, update } = salesforceCalls(playSandbox());
  const everything = changesSince('1970-01-01T00:00:00Z');
  const put = (n: number, body: object) => script('PUT', `/records/leads/00QSIM${String(n).padStart(9, '0')}`, body);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('show leads with the asked fields in their order', async () => {
    const { status, body } = await queryAll(changesSince('1970-01-01T00:00:00Z', { custom: ['Goal__c'] }));
    expect([status, body.totalSize, body.done, body.nextRecordsUrl]).toEqual([200, 5, true, undefined]);
    const [first] = body.records;
    expect(first).toEqual({
      attributes: { type: 'Lead', url: `/services/data/v62.0/sobjects/Lead/${leadId(1)}` }, Id: leadId(1), IsDeleted: false, MasterRecordId: null, IsConverted: false,
      FirstName: 'Ann', LastName: 'Lead', Company: '[not provided]', Email: 'ann@example.com', MobilePhone: '6142001051', Phone: null, Street: null, City: null, State: null,
      PostalCode: null, Country: null, LeadSource: null, Status: 'Open - Not Contacted', Description: null, OwnerId: userId(2), InTouch_Id__c: null, Goal__c: null,
      CreatedDate: thirtyDaysBefore, LastModifiedById: userId(2), SystemModstamp: thirtyDaysBefore,
    });
    expect(Object.keys(first).slice(1)).toEqual(expect.arrayContaining(['Id', 'SystemModstamp']));
    expect(body.records.map(({ IsDeleted, IsConverted }: any) => [IsDeleted, IsConverted])).toEqual([[false, false], [true, false], [false, true], [false, false], [false, false]]);
  });

  it('show the deleted by queryAll only', async () => {
    expect((await query(everything)).body.records.map(({ Id }: any) => Id)).toEqual([1, 3, 4, 5].map(leadId));
    expect(await changed()).toEqual([1, 2, 3, 4, 5]);
  });

  it('go on from a stamp and an id, by whole seconds', async () => {
    await put(4, { City: 'Rome', modifiedAt: '2026-11-22T02:00:05.900Z' });
    await put(1, { City: 'Rome', modifiedAt: '2026-11-22T02:00:05.100Z' });
    await put(3, { modifiedAt: '2026-11-22T02:00:06.000Z' });
    const after = async (stamp: string, id: string) => (await queryAll(changesSince(stamp, { id }))).body.records.map(({ Id }: any) => Id);
    expect(await changed('2026-11-22T02:00:04Z')).toEqual([1, 4, 3]);
    expect(await after('2026-11-22T02:00:05Z', leadId(1))).toEqual([leadId(4), leadId(3)]);
    expect(await after('2026-11-22T02:00:05Z', leadId(1).slice(0, 15))).toEqual([leadId(4), leadId(3)]);
    expect(await after('2026-11-22T02:00:06Z', leadId(3))).toEqual([]);
    expect((await queryAll(changesSince('2026-11-22T02:00:05Z', { limit: 1 }))).body).toMatchObject({ totalSize: 1, done: true, records: [{ SystemModstamp: '2026-11-22T02:00:05.000+0000' }] });
  });

  it('list users, inactive ones too, but standard ones only', async () => {
    await script('PUT', '/records/users/005SIM000000008', { LastName: 'Guest', UserType: 'Guest' });
    const { body } = await query(usersAfter());
    expect(body.records.map(({ Id, Email, IsActive }: any) => [Id, Email, IsActive]).slice(4)).toEqual([[userId(5), null, true], [userId(6), 'old@myclub.com', false], [userId(7), 'ASilva@MyClub.com', true]]);
    expect(body.records[0].attributes).toEqual({ type: 'User', url: `/services/data/v62.0/sobjects/User/${userId(1)}` });
    expect((await query(usersAfter(userId(5), 1))).body.records.map(({ Id }: any) => Id)).toEqual([userId(6)]);
  });

  it('are read on in batches, each as often as one likes, whatever happens meanwhile', async () => {
    await Promise.all(Array.from({ length: 205 }, (_, n) => put(10 + n, {})));
    const first = await queryAll(everything, { 'Sforce-Query-Options': 'batchSize=200' });
    expect(first.body).toMatchObject({ totalSize: 210, done: false, nextRecordsUrl: '/services/data/v62.0/query/01gSIM000000001-200' });
    expect(first.body.records).toHaveLength(200);
    await put(210, { City: 'Rome' });
    const more = (locator: string) => rest('GET', `/query/${locator}`);
    for (let time = 0; time < 2; time++) {
      const last = await more('01gSIM000000001-200');
      expect([last.body.records.length, last.body.totalSize, last.body.done, last.body.nextRecordsUrl, last.body.records.some(({ City }: any) => City)]).toEqual([10, 210, true, undefined, false]);
    }
    expect((await more('01gSIM000000001-5')).body).toMatchObject({ done: false, nextRecordsUrl: '/services/data/v62.0/query/01gSIM000000001-205' });
    for (const lost of ['01gSIM000000001-211', '01gSIM000000009-200', 'nonsense']) expect(await more(lost)).toMatchObject(refusal(400, 'INVALID_QUERY_LOCATOR'));
    expect((await queryAll(everything, { 'Sforce-Query-Options': 'batchSize=5' })).body.records).toHaveLength(200);
    expect((await queryAll(everything)).body.records).toHaveLength(210);
  });

  it('have ten results open, the oldest giving way', async () => {
    await hazard('small-batch', { rows: 3 }, { times: null });
    for (let n = 0; n < 11; n++) await queryAll(everything);
    expect((await rest('GET', '/query/01gSIM000000001-3')).status).toBe(400);
    expect((await rest('GET', '/query/01gSIM000000002-3')).body.records).toHaveLength(2);
  });

  it('that are not known, or ask for fields that are not there, are refused', async () => {
    const { status, body } = await query('SELECT Name FROM Account');
    expect([status, body]).toEqual([400, [{ message: "\nSELECT Name FROM Account\n       ^\nERROR at Row:1:Column:8\nunexpected token: 'Name'", errorCode: 'MALFORMED_QUERY' }]]);
    expect(await rest('GET', '/query')).toMatchObject(refusal(400, 'MALFORMED_QUERY'));
    expect(await queryAll(changesSince('1970-01-01T00:00:00Z', { custom: ['Shoe__c'] }))).toMatchObject(refusal(400, 'INVALID_FIELD', { message: "No such column 'Shoe__c' on sobject of type Lead" }));
  });

  it('tell codes of state and country where the org has them', async () => {
    const coded = everything.replace(' State,', ' StateCode,').replace(' Country,', ' CountryCode,');
    expect(await queryAll(coded)).toMatchObject(refusal(400, 'INVALID_FIELD'));
    await org({ stateCountryPicklists: true });
    await update(leadId(1), { StateCode: 'OH', CountryCode: 'US' });
    expect((await queryAll(coded)).body.records.at(-1)).toMatchObject({ Id: leadId(1), StateCode: 'OH', CountryCode: 'US' });
  });
});
