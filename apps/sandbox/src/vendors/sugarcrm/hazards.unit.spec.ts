import { beforeEach, describe, expect, it } from '@jest/globals';
import { databaseFailure, epoch, fault, fixtureStamp, frozenAt, frozenStamp, idOf, jane, ours, sugarcrmCalls, valuesOf } from '../../testing/sugarcrm-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';
import { until } from '../../testing/until.js';

describe('the hazards of the CRM', () => {
  const { script, raw, login, wire, create, update, remove, read, feed, feedIds, users, emails, unlink, record, rest, token11, hazard, requests } = sugarcrmCalls(playSandbox());
  const leads = async () => (await script('GET', '/records/leads')).body.records as any[];
  const ann = idOf(51);
  const lead11 = { id: ours, last_name: 'Doe', account_name: 'north' };

  beforeEach(async () => {
    await Promise.all([feed(), rest('GET', '/me')]);
    await script('POST', '/reset', { now: frozenAt });
  });

  it.each([
    ['outage-503', {}, 503, 'Service Unavailable', null, 'text/plain'],
    ['outage-503', { retryAfter: 7 }, 503, 'Service Unavailable', '7', 'text/plain'],
    ['error-500', {}, 500, '', null, 'text/html'],
    ['throttle-429', {}, 429, '', null, null],
    ['throttle-429', { retryAfter: 3 }, 429, '', '3', null],
    ['html-login-page', {}, 200, '<html><body>Please sign in</body></html>', null, 'text/html'],
    ['null-body', {}, 200, null, null, 'application/json; charset=UTF-8'],
  ])('%s %j replaces the answer of either protocol and stores nothing', async (name, params, status, body, retryAfter, type) => {
    for (const ask of [() => create(ours), () => rest('POST', '/Leads', lead11)]) {
      await hazard(name, params);
      const reply = await ask();
      expect(reply).toMatchObject({ status, body });
      const { headers } = reply;
      expect([headers.get('retry-after'), headers.get('content-type'), headers.get('date')]).toEqual([retryAfter, type, 'Sun, 22 Nov 2026 02:02:30 GMT']);
    }
    expect(await leads()).toHaveLength(6);
    expect((await create(ours)).status).toBe(200);
  });

  it.each([
    ['field-refused', { message: 'No shoes' }, { status: 500, body: databaseFailure }, { status: 422, body: { error: 'invalid_parameter', error_message: 'No shoes' } }],
    ['maintenance-503', {}, { status: 500, body: databaseFailure }, { status: 503, body: { error: 'maintenance' } }],
    ['route-not-granted', {}, fault(40), { status: 403, body: { error: 'not_authorized' } }],
    ['auth-revoked', {}, fault(11), { status: 401, body: { error: 'need_login' } }],
  ])('%s speaks the language of each protocol', async (name, params, old, v11) => {
    await hazard(name, params);
    expect(await create(ours)).toMatchObject(old);
    await hazard(name, params);
    expect(await rest('POST', '/Leads', lead11)).toMatchObject(v11);
    expect(await leads()).toHaveLength(6);
  });

  it('auth-revoked refuses a login in other words; field-refused has no business with one', async () => {
    await hazard('field-refused', { message: 'No' });
    expect((await login()).body).toHaveProperty('id');
    expect((await hazard('field-refused')).status).toBe(400);
    await hazard('auth-revoked', {}, { operation: 'login', times: 2 });
    expect(await login()).toMatchObject(fault(10));
    expect(await token11({ platform: 'revoked' })).toMatchObject({ status: 401, body: { error: 'invalid_grant' } });
    expect((await raw('get_server_info', {})).status).toBe(200);
  });

  it.each([
    ['connection-reset', {}, 6],
    ['timeout-before-commit', { holdMs: 20 }, 6],
    ['timeout-after-commit', {}, 7],
  ])('%s answers no byte', async (name, params, stored) => {
    await hazard(name, params, { operation: 'createLead' });
    await expect(create(ours)).rejects.toThrow('fetch failed');
    expect(await leads()).toHaveLength(stored);
  });

  it('truncated-body stores and sends half; slow is late', async () => {
    await hazard('truncated-body', {}, { operation: 'createLead' });
    await hazard('slow', { ms: 30 });
    const began = performance.now();
    expect((await create(ours)).body).toMatch(/^\{"id":"18fb[^}]*/);
    expect(performance.now() - began).toBeGreaterThan(25);
    expect(await leads()).toHaveLength(7);
  });

  it('stale-read hides the young from lists and getLead', async () => {
    await create(ours);
    await hazard('stale-read', {}, { times: 4 });
    expect([await read(ours), await feedIds()]).toEqual([null, [51, 52, 53, 54, 55, 56].map(idOf)]);
    expect((await rest('GET', `/Leads/${ours}`)).status).toBe(404);
    expect((await rest('POST', '/Leads/filter', { order_by: 'date_modified:ASC,id:ASC' })).body.records).toHaveLength(5);
    expect(await feedIds()).toContain(ours);
  });

  it('late-commit shows a write to lists later, with its earlier stamp', async () => {
    await hazard('late-commit', { ms: 1_000 }, { times: 2 });
    expect((await create(ours)).status).toBe(200);
    expect((await update(ann, { first_name: 'Anna' })).status).toBe(200);
    expect(await read(ours)).toMatchObject({ date_modified: frozenStamp });
    await script('PUT', '/clock', { now: '2026-11-22T03:00:00Z' });
    await update(idOf(54), {});
    expect(await feedIds(fixtureStamp, idOf(56))).toEqual([idOf(54)]);
    const [first] = (await feed()).body.entry_list.map(valuesOf);
    expect(first).toMatchObject({ id: ann, first_name: 'Ann', date_modified: fixtureStamp });
    await until(async () => (await feedIds(fixtureStamp, idOf(56))).length === 3);
    expect(await feedIds(fixtureStamp, idOf(56))).toEqual([ann, ours, idOf(54)]);
  });

  it('session-lost ends session or token just before the call', async () => {
    await hazard('session-lost');
    expect((await raw('get_server_info', {})).status).toBe(200);
    expect(await create(ours)).toMatchObject(fault(11));
    await hazard('session-lost');
    expect((await rest('GET', '/me')).status).toBe(401);
    expect([(await create(ours)).status, (await rest('GET', '/me')).status]).toEqual([200, 200]);
  });

  it('login-displaced ends token and refresh token, of rest-v11 alone', async () => {
    await hazard('login-displaced', {}, { times: 2 });
    expect((await create(ours)).body.id).toBe(ours);
    const first = (await token11({ platform: 'displaced' })).body;
    const me = (token: string) => rest('GET', '/me', undefined, { 'oauth-token': token });
    const refresh = (refresh_token: string) => token11({ grant_type: 'refresh_token', refresh_token });
    expect([(await me(first.access_token)).status, (await refresh(first.refresh_token)).status]).toEqual([401, 401]);
    const second = (await token11({ platform: 'displaced' })).body;
    expect(await refresh(second.refresh_token)).toMatchObject({ status: 401, body: { error: 'invalid_grant' } });
    expect((await me(second.access_token)).status).toBe(401);
  });

  it('false-success stores nothing, whatever the write', async () => {
    await hazard('false-success', {}, { times: 6 });
    const before = await leads();
    expect((await create(ours)).body.id).toBe(ours);
    expect((await update(ann, { first_name: 'Anna', goal_c: 'run' })).body).toMatchObject({ id: ann, entry_list: { goal_c: { value: 'run' } } });
    expect((await remove(ann)).body.id).toBe(ann);
    expect((await unlink(ann, [(await emails(ann)).body.entry_list[0].id])).body.deleted).toBe(1);
    expect((await rest('POST', '/Leads', lead11)).body).toMatchObject(lead11);
    expect((await rest('PUT', `/Leads/${ann}`, { email: [] })).body).toMatchObject({ email: [] });
    expect(await leads()).toEqual(before);
    expect((await requests()).flatMap(({ hazards }) => hazards)).toHaveLength(6);
    expect(await feedIds()).toHaveLength(6);
  });

  it('database-failure-after-commit stores, and says 500', async () => {
    await hazard('database-failure-after-commit', {}, { times: 2 });
    expect(await create(ours)).toMatchObject({ status: 500, body: databaseFailure });
    expect((await rest('PUT', `/Leads/${ours}`, { first_name: 'Janet' })).status).toBe(500);
    expect(await read(ours)).toMatchObject({ first_name: 'Janet' });
  });

  it('delete-on-update and convert-on-update come just before', async () => {
    await hazard('delete-on-update');
    await update(idOf(52), { first_name: 'X' });
    expect((await update(ann, { first_name: 'Anna' })).body.id).toBe(ann);
    expect(await read(ann)).toMatchObject({ deleted: '1', first_name: 'Ann', modified_user_id: idOf(11) });
    await hazard('convert-on-update');
    await update(idOf(54), { first_name: 'Samuel' });
    expect(await read(idOf(54))).toMatchObject({ converted: '1', first_name: 'Samuel', modified_user_id: '1' });
    await hazard('delete-on-update');
    expect((await rest('PUT', `/Leads/${idOf(55)}`, {})).status).toBe(404);
  });

  it('same-second and future-stamp lie about the stamp', async () => {
    await hazard('same-second', {}, { times: 2 });
    await create(ours);
    expect(await read(ours)).toMatchObject({ date_modified: fixtureStamp, date_entered: frozenStamp });
    await update(idOf(54), {});
    expect(await read(idOf(54))).toMatchObject({ date_modified: fixtureStamp });
    await hazard('future-stamp');
    await hazard('future-stamp', { seconds: 60 }, { skip: 1 });
    await update(ann, {});
    await remove(idOf(55));
    expect([await read(ann), await read(idOf(55))]).toMatchObject([{ date_modified: '2026-11-23 02:02:30' }, { date_modified: '2026-11-22 02:03:30', deleted: '1' }]);
  });

  it('page-cap shortens every page', async () => {
    await hazard('page-cap', { rows: 2 }, { times: 4 });
    expect((await feed()).body).toMatchObject({ result_count: 2, total_count: '6', next_offset: 2 });
    expect((await users()).body).toMatchObject({ result_count: 2 });
    expect((await rest('POST', '/Leads/filter', { order_by: 'date_modified:ASC,id:ASC', max_num: 100 })).body).toMatchObject({ next_offset: 2, records: { length: 2 } });
    expect((await feed(epoch, '', { max_results: 1 })).body).toMatchObject({ result_count: 1 });
  });

  it('stray-html and unknown-field spoil what is shown, not what is stored', async () => {
    await hazard('stray-html', {}, { times: 3 });
    await hazard('unknown-field', {}, { times: 3 });
    expect(await read(idOf(55))).toMatchObject({ last_name: 'O&#039;Brien &amp; Sons &lt;x&gt;', sim_extra: 'extra' });
    expect(valuesOf((await users()).body.entry_list[0])).toMatchObject({ sim_extra: 'extra' });
    expect((await rest('GET', `/Leads/${idOf(55)}`)).body).toMatchObject({ last_name: "O'Brien &amp; Sons <x>", sim_extra: 'extra' });
    expect(await record(idOf(55))).toMatchObject({ last_name: "O'Brien & Sons <x>" });
    expect(await record(idOf(55))).not.toHaveProperty('sim_extra');
  });

  it('know the operations of the page; calls go by them in the log, credentials hidden', async () => {
    await wire('get_user_id');
    await wire('get_module_fields', { module_name: 'Leads', fields: ['status'] });
    await feed();
    await read(ann);
    await users();
    await create(ours, jane);
    await update(ours, {});
    await emails(ours);
    await unlink(ours, []);
    await remove(ours);
    await wire('get_entry', { module_name: 'Leads', id: ann, select_fields: [] });
    await wire('set_entry', { module_name: 'Leads', name_value_list: [{ name: 'account_name', value: 'west' }] });
    await raw('get_server_info', {});
    await raw('fly', {});
    await login();
    const log = await requests();
    expect(log.map(({ operation, club }) => [operation, club])).toEqual([
      ['whoAmI', null], ['describe', null], ['listChanges', null], ['getLead', 'north'], ['listUsers', null], ['createLead', 'north'], ['updateLead', 'north'],
      ['listLeadEmails', 'north'], ['unlinkEmail', 'north'], ['deleteLead', 'north'], ['get_entry', 'north'], ['set_entry', 'west'], ['ping', null], ['fly', null], ['login', null],
    ]);
    expect(JSON.stringify(log)).not.toMatch(/simsession|ade6f4c69547af4c917e92d6548c229a/);
    for (const { operation } of log) expect((await hazard('slow', {}, { operation })).status).toBe(operation === 'fly' ? 400 : 201);
  });
});
