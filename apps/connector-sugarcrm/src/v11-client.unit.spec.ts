import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Unavailable, type VendorAnswer } from '@intouch/connector-kit';
import { ownId } from './testing/facts.js';
import { html, json, refused, text, v11ClientOf } from './testing/scripted-client.js';
import type { V11Client } from './v11-client.js';

const record = (more: object = {}): object => ({
  id: ownId, date_entered: '2026-11-22T02:02:29+00:00', date_modified: '2026-11-22T04:02:29+02:00', deleted: false, converted: false, first_name: 'Jane', last_name: 'O\'Brien &amp; <x>',
  email: [{ email_address: 'second@example.com', primary_address: '0' }, { email_address: 'jane@example.com', primary_address: '1' }], assigned_user_id: '', account_name: 'north', ...more,
});
const notFound = refused(404, 'not_found');
const taken = refused(422, 'invalid_parameter', `Record already exists: ${ownId} in module: Leads`);

type Make = (client: V11Client) => Promise<unknown>;
const create: Make = (client) => client.createLead(ownId, { last_name: 'Doe', email1: 'jane@example.com' });
const update: Make = (client) => client.updateLead(ownId, { primary_address_city: 'Dublin', email1: '' });
const look: Make = (client) => client.getLead(ownId);
const remove: Make = (client) => client.deleteLead(ownId);
const operations = [{ make: create, ambiguous: true }, { make: update, ambiguous: false }, { make: look, ambiguous: false }, { make: remove, ambiguous: false }];

it('sends what the page shows', async () => {
  const { client, http } = v11ClientOf([json(record()), json(record()), json(record()), json({ id: ownId })], { set: { apiVersion: 'v10' } });
  for (const { make } of operations) await make(client);
  const [url, headers] = ['https://crm.example/suite/rest/v10/Leads', { 'Content-Type': 'application/json', 'OAuth-Token': 'T' }];
  expect(http.sent).toEqual([
    { method: 'POST', url, headers, ambiguous: true, body: JSON.stringify({ id: ownId, last_name: 'Doe', email: [{ email_address: 'jane@example.com', primary_address: true }] }) },
    { method: 'PUT', url: `${url}/${ownId}`, headers, ambiguous: false, body: '{"primary_address_city":"Dublin","email":[]}' },
    { method: 'GET', url: `${url}/${ownId}`, headers, ambiguous: false },
    { method: 'DELETE', url: `${url}/${ownId}`, headers, ambiguous: false },
  ]);
});

it('reads a record as one of the tables: text as it is, stamps in UTC, the primary address', async () => {
  expect(await v11ClientOf([json(record())]).client.getLead(ownId)).toMatchObject({
    id: ownId, deleted: false, converted: false, modified: '2026-11-22 02:02:29', values: { last_name: 'O\'Brien &amp; <x>', email1: 'jane@example.com', account_name: 'north' },
  });
  const other = await v11ClientOf([json(record({ deleted: '1', converted: true, email: [{ email_address: 'first@example.com' }], first_name: null, date_modified: null }))]).client.getLead(ownId);
  expect(other).toMatchObject({ deleted: true, converted: true, modified: '', values: { email1: 'first@example.com' } });
  expect(other!.values).not.toHaveProperty('first_name');
  expect((await v11ClientOf([json(record({ email: [] }))]).client.getLead(ownId))!.values).not.toHaveProperty('email1');
});

describe('what is not there', () => {
  it('says so', async () => {
    expect(await v11ClientOf([notFound]).client.getLead(ownId)).toBeNull();
    await expect(update(v11ClientOf([notFound]).client)).rejects.toMatchObject({ name: 'Gone', reason: 'deleted' });
    await remove(v11ClientOf([notFound]).client);
  });

  it('an id that is taken: the lead that has it, or a deleted one', async () => {
    const { client, http } = v11ClientOf([taken, json(record())]);
    expect(await create(client)).toMatchObject({ id: ownId });
    expect(http.paths).toEqual(['POST /Leads', `GET /Leads/${ownId}`]);
    await expect(create(v11ClientOf([taken, notFound]).client)).rejects.toMatchObject({ name: 'Gone', reason: 'deleted' });
    await expect(create(v11ClientOf([refused(422, 'invalid_parameter', 'Invalid value for the field birthdate')]).client)).rejects.toMatchObject({ name: 'Rejected' });
  });
});

describe('the catalogue of errors', () => {
  const accessRefused = { name: 'Unauthorized', scope: 'integration', code: 'access-refused' };
  it.each<[string, VendorAnswer, object]>([
    ['403', refused(403, 'not_authorized'), accessRefused], ['301', refused(301, 'incorrect_version'), accessRefused], ['404 of no method', refused(404, 'no_method'), accessRefused],
    ['404 of somebody else', text(404, '<html>'), accessRefused],
    ['422', refused(422, 'missing_parameter', 'Missing parameter: last_name'), { name: 'Rejected', code: 'vendor-refused', message: 'Missing parameter: last_name' }],
    ['413', refused(413, 'request_too_large'), { name: 'Rejected', code: 'vendor-refused' }],
    ['503 of maintenance', refused(503, 'maintenance'), { name: 'Unavailable', ambiguous: false }],
    ['429', text(429), { name: 'Throttled', retryAfterSeconds: 60 }], ['429 that names a time', text(429, '', { 'retry-after': '7' }), { name: 'Throttled', retryAfterSeconds: 7 }],
  ])('%s', async (_what, answer, wanted) => {
    for (const { make } of operations) await expect(make(v11ClientOf([answer]).client)).rejects.toMatchObject(wanted);
  });

  it.each<[string, VendorAnswer]>([
    ['500', refused(500, 'fatal_error')], ['500 without a word', text(500)], ['502', text(502)], ['503', text(503, 'Service Unavailable')], ['a login page', html], ['half a body', text(200, '{"id":"18fb')], ['half a refusal', text(404, '{"error":"not_f')],
  ])('%s: open for a create alone', async (_what, answer) => {
    for (const { make, ambiguous } of operations) await expect(make(v11ClientOf([answer]).client)).rejects.toMatchObject({ name: 'Unavailable', ambiguous });
  });

  it.each([409, 412])('%i: once more, then given up', async (status) => {
    for (const { make } of operations) {
      const again = v11ClientOf([refused(status, 'edit_conflict'), json(record())]);
      await make(again.client);
      expect(again.http.sent).toHaveLength(2);
      await expect(make(v11ClientOf([refused(status, 'edit_conflict'), refused(status, 'edit_conflict')]).client)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
    }
  });

  it('a record without an id is none', async () => {
    for (const { make, ambiguous } of operations.slice(0, 3)) await expect(make(v11ClientOf([json({})]).client)).rejects.toMatchObject({ name: 'Unavailable', ambiguous });
  });

  it('what the wire says goes on as it is', async () => {
    const lost = new Unavailable('the connection was lost', true);
    await expect(create(v11ClientOf([lost]).client)).rejects.toBe(lost);
  });

  it.each(['a/b', '', '..', 'x'.repeat(37)])('no id that is none goes into an address: %j', async (id) => {
    await expect(v11ClientOf([]).client.getLead(id)).rejects.toMatchObject({ name: 'Rejected', code: 'vendor-refused' });
  });
});

describe('lists', () => {
  it('of changes go on by offset', async () => {
    const row = (id: string): object => ({ id, date_modified: '2026-11-22T02:02:29+00:00' });
    const { client, http } = v11ClientOf([json({ next_offset: 2, records: [row('a'), row('b')] }), json({ next_offset: -1, records: [{ ...row('c'), deleted: true }] })], { set: { pageSize: 2 } });
    const read: string[] = [];
    for await (const leads of client.listChanges('2026-11-22 02:00:00')) read.push(...leads.map(({ id, deleted }) => `${id}${deleted ? ' deleted' : ''}`));
    expect(read).toEqual(['a', 'b', 'c deleted']);
    const bodies = http.sent.map(({ body }) => JSON.parse(body!) as Record<string, unknown>);
    expect(bodies[0]).toMatchObject({ filter: [{ date_modified: { $gte: '2026-11-22T02:00:00+00:00' } }], order_by: 'date_modified:ASC,id:ASC', max_num: 2, offset: 0, deleted: true });
    expect(Object.keys(bodies[0]!)).toEqual(['filter', 'fields', 'order_by', 'max_num', 'offset', 'deleted']);
    expect(bodies[0]!['fields']).toMatch(/^id,first_name,last_name,email,phone_mobile,.*,modified_user_id$/);
    expect(bodies[1]!['offset']).toBe(2);
  });

  it.each([[{}], [{ next_offset: -1 }], [{ next_offset: 0, records: [] }], [null]])('that are none are not taken for empty: %j', async (page) => {
    await expect(v11ClientOf([json(page)]).client.listUsers()).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it('of users, and of the drop-down', async () => {
    const users = [
      { id: '1', first_name: 'Ann', last_name: 'Lee', email: [{ email_address: 'ann@x.com', primary_address: true }], status: 'Active', is_group: false, portal_only: false, deleted: false },
      { id: '2', user_name: 'queue', status: 'Active', is_group: true },
    ];
    const { client, http } = v11ClientOf([json({ next_offset: -1, records: users }), json({ '': '', 'Web Site': 'Internet' })]);
    expect(await client.listUsers()).toEqual([{ vendorId: '1', name: 'Ann Lee', email: 'ann@x.com', active: true }]);
    expect((await client.leadSources()).map(({ vendorId, name }) => `${vendorId}: ${name}`)).toEqual(['Web Site: Web Site', 'Web Site: Internet']);
    expect(http.paths).toEqual(['POST /Users/filter', 'GET /Leads/enum/lead_source']);
    expect(JSON.parse(http.sent[0]!.body!)).toMatchObject({ filter: [], order_by: 'id:ASC', offset: 0 });
  });
});

describe('the server\'s time', () => {
  const date = { date: 'Sun, 22 Nov 2026 02:02:29 GMT' };
  it('is in the header, without a login', async () => {
    const { client, http } = v11ClientOf([text(200, '"pong"', date)]);
    expect(await client.serverTime()).toBe('2026-11-22 02:02:29');
    expect([http.paths, http.sent[0]!.headers]).toEqual([['GET /ping'], { 'Content-Type': 'application/json' }]);
    expect(await v11ClientOf([{ ...refused(401, 'need_login'), headers: date }]).client.serverTime()).toBe('2026-11-22 02:02:29');
  });

  it('is none without it, nor of somebody else', async () => {
    await expect(v11ClientOf([text(200, '"pong"')]).client.serverTime()).rejects.toMatchObject({ name: 'Unavailable' });
    await expect(v11ClientOf([{ ...html, headers: date }]).client.serverTime()).rejects.toMatchObject({ name: 'Unavailable' });
    await expect(v11ClientOf([text(404, '', date)]).client.serverTime()).rejects.toMatchObject({ name: 'Unauthorized' });
  });
});
