import { beforeEach, describe, expect, it } from '@jest/globals';
import { competeCalls, error, frozenAt, jane } from '../../testing/compete-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('createMember', () => {
  const played = playSandbox();
  const { script } = played;
  const { create, record } = competeCalls(played);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('stores a prospect and answers without envelope', async () => {
    expect(await create(jane)).toMatchObject({ status: 200, body: { Successful: true, CustomerId: 1201, MemberId: '500123' } });
    expect(await record(1201)).toMatchObject({
      Id: 1201, BarcodeId: '500123', FirstName: 'Jane', LastName: 'Doe', DisplayName: 'Jane Doe', HomeClubNumber: 1, club: '1',
      CellPhone: '6142009001', Email: 'jane@example.com', ZipCode: '43004', MemberType: 'Prospect', MembershipType: 'Prospect',
      Status: 'OK', StatusID: 1, SalespersonID: 0, SalespersonName: 'Zoe Zero', SourceID: 3, createdAt: '2024-07-08T17:00:00.000Z',
    });
    expect((await create({ ...jane, MemberId: '500124' })).body.CustomerId).toBe(1202);
  });

  it('tolerates a trailing comma and flags as texts', async () => {
    const body = JSON.stringify({ ...jane, OkToContactHomePhone: 'true', DoNotMail: false }).replace(/}$/, ' , }');
    expect((await create(body)).body.Successful).toBe(true);
  });

  it.each([
    [{ MemberId: undefined }, 'The MemberId field is required.'],
    [{ MemberId: '' }, "BarcodeId '' is invalid"],
    [{ MemberId: '500002' }, "BarcodeId '500002' is invalid"],
    [{ HomeClubId: 9 }, "HomeClubId '9' is invalid"],
    [{ FirstName: '', LastName: undefined }, 'The FirstName field is required.'],
    [{ FirstName: 'x'.repeat(26) }, `FirstName '${'x'.repeat(26)}' is invalid`],
    [{ MembershipTypeId: 99 }, "MembershipTypeId '99' is invalid"],
    [{ MobilePhone: undefined }, 'The MobilePhone field is required.'],
    [{ EmailAddress: null }, 'The EmailAddress field is required.'],
    [{ EmailAddress: 'a@b@c' }, "EmailAddress 'a@b@c' is invalid"],
    [{ State: 'ZZ' }, "State 'ZZ' is invalid"],
    [{ Gender: 'X' }, "Gender 'X' is invalid"],
    [{ DateOfBirth: '1990-02-30' }, "DateOfBirth '1990-02-30' is invalid"],
    [{ HomePhone: '614-200-9000' }, "HomePhone '614-200-9000' is invalid"],
    [{ PreferredPhoneType: 'fax' }, "PreferredPhoneType 'fax' is invalid"],
    [{ SalespersonID: 99 }, "SalespersonID '99' is invalid"],
    [{ SourceID: 99 }, "SourceID '99' is invalid"],
    [{ DoNotMarket: 'perhaps' }, "DoNotMarket 'perhaps' is invalid"],
  ])('refuses %j', async (wrong, message) => {
    expect(await create({ ...jane, ...wrong })).toMatchObject(error(400, message));
  });

  it('asks only what the club requires, and cuts where the company truncates', async () => {
    const { MobilePhone: _mobile, EmailAddress: _email, ...bare } = jane;
    expect((await create({ ...bare, HomeClubId: 2 }, { 'X-ClubId': '2' })).body.Successful).toBe(true);
    await script('PUT', '/records/companies/101', { overLength: 'truncate' });
    await create({ ...jane, MemberId: '500124', FirstName: 'x'.repeat(30) });
    expect((await record(1202)).FirstName).toBe('x'.repeat(25));
  });
});
