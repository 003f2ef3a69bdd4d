import { beforeEach, describe, expect, it } from '@jest/globals';
import { credentials, epoch, fault, feedOrder, feedQuery, frozenAt, idOf, sugarcrmCalls } from '../../../testing/sugarcrm-calls.js';
import { playSandbox } from '../../../testing/played-sandbox.js';

describe('the envelope and the sessions of rest-v4_1', () => {
  const played = playSandbox();
  const { script, raw, login, wire, list, setEntry, serverIs } = sugarcrmCalls(played);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  const crash = { status: 500, body: '' };
  const wrongLogin = {
    status: 200,
    body: { name: 'Invalid Login', number: 10, description: 'Login attempt failed please check the username and password' },
  };

  it('tells of the server without a login, and its clock', async () => {
    const suite = await raw('get_server_info', {});
    expect(suite).toMatchObject({ status: 200, body: { flavor: 'CE', version: '6.5.25', suitecrm_version: '7.14.6', gmt_time: '2026-11-22 02:02:30' } });
    expect([suite.headers.get('content-type'), suite.headers.get('date')]).toEqual(['application/json; charset=UTF-8', 'Sun, 22 Nov 2026 02:02:30 GMT']);
    await serverIs({ profile: 'sugarce65' });
    expect((await raw('get_server_info', {})).body).toEqual({ flavor: 'CE', version: '6.5.23', gmt_time: '2026-11-22 02:02:30' });
  });

  it('lets in the one user by the MD5 of the password, any number of times', async () => {
    const { body, headers } = await login();
    expect(body).toEqual({
      id: expect.stringMatching(/^simsession\d{16}$/),
      module_name: 'Users',
      name_value_list: {
        user_id: { name: 'user_id', value: '1' },
        user_name: { name: 'user_name', value: 'sim-user' },
        user_language: { name: 'user_language', value: 'en_us' },
        user_is_admin: { name: 'user_is_admin', value: true },
        user_default_dateformat: { name: 'user_default_dateformat', value: 'm/d/Y' },
      },
    });
    expect(headers.get('set-cookie')).toContain('PHPSESSID=');
    const other = (await login()).body.id;
    for (const session of [body.id, other]) expect((await raw('get_user_id', { session })).body).toBe('1');
    expect(await raw('logout', { session: other })).toMatchObject({ status: 200, body: null });
    expect(await raw('get_user_id', { session: other })).toMatchObject(fault(11));
    expect((await raw('get_user_id', { session: body.id })).body).toBe('1');
  });

  it.each([{ user_name: 'somebody' }, { password: 'not-a-real-password' }, { password: credentials.password.toUpperCase() }])('refuses %j', async (wrong) => {
    expect(await login(wrong)).toMatchObject(wrongLogin);
  });

  it('checks the path, then JSON, method, argument names, session, module, data', async () => {
    expect((await played.call('POST', '/service/v4/rest.php', {})).status).toBe(404);
    expect((await played.call('GET', '/service/v4_1/rest.php')).status).toBe(404);
    expect(await raw('login', '{')).toMatchObject(wrongLogin);
    expect(await raw('set_entry', '{')).toMatchObject(crash);
    expect(await raw('fly', {}, { input_type: 'Serialize' })).toMatchObject(crash);
    expect(await raw('fly', {})).toMatchObject({
      body: { name: 'An Undefined Error - invalid_call occurred', number: '-1', description: 'There is no error definition for invalid_call' },
    });
    expect(await raw('set_entry', { session: 'x', module_name: 'Dragons', name_value_list: [], color: 1 })).toMatchObject(crash);
    expect(await raw('set_entry', { session: 'x', module_name: 'Dragons', name_value_list: [] })).toMatchObject({
      body: { name: 'Invalid Session ID', number: 11, description: 'The session ID is invalid' },
    });
    expect(await raw('set_entry', { session: '', module_name: 'Dragons', name_value_list: [] })).toMatchObject({ status: 200, body: null });
    expect(await wire('set_entry', { module_name: 'Dragons', name_value_list: [] })).toMatchObject({
      body: { name: 'Module Does Not Exist', number: 20, description: 'This module is not available on this server' },
    });
    expect(await setEntry({ id: 'no id', last_name: 'X' })).toMatchObject({ status: 200, body: null });
    expect(await setEntry({ id: idOf(11), last_name: 'X' }, 'Users')).toMatchObject({ body: { name: 'Access Denied', number: 40, description: 'You do not have access' } });
  });

  it('dies of an unknown argument, a missing one, a list, and of anything but a form', async () => {
    const died = [
      await raw('login', { user_auth: credentials, application_name: 'Spec', name_value_list: [] }),
      await raw('login', { application: 'Spec' }),
      await raw('login', [credentials, 'Spec', []]),
      await raw('get_server_info', 'null'),
      await raw('get_user_id', {}),
      await wire('get_entry', { module_name: 'Leads', id: idOf(51) }),
      await played.call('POST', '/service/v4_1/rest.php', { method: 'get_server_info', rest_data: {} }),
    ];
    for (const reply of died) expect(reply).toMatchObject(crash);
    expect(died[0]!.headers.get('content-type')).toBe('text/html');
    expect((await raw('login', { user_auth: credentials })).body).toHaveProperty('id');
  });

  it('binds by position where PHP is old, whatever the names', async () => {
    await serverIs({ arguments: 'positional' });
    const { id: session } = (await raw('login', [credentials, 'Spec', []])).body;
    expect((await raw('login', { a: credentials, b: 'Spec', c: [], d: 1 })).body).toHaveProperty('id');
    const query = feedQuery(epoch);
    expect((await raw('get_entry_list', [session, 'Leads', query, feedOrder, 0, ['id'], [], 2, 1, false])).body).toMatchObject({ result_count: 2 });
    expect((await raw('get_entry_list', { session, query, module_name: 'Leads' })).body).toMatchObject({ number: 20 });
    expect(await raw('get_entry', [session, 'Leads', idOf(51)])).toMatchObject(crash);
    expect(await raw('get_user_id', 'true')).toMatchObject(crash);
  });

  it('writes slashes and what is not ASCII as PHP does', async () => {
    await script('PUT', `/records/leads/${idOf(51)}`, { first_name: 'Zoë/🙂' });
    const response = await fetch(`${played.url}/service/v4_1/rest.php`, {
      method: 'POST',
      body: new URLSearchParams({
        method: 'get_entry',
        input_type: 'JSON',
        response_type: 'JSON',
        rest_data: JSON.stringify({ session: (await login()).body.id, module_name: 'Leads', id: idOf(51), select_fields: ['first_name'] }),
      }),
    });
    expect(await response.text()).toContain(String.raw`"value":"Zo\u00eb\/\ud83d\ude42"`);
  });

  it('keeps sessions through a reset', async () => {
    const session = (await login()).body.id;
    await script('POST', '/reset');
    expect((await raw('get_user_id', { session })).body).toBe('1');
    expect((await list({ query: 'leads.id = ' })).body.number).toBe(40);
  });
});
