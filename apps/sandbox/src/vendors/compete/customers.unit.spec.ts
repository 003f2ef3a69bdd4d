import { beforeEach, describe, expect, it } from '@jest/globals';
import { competeCalls, frozenAt, ids } from '../../testing/compete-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('getCustomers', () => {
  const played = playSandbox();
  const { compete, script } = played;
  const { customers } = competeCalls(played);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  const none = { status: 400, body: { Status: 204, Message: 'No results returned.' } };

  it('shows the fixture as the page has it', async () => {
    const reply = await customers();
    expect(ids(reply)).toEqual([1001, 1002, 1003, 1004, 1005, 1006, 1007]);
    expect(reply.body.PagingInfo).toEqual({ Page: 1, PageSize: 100, TotalPages: 1, TotalRecords: 7 });
    expect(reply.body.Customers[1]).toEqual({
      Id: 1002, BarcodeId: '500002', FirstName: 'Mary', MiddleInitial: null, LastName: 'Member', DisplayName: 'Mary Member', Title: null,
      Address1: '1 Oak St', Address2: null, City: 'Columbus', State: 'OH', ZipCode: '43004', Email: 'mary@example.com', CellPhone: '6142001002',
      WorkPhone: null, PreferredPhone: 'mobile', DateOfBirth: '1985-05-05T00:00:00', Gender: 'F', HomeClubName: 'Sim North', HomeClubNumber: 1,
      JoinDate: '2024-07-01T00:00:00', MembershipType: 'Athletic', MembershipExpires: '2025-06-30T00:00:00', MemberType: 'Member', Status: 'OK',
      StatusID: 1, StatusDate: '2024-07-01T00:00:00', StatusReason: null, SalespersonID: 0, SalespersonName: 'Zoe Zero', SourceID: 3,
      LastVisitDate: null, Interests: [], UserEntry1: null,
    });
    const status = reply.body.Customers.map((row: any) => [row.MemberType, row.Status, row.StatusID, row.StatusDate.slice(0, 10), row.MembershipExpires?.slice(0, 10)]);
    expect(status[2]).toEqual(['Member', 'Terminate', 3, '2024-07-07', undefined]);
    expect(status[3].slice(0, 3)).toEqual(['Member', 'Freeze', 2]);
    expect(status[4].slice(0, 3)).toEqual(['InCollections', 'OK', 1]);
    expect(status[5]).toEqual(['Member', 'OK', 1, expect.any(String), '2024-07-07']);
    expect(status[6].slice(1, 4)).toEqual(['Terminate', 3, '2024-08-07']);
  });

  it('pages, and answers its 400 for none and after the last', async () => {
    const second = await customers('&Paging.Page=2&Paging.PageSize=3');
    expect(ids(second)).toEqual([1004, 1005, 1006]);
    expect(second.body.PagingInfo).toEqual({ Page: 2, PageSize: 3, TotalPages: 3, TotalRecords: 7 });
    expect(await customers('&Paging.Page=4&Paging.PageSize=3')).toMatchObject(none);
    expect((await customers('&Paging.PageSize=9999')).body.PagingInfo.PageSize).toBe(5000);
    const elsewhere = await compete('GET', 'member/getcustomers?ClubId=2');
    expect(elsewhere.status).toBe(400);
    expect(elsewhere.body).toEqual(none.body);
  });

  it('leaves ended ones out with ActiveOnly', async () => {
    expect(ids(await compete('GET', 'member/getcustomers?ClubId=1&ActiveOnly=true'))).toEqual([1001, 1002, 1004, 1005, 1006]);
  });

  it("filters by the club's date, inclusive", async () => {
    // 03:30 UTC is still the evening before in New York.
    await script('PUT', '/records/customers/1001', { modifiedAt: '2024-07-07T03:30:00Z' });
    await script('PUT', '/records/customers/1002', { modifiedAt: '2024-07-07T04:00:00Z' });
    expect(ids(await customers('&LastUpdateDate=2024-07-07'))).toEqual([1002]);
    expect(ids(await customers('&LastUpdateDate=2024-07-06'))).toEqual([1001, 1002]);
    expect(await customers('&LastUpdateDate=2024-07-08')).toMatchObject(none);
  });
});
