import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Unavailable, type VendorAnswer, type VendorHttp, type VendorRequest } from '@intouch/connector-kit';
import { CompeteClient } from './client.js';
import { club } from './testing/facts.js';

class ScriptedHttp implements VendorHttp {
  readonly sent: VendorRequest[] = [];
  constructor(private readonly answers: readonly (VendorAnswer | Error)[]) {}

  async send(request: VendorRequest): Promise<VendorAnswer> {
    const answer = this.answers[this.sent.push(request) - 1]!;
    if (answer instanceof Error) throw answer;
    return answer;
  }
}

const settings = { scheme: 'https', domain: 'compete.example', port: 8250, companyId: '101', competeClubId: 7 };

function clientOf(...answers: (VendorAnswer | Error)[]): { client: CompeteClient; http: ScriptedHttp } {
  const http = new ScriptedHttp(answers);
  return { http, client: new CompeteClient({ clubId: 'club', club, settings, credentials: { apiKey: 'key' }, http }) };
}

const text = (status: number, body: string, headers: VendorAnswer['headers'] = {}): VendorAnswer => ({ status, headers, text: body });
const failed = (status: number, Message: string, Status = status): VendorAnswer => text(status, JSON.stringify({ Status, Message, Result: null }));
const result = (Result: unknown): VendorAnswer => text(200, JSON.stringify({ Status: 200, Message: null, Result }));
const bare = (value: unknown): VendorAnswer => text(200, JSON.stringify(value));

const calls = {
  get: (client: CompeteClient) => client.activeEmployees(),
  list: (client: CompeteClient) => client.customers(7, 1, 100, null),
  create: (client: CompeteClient) => client.createMember({ FirstName: 'Jane' }),
  update: (client: CompeteClient) => client.updatePersonalInformation('5', [{ FieldName: 'City', NewValue: 'Dublin' }]),
};

describe('the catalogue of errors', () => {
  const auth = 'Invalid authorization credentials';
  it.each<[string, VendorAnswer, object]>([
    ['429 without a time', failed(429, 'Too Many Requests'), { name: 'Throttled', retryAfterSeconds: 60 }],
    ['429 with one', text(429, '{}', { 'retry-after': '7' }), { name: 'Throttled', retryAfterSeconds: 7 }],
    ['no key', failed(400, 'The ApiKey field is required.'), { name: 'Unauthorized', scope: 'integration', code: 'credentials-refused' }],
    ['no company', failed(400, 'The CompanyId field is required.'), { name: 'Unauthorized', scope: 'integration' }],
    ['no club', failed(400, 'The ClubId field is required.'), { name: 'Unauthorized', scope: 'integration' }],
    ['wrong key', failed(401, auth), { name: 'Unauthorized', scope: 'integration', message: auth }],
    ['401 of a proxy', text(401, '<html>'), { name: 'Unauthorized', scope: 'integration' }],
    ['unknown club', failed(401, `${auth} (Club Does Not Exist)`), { name: 'Unauthorized', scope: 'club', code: 'club-refused' }],
    ['inactive club', failed(401, `${auth} (Inactive Club)`), { name: 'Unauthorized', scope: 'club' }],
    ['no such route', failed(404, 'Endpoint was not found'), { name: 'Unauthorized', scope: 'integration', code: 'access-refused' }],
    ['404 of a proxy', text(404, 'gone'), { name: 'Unauthorized', code: 'access-refused' }],
    ['route not granted', failed(405, 'Caller is requesting a service that either does not exist or to which caller does not have authority to execute'), { name: 'Unauthorized', scope: 'integration', code: 'access-refused' }],
    ['wrong field', failed(400, "FirstName 'x' is invalid"), { name: 'Rejected', code: 'vendor-refused', field: 'FirstName', message: "FirstName 'x' is invalid" }],
    ['missing field', failed(400, 'The FirstName field is required.'), { name: 'Rejected', field: 'FirstName' }],
    ['400 of a proxy', text(400, '<html>'), { name: 'Unavailable' }],
    ['500', failed(500, 'An error has occurred.'), { name: 'Unavailable' }],
    ['502', text(502, ''), { name: 'Unavailable' }],
    ['503', text(503, 'Service Unavailable'), { name: 'Unavailable' }],
    ['504', text(504, ''), { name: 'Unavailable' }],
    ['a login page', text(200, '<html><body>Please sign in</body></html>'), { name: 'Unavailable' }],
    ['a body cut in two', text(200, '{"Status":200,"Resu'), { name: 'Unavailable' }],
  ])('%s', async (_name, answer, wanted) => {
    const lost = (wanted as { name: string }).name === 'Unavailable';
    for (const call of ['get', 'list', 'update'] as const) {
      await expect(calls[call](clientOf(answer).client)).rejects.toMatchObject({ ...wanted, ...(lost ? { ambiguous: false } : {}) });
    }
    await expect(calls.create(clientOf(answer).client)).rejects.toMatchObject({ ...wanted, ...(lost ? { ambiguous: true } : {}) });
  });

  it('hands a lost connection on, and says of a create that it is ambiguous', async () => {
    const lost = new Unavailable('lost', true);
    const { client, http } = clientOf(lost, lost);
    await expect(calls.create(client)).rejects.toBe(lost);
    await expect(calls.update(client)).rejects.toBe(lost);
    expect(http.sent.map(({ ambiguous }) => ambiguous)).toEqual([true, false]);
  });
});

describe('empty in its spellings', () => {
  it('of lists', async () => {
    for (const answer of [failed(400, 'No results returned.', 204), bare({ Customers: [] }), bare({ Customers: null }), bare({}), bare(null)]) {
      expect((await calls.list(clientOf(answer).client)).customers).toEqual([]);
    }
    expect(await calls.get(clientOf(failed(404, 'No employee record(s) found')).client)).toEqual([]);
    expect(await calls.get(clientOf(result(null)).client)).toEqual([]);
  });

  it.each(['Nothing found', 'CustomerNotFound', 'Customer not found'])('of one: %s', async (message) => {
    const { client } = clientOf(failed(404, message), failed(404, message), result({ MemberID: '1' }));
    expect(await client.memberExists('5')).toBe(false);
    expect(await client.searchMembers({ Email: 'a@b' })).toEqual([]);
    expect(await client.memberExists('5')).toBe(true);
  });
});

describe('createMember', () => {
  it('answers the id, 0 too, and sends what the page says', async () => {
    const { client, http } = clientOf(bare({ Successful: true, CustomerId: 0, MemberId: '1', SimExtra: 1 }));
    expect(await calls.create(client)).toBe('0');
    expect(http.sent[0]).toEqual({
      method: 'POST', url: 'https://compete.example:8250/api/v3/member/createmember', ambiguous: true, body: '{"FirstName":"Jane"}',
      headers: { accept: 'application/json', 'X-Api-Key': 'key', 'X-CompanyId': '101', 'X-ClubId': '7', 'Content-Type': 'application/json' },
    });
  });

  it.each<[string, VendorAnswer, object]>([
    ['card number taken', failed(400, "BarcodeId '500123' is invalid"), { name: 'ReservationTaken' }],
    ['card number taken, said with 200', bare({ Successful: false, Message: "BarcodeId '1' is invalid" }), { name: 'ReservationTaken' }],
    ['salesperson unknown', failed(400, "SalespersonID '9' is invalid"), { name: 'LinkRefused', lookup: 'staff' }],
    ['source unknown', failed(400, "SourceID '9' is invalid"), { name: 'LinkRefused', lookup: 'lead-sources' }],
    ['refused with 200', bare({ Successful: false, CustomerId: null, Message: 'No more today' }), { name: 'Rejected', message: 'No more today' }],
    ['refused with 200 and no reason', bare({ Successful: false, CustomerId: null }), { name: 'Rejected' }],
    ['no id', bare({ Successful: true, CustomerId: null }), { name: 'Unavailable', ambiguous: true }],
    ['nothing', bare(null), { name: 'Unavailable', ambiguous: true }],
  ])('%s', async (_name, answer, wanted) => {
    await expect(calls.create(clientOf(answer).client)).rejects.toMatchObject(wanted);
  });

  it('only a create can find its number or its salesperson refused', async () => {
    for (const message of ["BarcodeId '1' is invalid", "SalespersonID '9' is invalid"]) {
      await expect(calls.update(clientOf(failed(400, message)).client)).rejects.toMatchObject({ name: 'Rejected' });
    }
  });
});

it('asks for pages as the page says', async () => {
  const { client, http } = clientOf(bare({ Customers: [{ Id: 1 }], PagingInfo: { TotalPages: 3, TotalRecords: 5 } }), bare({ Customers: [{ Id: 1 }] }));
  expect(await client.customers(0, 2, 1_000, '2026-11-24')).toEqual({ customers: [{ Id: 1 }], totalPages: 3, totalRecords: 5 });
  expect(new URL(http.sent[0]!.url).searchParams.toString()).toBe('ClubId=0&ActiveOnly=false&LastUpdateDate=2026-11-24&Paging.Page=2&Paging.PageSize=1000');
  expect((await client.customers(0, 1, 1, null)).totalPages).toBeNull();
  expect(http.sent[1]!.url).not.toContain('LastUpdateDate');
});

it('a change that is answered with nothing is no success', async () => {
  await expect(calls.update(clientOf(result(null)).client)).rejects.toMatchObject({ name: 'Unavailable' });
});

it('no next card number is no number', async () => {
  await expect(clientOf(result({ BarcodeId: '' })).client.nextMemberId()).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
});
