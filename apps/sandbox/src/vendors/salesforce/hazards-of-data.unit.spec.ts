import { beforeEach, describe, expect, it } from '@jest/globals';
import { playSandbox } from '../../testing/played-sandbox.js';
import { changesSince, frozenAt, leadId, least, refusal, salesforceCalls, userId } from '../../testing/salesforce-calls.js';

describe('what the hazards of Salesforce do to its leads', () => {
  const { script, rest, upsert, update, get, find, queryAll, changed, record, hazard } = salesforceCalls(playSandbox());
  const create = () => upsert('c1:a', least);

  beforeEach(async () => {
    await script('POST', '/reset', { now: frozenAt });
    // Hazards that change the work wait for a call with a live token: here it is.
    await rest('GET', '/limits');
  });

  it('stale-read hides the young, late-commit what it hit', async () => {
    await create();
    await hazard('stale-read');
    expect([await changed(), await changed()]).toEqual([[1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6]]);
    await hazard('late-commit', { ms: 60_000 }, { times: 2 });
    await upsert('c1:late', least);
    await update(leadId(1), { City: 'Rome' });
    expect((await find('c1:late')).body.Id).toBe(leadId(7));
    expect((await get(leadId(1))).body.City).toBe('Rome');
    const { records } = (await queryAll(changesSince('1970-01-01T00:00:00Z'))).body;
    expect([records.length, records[0].Id, records[0].City]).toEqual([6, leadId(1), null]);
  });

  it('delete-on-update and convert-on-update are faster than an update of a lead that is there', async () => {
    await hazard('convert-on-update');
    await hazard('delete-on-update', {}, { skip: 1 });
    await create();
    expect((await update(leadId(2), { City: 'Rome' })).status).toBe(404);
    expect(await update(leadId(1), { City: 'Rome' })).toMatchObject(refusal(400, 'CANNOT_UPDATE_CONVERTED_LEAD'));
    expect(await record(1)).toMatchObject({ IsConverted: true, Status: 'Closed - Converted', LastModifiedById: userId(2) });
    expect(await update(leadId(4), { City: 'Rome' })).toMatchObject(refusal(404, 'ENTITY_IS_DELETED'));
    await hazard('delete-on-update');
    expect((await create()).body).toMatchObject({ id: leadId(7), created: true });
    await hazard('convert-on-update');
    expect((await create()).status).toBe(400);
  });

  it('same-second and system-touch move stamps', async () => {
    await script('PUT', '/clock', { now: '2026-11-25T00:00:00Z' });
    await hazard('same-second');
    await create();
    expect(await record(6)).toMatchObject({ createdAt: '2026-10-23T02:00:05.000Z', modifiedAt: '2026-10-23T02:00:05.000Z' });
    await hazard('system-touch');
    expect(await changed('2026-11-24T00:00:00Z')).toEqual([1, 3, 4, 5, 6]);
    expect(await record(1)).toMatchObject({ modifiedAt: '2026-11-25T00:00:00.000Z', LastModifiedById: userId(2), FirstName: 'Ann' });
    expect(await record(6)).toMatchObject({ LastModifiedById: userId(1) });
  });

  it('small-batch and locator-lost', async () => {
    await hazard('small-batch', { rows: 2 });
    const { body } = await queryAll(changesSince('1970-01-01T00:00:00Z'));
    expect([body.records.length, body.done, body.totalSize]).toEqual([2, false, 5]);
    const more = () => rest('GET', body.nextRecordsUrl.slice('/services/data/v62.0'.length));
    await hazard('locator-lost');
    expect(await more()).toMatchObject(refusal(400, 'INVALID_QUERY_LOCATOR'));
    expect((await more()).body.records).toHaveLength(2);
  });
});
