import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Unavailable, type VendorAnswer } from '@intouch/connector-kit';
import { ownId } from './testing/facts.js';
import { ce, failed, fault, html, json, KeptSession, listed, loggedIn, stored, suite, text, v4ClientOf } from './testing/scripted-client.js';
import type { V4Client } from './v4-client.js';

type Make = (client: V4Client) => Promise<unknown>;
const create: Make = (client) => client.createLead(ownId, { last_name: 'Doe' });
const update: Make = (client) => client.updateLead(ownId, { primary_address_city: 'Dublin' }, 'Doe');
const look: Make = (client) => client.getLead(ownId);
/** Each operation, and whether a lost answer leaves it open what was stored. */
const operations = [{ make: create, ambiguous: true }, { make: update, ambiguous: false }, { make: look, ambiguous: false }];

const none = listed();

describe('the envelope', () => {
  it('has four fields, and all arguments in the order of the page', async () => {
    const { client, http } = v4ClientOf([stored(ownId), listed({ id: ownId })]);
    await create(client);
    const [sent] = http.sent;
    expect(sent).toMatchObject({ method: 'POST', url: 'https://crm.example/suite/service/v4_1/rest.php', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, ambiguous: true });
    expect([...new URLSearchParams(sent!.body).keys()]).toEqual(['method', 'input_type', 'response_type', 'rest_data']);
    expect(sent!.body).toContain('input_type=JSON&response_type=JSON&');
    expect(http.calls[0]).toEqual(['set_entry', {
      session: 'S', module_name: 'Leads', name_value_list: [{ name: 'id', value: ownId }, { name: 'new_with_id', value: 1 }, { name: 'last_name', value: 'Doe' }], track_view: false,
    }]);
    expect(http.calls.map(([, args]) => Object.keys(args))).toEqual([
      ['session', 'module_name', 'name_value_list', 'track_view'],
      ['session', 'module_name', 'query', 'order_by', 'offset', 'select_fields', 'link_name_to_fields_array', 'max_results', 'deleted', 'favorites'],
    ]);
    expect(http.calls[1]![1]).toMatchObject({ query: `leads.id = '${ownId}'`, order_by: 'leads.date_modified ASC, leads.id ASC', offset: 0, link_name_to_fields_array: [], deleted: 1, favorites: false });
  });

  it('asks the server about itself without a login', async () => {
    const { client, http } = v4ClientOf([suite], { session: new KeptSession() });
    expect(await client.serverTime()).toBe('2026-11-22 02:02:29');
    expect(http.calls).toEqual([['get_server_info', {}]]);
    for (const answer of [json({ version: '1' }), json([]), json(null), html]) await expect(v4ClientOf([answer]).client.serverTime()).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
  });
});

describe('the session', () => {
  it('is begun with the MD5 of the password, without mails for what we write, and kept', async () => {
    const { client, http, session } = v4ClientOf([loggedIn('new'), none], { session: new KeptSession() });
    await look(client);
    const [[method, args], [, next]] = http.calls as [(typeof http.calls)[0], (typeof http.calls)[0]];
    expect([method, Object.keys(args), args['application'], args['name_value_list']]).toEqual([
      'login', ['user_auth', 'application', 'name_value_list'], 'InTouch Connector', [{ name: 'notifyonsave', value: false }],
    ]);
    expect(args['user_auth']).toEqual({ user_name: 'sim-user', password: 'ade6f4c69547af4c917e92d6548c229a', version: '1' });
    expect([next['session'], session.kept]).toEqual(['new', 'v4_1 new']);
  });

  it.each<[string, VendorAnswer]>([['error 11', fault(11)], ['null', json(null)]])('%s: a login, and the call once more', async (_what, dead) => {
    for (const { make } of operations) {
      const { client, http, session } = v4ClientOf([dead, loggedIn('new'), listed({ id: ownId }), listed({ id: ownId })]);
      await make(client);
      expect(http.calls.slice(0, 3).map(([method, { session: sent }]) => [method === 'login', sent])).toEqual([[false, 'S'], [true, undefined], [false, 'new']]);
      expect(session.kept).toBe('v4_1 new');
    }
  });

  it.each<[string, VendorAnswer, object]>([
    ['error 11', fault(11), { name: 'Unavailable', ambiguous: false }],
    ['null', json(null), { name: 'Rejected', code: 'vendor-refused' }],
  ])('%s again, after a new login: given up', async (_what, dead, wanted) => {
    for (const { make } of operations) {
      const { client, http } = v4ClientOf([dead, loggedIn('new'), dead]);
      await expect(make(client)).rejects.toMatchObject(wanted);
      expect(http.sent).toHaveLength(3);
    }
  });

  it('that somebody else has renewed since is taken', async () => {
    class Renewed extends KeptSession {
      override current = async (): Promise<string> => 'v4_1 old';
    }
    const { client, http } = v4ClientOf([fault(11), none], { session: new Renewed('v4_1 new') });
    await look(client);
    expect(http.calls.map(([, { session }]) => session)).toEqual(['old', 'new']);
  });

  it('of another mode of access is none', async () => {
    const { client, http } = v4ClientOf([loggedIn('new'), none], { session: new KeptSession('{"access":"T"}') });
    await look(client);
    expect(http.calls.map(([method]) => method)).toEqual(['login', 'get_entry_list']);
  });

  it.each<[string, VendorAnswer, object]>([
    ['10', fault(10, 'Login attempt failed'), { name: 'Unauthorized', scope: 'integration', code: 'credentials-refused' }],
    ['a login page', html, { name: 'Unavailable', ambiguous: false }], ['no id', json({}), { name: 'Unavailable', ambiguous: false }], ['404', text(404), { name: 'Unauthorized', code: 'access-refused' }],
  ])('is not got: %s', async (_what, answer, wanted) => {
    for (const { make } of operations) await expect(make(v4ClientOf([answer], { session: new KeptSession() }).client)).rejects.toMatchObject(wanted);
  });
});

describe('the catalogue of errors', () => {
  it.each<[string, VendorAnswer, object]>([
    ...[10, 12, 70, 1008, 1009, 1012].map((number): [string, VendorAnswer, object] => [`error ${number}`, fault(number), { name: 'Unauthorized', scope: 'integration', code: 'credentials-refused' }]),
    ...[20, 40, '-1'].map((number): [string, VendorAnswer, object] => [`error ${number}`, fault(number), { name: 'Unauthorized', scope: 'integration', code: 'access-refused' }]),
    ...[60, 90].map((number): [string, VendorAnswer, object] => [`error ${number}`, fault(number), { name: 'Throttled', retryAfterSeconds: 60 }]),
    ['any other number', fault(1_001), { name: 'Rejected', code: 'vendor-refused', message: 'what it says' }],
    ['429', text(429), { name: 'Throttled', retryAfterSeconds: 60 }],
    ['429 that names a time', text(429, '', { 'retry-after': '7' }), { name: 'Throttled', retryAfterSeconds: 7 }],
    ...[301, 302, 401, 403, 404].map((status): [string, VendorAnswer, object] => [String(status), text(status), { name: 'Unauthorized', scope: 'integration', code: 'access-refused' }]),
    ['413', text(413), { name: 'Rejected', code: 'vendor-refused', message: 'HTTP 413' }],
  ])('%s', async (_what, answer, wanted) => {
    for (const { make } of operations) await expect(make(v4ClientOf([answer]).client)).rejects.toMatchObject(wanted);
  });

  it.each<[string, VendorAnswer]>([
    ['500 without a word', text(500)], ['500 with the database\'s', failed], ['502', text(502)], ['503', text(503, 'Service Unavailable')], ['504', text(504)], ['a login page', html],
    ['half a body', text(200, '{"id":"18fb')], ['no body', text(200)], ['a list in its place', json([])], ['a text', json('1')],
  ])('%s: open for a create alone', async (_what, answer) => {
    for (const { make, ambiguous } of operations) await expect(make(v4ClientOf([answer]).client)).rejects.toMatchObject({ name: 'Unavailable', ambiguous });
  });

  it('what the wire says goes on as it is', async () => {
    const lost = new Unavailable('the connection was lost', true);
    await expect(create(v4ClientOf([lost]).client)).rejects.toBe(lost);
  });

  it.each(['no id', '', 'x\' OR 1=1', 'x'.repeat(37)])('no id that is none goes into a query: %j', async (id) => {
    for (const make of [(client: V4Client) => client.getLead(id), (client: V4Client) => client.deleteLead(id), (client: V4Client) => client.updateLead(id, { email1: '' }, 'x')]) {
      const { client, http } = v4ClientOf([ce]);
      await expect(make(client)).rejects.toMatchObject({ name: 'Rejected', code: 'vendor-refused' });
      expect(http.calls.filter(([method]) => method !== 'get_server_info')).toEqual([]);
    }
  });
});
