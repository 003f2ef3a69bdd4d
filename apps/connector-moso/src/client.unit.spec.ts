import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Unavailable, type VendorAnswer } from '@intouch/connector-kit';
import type { MosoClient } from './client.js';
import { bad, clientOf, fresh, freshCookies, good, html, KeptSession, redirected, text } from './testing/scripted-client.js';

const jane = { FirstName: 'Jane', LastName: 'Doe', HomeClub: '001', Membership_Type: 'INTCH', RefAgreementID: 11, RefAgreementPriceID: 22 };
type Make = (client: MosoClient) => Promise<unknown>;
const add: Make = (client) => client.addMember(jane);
const update: Make = (client) => client.updateMember({ ID: '102290', City: 'Dublin' });
const find: Make = (client) => client.prove();
/** Each operation, and whether a lost answer leaves it open what was stored. */
const operations = [{ make: add, ambiguous: true }, { make: update, ambiguous: false }, { make: find, ambiguous: false }];

it('sends what the page shows', async () => {
  const { client, http } = clientOf([good({ ID: '102290' }), good({ ID: '102290' })]);
  expect(await client.addMember(jane)).toBe('102290');
  await client.updateMember({ ID: '102290', City: 'Dublin' });
  const headers = { Accept: 'application/json', Cookie: 'a=1', 'Content-Type': 'application/json; charset=utf-8' };
  expect(http.sent).toEqual([
    { method: 'POST', url: 'https://club.mosoclub.example/Member/AddMember', headers, body: JSON.stringify(jane), ambiguous: true },
    { method: 'PUT', url: 'https://club.mosoclub.example/Member/UpdateMemberDemographic', headers, body: '{"ID":"102290","City":"Dublin"}', ambiguous: false },
  ]);
});

describe('a login that has ended', () => {
  it.each([['302', redirected], ['the login page', html], ['401', text(401)], ['403', text(403)]])('%s: logs in once, and calls once more', async (_what, dead) => {
    for (const { make } of operations) {
      const { client, http, session } = clientOf([dead, fresh, good({ ID: '1', Results: [] })]);
      await make(client);
      expect(http.sent.map(({ headers }) => headers!['Cookie'])).toEqual(['a=1', undefined, freshCookies]);
      expect(session.kept).toBe(freshCookies);
    }
  });

  it('takes the login that somebody else has made since', async () => {
    class Renewed extends KeptSession {
      override current = async (): Promise<string> => 'old=1';
    }
    const { client, http } = clientOf([redirected, good({ ID: '1' })], { session: new Renewed('new=1') });
    await add(client);
    expect(http.sent.map(({ headers }) => headers!['Cookie'])).toEqual(['old=1', 'new=1']);
  });

  it.each<[string, VendorAnswer, object]>([
    ['302', redirected, { name: 'Unavailable', ambiguous: false }],
    ['the login page', html, { name: 'Unavailable', ambiguous: false }],
    ['401', text(401), { name: 'Unauthorized', scope: 'integration', code: 'credentials-refused' }],
    ['403', text(403), { name: 'Unauthorized', scope: 'integration', code: 'access-refused' }],
  ])('%s again, after a new login: given up', async (_what, dead, wanted) => {
    for (const { make } of operations) {
      const { client, http } = clientOf([dead, fresh, dead]);
      await expect(make(client)).rejects.toMatchObject(wanted);
      expect(http.sent).toHaveLength(3);
    }
  });
});

describe('the catalogue of errors', () => {
  it.each<[string, VendorAnswer, object]>([
    ['400', bad(400, 'FirstName exceeds 20 characters.'), { name: 'Rejected', code: 'vendor-refused', message: 'FirstName exceeds 20 characters.', field: 'FirstName' }],
    ['200 without success', bad(200, "Membership_Type 'XXX' does not exist."), { name: 'Rejected', code: 'vendor-refused', field: 'Membership_Type' }],
    ['400 without a word', text(400), { name: 'Rejected', code: 'vendor-refused', message: 'HTTP 400', field: undefined }],
    ['404 of nobody', text(404), { name: 'Unauthorized', scope: 'integration', code: 'access-refused' }],
    ['503 of a busy server', text(503, 'Server Too Busy'), { name: 'Throttled', retryAfterSeconds: 30 }],
    ['503 of a busy server that names a time', text(503, '<h1>Server Too Busy</h1>', { 'retry-after': '5' }), { name: 'Throttled', retryAfterSeconds: 5 }],
    ['429', text(429), { name: 'Throttled', retryAfterSeconds: 30 }],
    ['429 that names a time', text(429, '', { 'retry-after': '7' }), { name: 'Throttled', retryAfterSeconds: 7 }],
  ])('%s', async (_what, answer, wanted) => {
    for (const { make } of operations) await expect(make(clientOf([answer]).client)).rejects.toMatchObject(wanted);
  });

  it.each<[string, VendorAnswer | Error]>([
    ['500', text(500)], ['502', text(502)], ['503', text(503, 'Service Unavailable')], ['504', text(504)], ['503 as a page', { ...html, status: 503 }],
    ['half a body', text(200, '{"Data":{"ID":"10')], ['no body', text(200)], ['a list in its place', text(200, '[]')],
  ])('%s: open for a create alone', async (_what, answer) => {
    for (const { make, ambiguous } of operations) await expect(make(clientOf([answer]).client)).rejects.toMatchObject({ name: 'Unavailable', ambiguous });
  });

  it('a member that is not found is gone, where MoSoClub says so itself', async () => {
    await expect(update(clientOf([bad(404, 'Member not found.')]).client)).rejects.toMatchObject({ name: 'Gone', reason: 'deleted' });
    await expect(add(clientOf([bad(404, 'Member not found.')]).client)).rejects.toMatchObject({ name: 'Unauthorized' });
  });

  it.each([[null], [{}], [{ ID: null }], [{ ID: ' ' }], [{ ID: 'new' }]])('a create that answers %j has no id: open', async (data) => {
    await expect(add(clientOf([good(data)]).client)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: true });
  });

  it('an answer without success counts as one; an id may be a number', async () => {
    expect(await add(clientOf([text(200, '{"Data":{"ID":102290}}')]).client)).toBe('102290');
  });

  it('what the wire says goes on as it is', async () => {
    const lost = new Unavailable('the connection was lost', true);
    await expect(add(clientOf([lost]).client)).rejects.toBe(lost);
  });
});

describe('the list of active members', () => {
  const row = (ID: unknown, more: object = {}): object => ({ ID, FirstName: 'Jane', LastName: 'Doe', HomeClub: '001', ...more });
  async function read(...answers: VendorAnswer[]) {
    const { client, http } = clientOf(answers);
    const taken: unknown[] = [];
    const whole = await client.eachActiveMember((member) => taken.push(member));
    return { taken, whole, urls: http.sent.map(({ url }) => url.slice(url.indexOf('/MemberSearch'))) };
  }

  it.each([['empty', good({ Results: [] })], ['missing', good({})]])('ends with a page whose rows are %s', async (_what, end) => {
    const { taken, whole, urls } = await read(good({ Results: [row('1'), row('2')] }), good({ Results: [row('3')] }), end);
    expect([taken.length, whole]).toEqual([3, true]);
    expect(urls).toEqual([1, 2, 3].map((page) => `/MemberSearch/FindMembers?memberStatus=Active&pageNumber=${page}`));
  });

  it('reads values trimmed, blank ones as absent, names in any case', async () => {
    const full = row(' 102290 ', { Email: ' j@x.com ', Phone1: '(617) 200-1000', Phone2: '  ', Phone3: null, SalesPerson3: ' lead-1 ' });
    const { taken } = await read(good({ Results: [full, row('2', { FirstName: '  ', LastName: null, HomeClub: ' 002 ' }), row(null), 'x'] }), good({}));
    expect(taken).toEqual([
      { id: '102290', homeClub: '001', firstName: 'Jane', lastName: 'Doe', email: 'j@x.com', phones: ['6172001000'], contactId: 'lead-1' },
      { id: '2', homeClub: '002', firstName: null, lastName: null, email: null, phones: [], contactId: null },
    ]);
  });

  it('stops after 500 pages, and says so', async () => {
    const { whole, urls } = await read(...Array<VendorAnswer>(500).fill(good({ Results: [row('1')] })));
    expect([whole, urls.length]).toEqual([false, 500]);
  });

  it.each([['no data', good(null)], ['data of another kind', good('none')], ['rows that are no list', good({ Results: {} })]])('takes %s for no empty list', async (_what, answer) => {
    await expect(read(answer)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
  });
});
