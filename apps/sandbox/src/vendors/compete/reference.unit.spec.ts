import { beforeEach, describe, expect, it } from '@jest/globals';
import { competeCalls, error, frozenAt, jane } from '../../testing/compete-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('reference reads of Compete', () => {
  const played = playSandbox();
  const { compete, script } = played;
  const { create } = competeCalls(played);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('lists active clubs', async () => {
    const { body, headers } = await compete('GET', 'club/getactiveclubs');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body).toEqual({ Status: 200, Message: null, Result: [{ Id: 1, Name: 'Sim North' }, { Id: 2, Name: 'Sim South' }] });
  });

  it('lists active employees, number 0 too; nobody is a 404', async () => {
    const { body } = await compete('GET', 'employee/getemployees?ActiveOnly=true');
    expect(body.Result[0]).toEqual({
      Id: 0, IsActive: true, FirstName: 'Zoe', LastName: 'Zero', MiddleInitial: null, PreferredName: null, Username: 'zzero',
      Email: 'zero@myclub.com', HomePhone: null, MobilePhone: null, Address1: null, Address2: null, City: null, State: null, PostalCode: null,
    });
    expect(body.Result.map(({ Id }: { Id: number }) => Id)).toEqual([0, 1, 2, 3, 4, 6]);
    expect((await compete('GET', 'employee/getemployees')).body.Result).toHaveLength(7);
    await script('POST', '/reset', { fixture: 'empty' });
    expect(await compete('GET', 'employee/getemployees?ActiveOnly=true')).toMatchObject(error(404, 'No employee record(s) found'));
  });

  it('tells what the club of the call requires', async () => {
    const fields = async (club: string) => (await compete('GET', 'prospect/getfieldsforprospectcreationbyemployee', undefined, { 'X-ClubId': club })).body.Result as any[];
    const requiredIn = async (club: string) => (await fields(club)).filter(({ Required }) => Required).map(({ FieldName }) => FieldName).sort();
    expect(await requiredIn('1')).toEqual(['BarcodeID', 'CategoryID', 'CellPhone', 'Email', 'FirstName', 'LastName']);
    expect(await requiredIn('2')).toEqual(['BarcodeID', 'CategoryID', 'FirstName', 'LastName']);
    const source = (await fields('1')).find(({ FieldName }) => FieldName === 'SourceID');
    expect(source).toMatchObject({ Description: 'Source', DisplayValue: 'Source', Required: false, ValueMustBeInDefinedList: true, MaximumLength: 0, DataType: 'int' });
    expect(source.Values).toContainEqual({ Id: 3, Value: 'Friend' });
    expect((await fields('1')).find(({ FieldName }) => FieldName === 'CategoryID').Values).toContainEqual({ Id: 2, Value: 'Prospect' });
  });

  it('gives the next card number without reserving it', async () => {
    const next = async () => (await compete('GET', 'prospect/getnextprospectmemberid')).body;
    expect(await next()).toEqual({ Status: 200, Message: null, Result: { BarcodeId: '500100', Message: null } });
    expect((await next()).Result.BarcodeId).toBe('500100');
    await create({ ...jane, MemberId: '600000' });
    expect((await next()).Result.BarcodeId).toBe('600001');
    await script('DELETE', '/records/customers/1201');
    expect((await next()).Result.BarcodeId).toBe('500100');
  });
});
