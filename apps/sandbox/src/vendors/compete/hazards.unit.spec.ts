import { beforeEach, describe, expect, it } from '@jest/globals';
import { competeCalls, error, frozenAt, ids, jane } from '../../testing/compete-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('the hazards of Compete', () => {
  const played = playSandbox();
  const { compete, script } = played;
  const { create, change, customers, record } = competeCalls(played);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  const hazard = (name: string, params = {}, more = {}) => script('POST', '/hazards', { name, params, ...more });

  it('filter-ignored and filter-misses', async () => {
    await script('PUT', '/records/customers/1001', { City: 'Rome' });
    await hazard('filter-misses');
    expect((await customers('&LastUpdateDate=2024-07-08')).body.Status).toBe(204);
    await hazard('filter-ignored');
    expect(ids(await customers('&LastUpdateDate=2024-07-08'))).toHaveLength(7);
  });

  it('page-drift repeats or skips', async () => {
    const second = () => customers('&Paging.Page=2&Paging.PageSize=3');
    await hazard('page-drift');
    const repeated = await second();
    expect(ids(repeated)).toEqual([1003, 1004, 1005]);
    expect(repeated.body.PagingInfo.TotalRecords).toBe(6);
    await hazard('page-drift', { mode: 'skip' });
    expect(ids(await second())).toEqual([1005, 1006, 1007]);
    await hazard('page-drift');
    expect(ids(await customers('&Paging.PageSize=3'))).toEqual([1001, 1002, 1003]);
  });

  it('empty-is-200', async () => {
    await hazard('empty-is-200');
    const { status, body } = await compete('GET', 'member/getcustomers?ClubId=2');
    expect([status, body]).toEqual([200, { Customers: [], PagingInfo: { Page: 1, PageSize: 100, TotalPages: 0, TotalRecords: 0 } }]);
  });

  it('stale-read hides the young, by the real clock', async () => {
    await create(jane);
    await hazard('stale-read', {}, { times: 2 });
    expect(ids(await customers())).not.toContain(1201);
    expect((await compete('GET', 'member/searchmembers?Email=jane@example.com')).status).toBe(404);
    expect(ids(await customers())).toContain(1201);
    await hazard('stale-read', { ms: 0 });
    expect(ids(await customers())).toContain(1201);
  });

  it('barcode-race gives the number to somebody else', async () => {
    await hazard('barcode-race');
    expect(await create(jane)).toMatchObject(error(400, "BarcodeId '500123' is invalid"));
    expect(await record(1201)).toMatchObject({ BarcodeId: '500123', MemberType: 'Prospect' });
    expect((await create({ ...jane, MemberId: '500124' })).status).toBe(200);
  });

  it('year-0001 and unknown-field', async () => {
    await hazard('year-0001');
    expect((await customers()).body.Customers[0]).toMatchObject({ DateOfBirth: '0001-01-01T00:00:00', JoinDate: '0001-01-01T00:00:00' });
    await hazard('unknown-field');
    const { body } = await compete('GET', 'member/getmember/1002');
    expect([body.SimExtra, body.Result.SimExtra, body.Result.Name.SimExtra]).toEqual(['extra', 'extra', 'extra']);
  });

  it.each([
    ['unsuccessful-200', { message: 'No' }, 200, { Successful: false, CustomerId: null, MemberId: null, Message: 'No' }],
    ['field-refused', { message: 'Bad name' }, 400, { Status: 400, Message: 'Bad name', Result: null }],
    ['error-500', {}, 500, { Status: 500, Message: 'An error has occurred.', Result: null }],
    ['auth-revoked', {}, 401, { Status: 401, Message: 'Invalid authorization credentials', Result: null }],
    ['club-inactive', {}, 401, { Status: 401, Message: 'Invalid authorization credentials (Inactive Club)', Result: null }],
    ['throttle-429', {}, 429, { Status: 429, Message: 'Too Many Requests', Result: null }],
    ['outage-503', {}, 503, 'Service Unavailable'],
    ['html-login-page', {}, 200, '<html><body>Please sign in</body></html>'],
  ])('%s replaces the answer and stores nothing', async (name, params, status, body) => {
    await hazard(name, params);
    expect(await create(jane)).toMatchObject({ status, body });
    expect((await create(jane)).body.CustomerId).toBe(1201);
  });

  it('change-error and route-not-granted', async () => {
    await hazard('change-error', { message: 'Locked' });
    expect((await change(1002, { City: 'Dublin' })).body.Result).toEqual({ AutoApprovedConfirmationNumber: null, PendingConfirmationNumber: null, ErrorMessages: 'Locked' });
    expect((await record(1002)).City).toBe('Columbus');
    await hazard('route-not-granted');
    expect((await customers()).status).toBe(405);
  });
});
