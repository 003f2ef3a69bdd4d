import { beforeEach, describe, expect, it } from '@jest/globals';
import { frozenAt, idOf, ours, sugarcrmCalls } from '../../../testing/sugarcrm-calls.js';
import { playSandbox } from '../../../testing/played-sandbox.js';

describe('rest-v11', () => {
  const played = playSandbox();
  const { script, rest, token11, read, record, hazard } = sugarcrmCalls(played);
  const failure = (status: number, error: string) => ({ status, body: { error, error_message: expect.any(String) } });
  const jane = {
    id: ours, first_name: 'Jane', last_name: "O'Brien & Sons", email: [{ email_address: 'jane@example.com', primary_address: true }],
    phone_mobile: '+1 614 200 1000', account_name: 'north',
  };

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('gives tokens for the password and for a refresh token', async () => {
    const first = (await token11({ platform: 'tokens' })).body;
    expect(first).toEqual({
      access_token: expect.stringMatching(/^simtoken-\d{4}$/), expires_in: 3600, token_type: 'bearer', scope: null,
      refresh_token: expect.stringMatching(/^simrefresh-\d{4}$/), refresh_expires_in: 1209600, download_token: expect.stringMatching(/^simdown-\d{4}$/),
    });
    const refresh = (refresh_token: string) => token11({ grant_type: 'refresh_token', refresh_token, username: undefined, password: undefined });
    const second = (await refresh(first.refresh_token)).body;
    expect(second.access_token).not.toBe(first.access_token);
    expect(await refresh(first.refresh_token)).toMatchObject(failure(401, 'invalid_grant'));
    const me = (token: string) => rest('GET', '/me', undefined, { 'oauth-token': token });
    expect((await me(second.access_token)).body).toEqual({ current_user: { id: '1', user_name: 'sim-user' } });
    await token11({ platform: 'tokens' });
    expect(await me(second.access_token)).toMatchObject({ status: 401, body: { error: 'need_login', error_message: 'No valid authentication for user.' } });
  });

  it.each([
    [{ password: 'wrong' }, 401, 'invalid_grant'],
    [{ username: 'wrong' }, 401, 'invalid_grant'],
    [{ client_id: 'wrong' }, 401, 'invalid_grant'],
    [{ client_secret: 'wrong' }, 401, 'invalid_grant'],
    [{ grant_type: 'refresh_token' }, 401, 'invalid_grant'],
    [{ grant_type: undefined }, 422, 'missing_parameter'],
    [{ grant_type: 'client_credentials' }, 422, 'invalid_parameter'],
  ])('gives none for %j', async (body, status, error) => {
    expect(await token11({ platform: 'none', ...body })).toMatchObject(failure(status, error));
  });

  it('checks the version, the path, JSON and the token', async () => {
    expect(await played.call('GET', '/rest/v12_1/ping')).toMatchObject(failure(301, 'incorrect_version'));
    expect(await rest('GET', '/Dragons/1')).toMatchObject(failure(404, 'no_method'));
    expect(await rest('PATCH', '/Leads/sync_key/1', {})).toMatchObject(failure(404, 'no_method'));
    expect(await rest('POST', '/Leads', '{', {})).toMatchObject(failure(422, 'invalid_parameter'));
    expect(await rest('POST', '/Leads', jane, {})).toMatchObject(failure(401, 'need_login'));
    expect(await played.call('GET', '/rest/v10/ping')).toMatchObject({ status: 200, body: 'pong' });
    expect((await rest('GET', '/ping')).headers.get('date')).toBe('Sun, 22 Nov 2026 02:02:30 GMT');
    const { access_token } = (await token11({ platform: 'out' })).body;
    const logout = () => rest('POST', '/oauth2/logout', {}, { 'oauth-token': access_token });
    expect([(await logout()).body, (await logout()).status]).toEqual([{ success: true }, 401]);
  });

  it('creates under our id, which is then taken for ever', async () => {
    expect(await rest('POST', '/Leads', jane)).toMatchObject({
      status: 200,
      body: {
        id: ours, date_entered: '2026-11-22T02:02:30+00:00', date_modified: '2026-11-22T02:02:30+00:00', deleted: false, converted: false, first_name: 'Jane',
        last_name: "O'Brien & Sons", email: [{ email_address: 'jane@example.com', primary_address: '1', invalid_email: '0', opt_out: '0' }],
        assigned_user_id: '', account_name: 'north', birthdate: '', intouch_club_c: '',
      },
    });
    expect(await read(ours)).toMatchObject({ email1: 'jane@example.com', modified_user_id: '1' });
    const taken = { status: 422, body: { error: 'invalid_parameter', error_message: `Record already exists: ${ours} in module: Leads` } };
    expect(await rest('POST', '/Leads', jane)).toMatchObject(taken);
    await rest('DELETE', `/Leads/${ours}`);
    expect(await rest('POST', '/Leads', jane)).toMatchObject(taken);
    expect((await rest('POST', '/Leads', { last_name: 'Own' })).body.id).toMatch(/^.{36}$/);
    expect(await rest('POST', '/Leads', { id: 'no id', last_name: 'X' })).toMatchObject(failure(422, 'invalid_parameter'));
  });

  it('updates, shows and deletes; what is not there is 404', async () => {
    await rest('POST', '/Leads', jane);
    await script('PUT', '/clock', { now: '2026-11-22T02:10:00Z' });
    const updated = (await rest('PUT', `/Leads/${ours}`, { phone_mobile: '', email: [], converted: true, email1: 'x', id: 'x', no_such: 1, deleted: true })).body;
    expect(updated).toMatchObject({ id: ours, phone_mobile: '', email: [], converted: true, deleted: false, date_modified: '2026-11-22T02:10:00+00:00' });
    expect((await rest('GET', `/Leads/${ours}`)).body).toEqual(updated);
    expect((await rest('GET', `/Leads/${ours}?fields=last_name,no_such`)).body).toEqual({ id: ours, date_modified: updated.date_modified, last_name: jane.last_name });
    const addresses = [{ email_address: 'b@x.com' }, { email_address: 'a@x.com', primary_address: true }];
    await rest('PUT', `/Leads/${ours}`, { email: addresses });
    expect(await record(ours)).toMatchObject({ email1: 'a@x.com', emails: [{ email_address: 'a@x.com' }, { email_address: 'b@x.com' }] });
    expect(await rest('DELETE', `/Leads/${ours}`)).toMatchObject({ status: 200, body: { id: ours } });
    for (const id of [ours, 'nobody']) {
      for (const [method, body] of [['GET'], ['PUT', {}], ['DELETE']] as const) {
        expect(await rest(method, `/Leads/${id}`, body)).toMatchObject(failure(404, 'not_found'));
      }
    }
  });

  it.each([{ email: 'a@x.com' }, { email: [{}] }, { birthdate: '1990-02-30' }, { last_name: {} }])('refuses %j', async (fields) => {
    expect(await rest('POST', '/Leads', { ...jane, ...fields })).toMatchObject(failure(422, 'invalid_parameter'));
    expect(await rest('PUT', `/Leads/${idOf(51)}`, fields)).toMatchObject(failure(422, 'invalid_parameter'));
    expect((await script('GET', '/records/leads')).body.records).toHaveLength(6);
  });

  it('keeps what it is sent, cut to the column', async () => {
    await rest('POST', '/Leads', { ...jane, last_name: ' <b>😀</b> ', first_name: 'x'.repeat(101), birthdate: '1990-04-02' });
    expect((await rest('GET', `/Leads/${ours}`)).body).toMatchObject({ last_name: ' <b>😀</b> ', first_name: 'x'.repeat(100), birthdate: '1990-04-02' });
  });

  const filter = (body: object = {}, since = '2026-10-23T02:02:30+00:00') =>
    rest('POST', '/Leads/filter', {
      filter: [{ date_modified: { $gte: since } }], fields: 'id,first_name,email', order_by: 'date_modified:ASC,id:ASC', max_num: 100, offset: 0, deleted: true, ...body,
    });

  it('filters by the stamp, inclusive, page by page', async () => {
    const { body } = await filter();
    expect(body.next_offset).toBe(-1);
    expect(body.records.map(({ id }: any) => id)).toEqual([51, 52, 53, 54, 55, 56].map(idOf));
    expect(body.records[0]).toEqual({
      id: idOf(51), date_modified: '2026-10-23T02:02:30+00:00', first_name: 'Ann',
      email: [{ email_address: 'ann@example.com', primary_address: '1', invalid_email: '0', opt_out: '0' }],
    });
    expect(body.records[1]).toEqual({ id: idOf(52), date_modified: '2026-10-23T02:02:30+00:00', deleted: true });
    expect((await filter({ deleted: false })).body.records).toHaveLength(5);
    expect((await filter({ max_num: 4 })).body).toMatchObject({ next_offset: 4 });
    expect((await filter({ max_num: 4, offset: 4 })).body).toMatchObject({ next_offset: -1, records: [{ id: idOf(55) }, { id: idOf(56) }] });
    expect((await filter({}, '2026-10-23T04:02:31+02:00')).body).toEqual({ next_offset: -1, records: [] });
    expect((await filter({ filter: [], fields: undefined })).body.records[4]).toMatchObject({ last_name: "O'Brien & Sons <x>", deleted: false });
    for (let number = 10; number < 30; number++) await script('PUT', `/records/leads/${number}`, { last_name: 'Seed' });
    expect((await filter({ max_num: undefined })).body).toMatchObject({ next_offset: 20, records: { length: 20 } });
  });

  it.each([{ filter: [{ last_name: 'x' }] }, { filter: [{ date_modified: { $gt: '2026-10-23T02:02:30+00:00' } }] }, { filter: [{ date_modified: { $gte: 'x' } }] }, { order_by: 'id:ASC' }])(
    'knows no other filter, such as %j',
    async (body) => expect(await filter(body)).toMatchObject(failure(422, 'invalid_parameter')),
  );

  it('lists users and drop-downs', async () => {
    const users = (await rest('POST', '/Users/filter', { filter: [], fields: 'id,user_name,email,is_group,portal_only,status,deleted', order_by: 'id:ASC', max_num: 3, offset: 0 })).body;
    expect(users).toMatchObject({ next_offset: 3, records: { length: 3 } });
    expect(users.records[0]).toEqual({
      id: idOf(11), date_modified: '2026-10-23T02:02:30+00:00', user_name: 'jsmith', is_group: false, portal_only: false, status: 'Active', deleted: false,
      email: [{ email_address: 'jsmith@myclub.com', primary_address: '1', invalid_email: '0', opt_out: '0' }],
    });
    expect((await rest('POST', '/Users/filter', { filter: [{ date_modified: {} }] })).status).toBe(422);
    expect((await rest('GET', '/Leads/enum/lead_source')).body).toMatchObject({ '': '', 'Web Site': 'Web Site', Other: 'Other' });
  });

  it('calls what it is asked by the names of the page', async () => {
    await hazard('unknown-field', {}, { times: null });
    const asked: [string, string, unknown?][] = [
      ['GET', '/ping'], ['GET', '/me'], ['GET', '/Leads/enum/lead_source'], ['POST', '/Users/filter', { filter: [], order_by: 'id:ASC' }], ['POST', '/Leads', jane],
      ['PUT', `/Leads/${ours}`, {}], ['GET', `/Leads/${ours}`], ['DELETE', `/Leads/${ours}`], ['POST', '/Leads/filter', {}], ['POST', '/bulk', {}], ['POST', '/oauth2/logout', {}],
    ];
    await rest('GET', '/me');
    await script('POST', '/reset');
    for (const [method, path, body] of asked) await rest(method, path, body);
    await token11({ platform: 'names' });
    const requests = (await script('GET', '/requests')).body.requests as any[];
    expect(requests.map(({ operation }) => operation)).toEqual([
      'ping', 'whoAmI', 'describe', 'listUsers', 'createLead', 'updateLead', 'getLead', 'deleteLead', 'listChanges', 'other', 'logout', 'login',
    ]);
    expect(requests.map(({ club }) => club)).toEqual([null, null, null, null, 'north', 'north', 'north', 'north', null, null, null, null]);
    expect(JSON.stringify(requests)).not.toMatch(/not-a-real-password|sim(token|refresh)/);
  });
});
