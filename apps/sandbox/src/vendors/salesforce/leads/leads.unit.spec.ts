import { beforeEach, describe, expect, it } from '@jest/globals';
import { playSandbox } from '../../../testing/played-sandbox.js';
import { frozenAt, jane, least, leadId, refusal, salesforceCalls, thirtyDaysBefore, userId } from '../../../testing/salesforce-calls.js';

describe('the leads of Salesforce', () => {
  const { script, rest, upsert, update, remove, get, find, record, org } = salesforceCalls(playSandbox());

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('are created and updated by the external id, as often as one likes', async () => {
    const first = await upsert('c1:lead-9', jane);
    expect([first.status, first.body, first.headers.get('location')]).toEqual([201, { id: leadId(6), success: true, errors: [], created: true }, `/services/data/v62.0/sobjects/Lead/${leadId(6)}`]);
    expect(await record(6)).toEqual({
      ...jane, Id: leadId(6), InTouch_Id__c: 'c1:lead-9', IsDeleted: false, IsConverted: false, Status: 'Open - Not Contacted', LastModifiedById: userId(1),
      createdAt: '2026-11-22T02:00:05.000Z', modifiedAt: '2026-11-22T02:00:05.000Z',
    });
    expect(await upsert('c1:lead-9', { City: 'Dublin' })).toMatchObject({ status: 200, body: { id: leadId(6), success: true, errors: [], created: false } });
    expect(await record(6)).toMatchObject({ City: 'Dublin', LastName: 'Doe' });
    expect((await upsert('C1:LEAD-9', least)).body).toMatchObject({ id: leadId(7), created: true });
  });

  it('have the external id in the path only, which must be an external id', async () => {
    expect(await upsert('c1:a', { ...least, InTouch_Id__c: 'c1:a' })).toMatchObject(refusal(400, 'INVALID_FIELD'));
    for (const field of ['InTouch_Club__c', 'Nothing__c', 'Email']) {
      expect(await rest('PATCH', `/sobjects/Lead/${field}/a`, least)).toMatchObject(refusal(404, 'NOT_FOUND', { message: `Provided external ID field does not exist or is not accessible: ${field}` }));
    }
    expect(await upsert('x'.repeat(256), least)).toMatchObject(refusal(400, 'STRING_TOO_LONG', { fields: ['InTouch_Id__c'] }));
  });

  it('with the same external id, as scripts can make them, are told apart by nobody', async () => {
    for (const n of [1, 4]) await script('PUT', `/records/leads/${leadId(n)}`, { InTouch_Id__c: 'twice' });
    const both = [1, 4].map((n) => `/services/data/v62.0/sobjects/Lead/${leadId(n)}`);
    expect(await upsert('twice', least)).toMatchObject({ status: 300, body: both });
    expect(await find('twice')).toMatchObject({ status: 300, body: both });
  });

  it('that are deleted do not count for an upsert, converted ones refuse it', async () => {
    await upsert('c1:a', least);
    await remove(leadId(6));
    expect((await upsert('c1:a', least)).body).toMatchObject({ id: leadId(7), created: true });
    await script('POST', '/actions/convert-lead', { id: leadId(7) });
    expect(await upsert('c1:a', { City: 'Rome' })).toMatchObject(refusal(400, 'CANNOT_UPDATE_CONVERTED_LEAD', { message: 'cannot reference converted lead' }));
    expect((await find('c1:a')).body).toMatchObject({ Id: leadId(7) });
  });

  it('are updated by their id, of 15 or 18 characters, null clearing a field', async () => {
    const reply = await update('00QSIM000000001', { MobilePhone: null, Email: '', FirstName: '  Anna ', InTouch_Id__c: 'c1:ann' });
    expect([reply.status, reply.body]).toEqual([204, '']);
    const stored = await record(1);
    expect(stored).toMatchObject({ FirstName: 'Anna', InTouch_Id__c: 'c1:ann', OwnerId: userId(2), modifiedAt: '2026-11-22T02:00:05.000Z', LastModifiedById: userId(1) });
    expect([stored.MobilePhone, stored.Email]).toEqual([undefined, undefined]);
    expect(await update(leadId(4), { InTouch_Id__c: 'c1:ann' })).toMatchObject(
      refusal(400, 'DUPLICATE_VALUE', { message: 'duplicate value found: InTouch_Id__c duplicates value on record with id: 00QSIM000000001' }),
    );
    expect((await update(leadId(1), { InTouch_Id__c: 'c1:ann' })).status).toBe(204);
  });

  it.each([
    ['updated', 'PATCH', {}],
    ['deleted', 'DELETE', undefined],
    ['read', 'GET', undefined],
  ])('that are deleted or unknown are not %s', async (_what, method, body) => {
    expect(await rest(method, `/sobjects/Lead/${leadId(2)}`, body)).toMatchObject(refusal(404, 'ENTITY_IS_DELETED', { message: 'entity is deleted' }));
    for (const id of [leadId(9), 'nonsense', '00QSIM0000000012BB', userId(1)]) {
      expect(await rest(method, `/sobjects/Lead/${id}`, body)).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }] });
    }
  });

  it('that are converted are not updated', async () => {
    expect(await update(leadId(3), { City: 'Rome' })).toMatchObject(refusal(400, 'CANNOT_UPDATE_CONVERTED_LEAD'));
    expect((await get(leadId(3), 'IsConverted,Status')).body).toMatchObject({ IsConverted: true, Status: 'Closed - Converted' });
  });

  it('are deleted once', async () => {
    await upsert('c1:a', least);
    const reply = await remove(leadId(6));
    expect([reply.status, reply.body]).toEqual([204, '']);
    expect(await remove(leadId(6))).toMatchObject(refusal(404, 'ENTITY_IS_DELETED'));
    expect(await find('c1:a')).toMatchObject(refusal(404, 'ENTITY_IS_DELETED'));
    expect(await find('c1:never')).toMatchObject(refusal(404, 'NOT_FOUND'));
    expect(await record(6)).toMatchObject({ IsDeleted: true, LastModifiedById: userId(1) });
  });

  it('are read with the asked fields, or all', async () => {
    const attributes = { type: 'Lead', url: `/services/data/v62.0/sobjects/Lead/${leadId(1)}` };
    expect((await get('00QSIM000000001', 'FirstName,Name,CreatedDate,Goal__c')).body).toEqual({
      attributes, Id: leadId(1), FirstName: 'Ann', Name: 'Ann Lead', CreatedDate: thirtyDaysBefore, Goal__c: null,
    });
    expect(Object.keys((await get(leadId(1))).body)).toEqual(expect.arrayContaining(['attributes', 'Id', 'InTouch_Id__c', 'SystemModstamp']));
    expect(await get(leadId(1), 'Id,Shoe__c')).toMatchObject(refusal(400, 'INVALID_FIELD', { message: "No such column 'Shoe__c' on sobject of type Lead" }));
  });

  it('go to whom the org chooses, unless the caller forbids it', async () => {
    await upsert('c1:a', { ...least, OwnerId: userId(2) }, {});
    await upsert('c1:b', least, { 'Sforce-Auto-Assign': 'TRUE' });
    await upsert('c1:c', least, { 'Sforce-Auto-Assign': 'false' });
    await upsert('c1:d', { ...least, OwnerId: '005SIM000000007' });
    expect(await Promise.all([6, 7, 8, 9].map(async (n) => (await record(n)).OwnerId))).toEqual([5, 5, 1, 7].map(userId));
    await update(leadId(9), { City: 'Rome' }, {});
    expect(await record(9)).toMatchObject({ OwnerId: userId(5) });
    await org({ autoAssignTo: null });
    await update(leadId(9), { OwnerId: userId(2) }, {});
    expect(await record(9)).toMatchObject({ OwnerId: userId(2) });
  });

  it('are created without external id too', async () => {
    expect(await rest('POST', '/sobjects/Lead', least)).toMatchObject({ status: 201, body: { id: leadId(6), success: true, errors: [] } });
    expect(await record(6)).not.toHaveProperty('InTouch_Id__c');
  });

  it('are found under the external id they have now', async () => {
    for (const n of [1, 4]) await update(leadId(n), { InTouch_Id__c: `c1:${n}` });
    await script('PUT', `/records/leads/${leadId(1)}`, { InTouch_Id__c: 'moved' });
    await script('DELETE', `/records/leads/${leadId(4)}`);
    expect((await find('moved')).body.Id).toBe(leadId(1));
    for (const value of ['c1:1', 'c1:4']) expect((await find(value)).status).toBe(404);
    expect((await upsert('c1:4', least)).body.created).toBe(true);
  });
});
