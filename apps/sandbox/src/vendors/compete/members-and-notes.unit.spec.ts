import { beforeEach, describe, expect, it } from '@jest/globals';
import { competeCalls, error, frozenAt, jane } from '../../testing/compete-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('getMember, searchMembers, notes', () => {
  const played = playSandbox();
  const { compete, script } = played;
  const { create } = competeCalls(played);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('shows a member in words of its own', async () => {
    await create(jane);
    expect(await compete('GET', 'member/getmember/1201')).toMatchObject({ status: 200, body: { Status: 200, Message: null, Result: {
      MemberID: '500123',
      Name: { DisplayName: 'Jane Doe', FirstName: 'Jane', LastName: 'Doe', MiddleInitial: null, PreferredName: null },
      Address: { AddressLine1: '12 Main St', AddressLine2: null, City: 'Columbus', StateProvince: 'OH', PostalCode: '43004', Country: null },
      EmailAddress: 'jane@example.com',
      HomePhoneNumber: { Number: '6142009000', Extension: null, PhoneType: 'home' },
      MobilePhoneNumber: { Number: '6142009001', Extension: null, PhoneType: 'mobile' },
      WorkPhoneNumber: { Number: '6142009002', Extension: null, PhoneType: 'work' },
      PreferredPhoneType: 'mobile', DateOfBirth: '1990-04-02T00:00:00', HomeClubNumber: 1, MemberExpireDate: null,
    } } });
    expect((await compete('GET', 'member/getmember/1001')).body.Result.WorkPhoneNumber).toBeNull();
    expect(await compete('GET', 'member/getmember/4711')).toMatchObject(error(404, 'Nothing found'));
  });

  it.each([
    ['Email=MARY@example.com', [1002]],
    ['PhoneNumber=614-200-1003', [1003]],
    ['PhoneNumber=5550001111', [1004]],
    ['Name=f,F', [1007, 1004].sort()],
    ['Name=Member,Ma', [1002]],
    ['Name=Member,Ma&Email=pat@example.com', null],
    ['Email=mary', null],
  ])('finds by %s', async (query, expected) => {
    await script('PUT', '/records/customers/1004', { HomePhone: '(555) 000-1111' });
    const reply = await compete('GET', `member/searchmembers?${query}`);
    if (expected === null) expect(reply).toMatchObject(error(404, 'Nothing found'));
    else expect(reply.body.Result.map(({ CustomerId }: { CustomerId: number }) => CustomerId)).toEqual(expected);
  });

  it('takes notes about known people by known people', async () => {
    const note = (fields: object) =>
      compete('POST', 'member/createmembernotes', { CustomerId: 1002, ClubId: 1, EmployeeId: 0, ActionId: 1, Note: 'Asked about yoga', AlertOnCheckIn: false, DoNotDisplayInFrontDesk: false, ...fields });
    expect(await note({})).toMatchObject({ status: 200, body: { Status: 200, Message: null, Result: null } });
    expect((await script('GET', '/records/notes')).body.records).toMatchObject([{ CustomerId: 1002, Note: 'Asked about yoga' }]);
    expect(await note({ Note: '' })).toMatchObject(error(400, 'The Note field is required.'));
    for (const unknown of [{ CustomerId: 4711 }, { EmployeeId: 99 }, { ActionId: 999 }]) expect((await note(unknown)).status).toBe(500);
    expect((await note({ Note: 'x'.repeat(1001) })).status).toBe(400);
  });
});
