import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bad, envelope, good, jane, namespace, paramountCalls } from '../../testing/paramount-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';
import { until } from '../../testing/until.js';

describe('calls at a time', () => {
  const played = playSandbox();
  const { script, ask, staff, save, hazard, requests } = paramountCalls(played);
  let caller: AbortController;

  beforeEach(async () => {
    caller = new AbortController();
    await script('POST', '/reset', {});
  });
  afterEach(() => caller.abort());

  const busy = bad(900, 'Server busy, try again later');

  /** Calls of club 1001 that this hazard hits; here when they have arrived. */
  async function begin(count: number, name: string, params: object): Promise<Promise<string>[]> {
    await hazard(name, params, { times: count });
    const before = (await requests()).length;
    const calls = Array.from({ length: count }, () =>
      fetch(`${played.url}/ProspectService.asmx`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${namespace}GetLeadSources"` },
        body: envelope(`<GetLeadSources xmlns="${namespace}"/>`),
        signal: caller.signal,
      }).then((response) => response.text()).then(() => 'answered', () => 'broken off'),
    );
    await until(async () => (await requests()).length === before + count);
    return calls;
  }

  it('are two per login, over all clubs; a third is turned away and changes nothing', async () => {
    await begin(2, 'slow', { ms: 60_000 });
    expect(await staff({ club: '1002' })).toMatchObject(busy);
    expect(await save(jane)).toEqual(bad(900, busy.ErrorMessage, { ProspectId: '0' }));
    expect((await script('GET', '/records/prospects')).body.records).toEqual([]);
  });

  it('are checked after login and club, and before the data', async () => {
    await script('PUT', '/records/logins/sim-user', { maxConcurrent: 0 });
    expect(await staff({ password: 'wrong' })).toMatchObject(bad(100, 'Login failed'));
    expect(await staff({ club: '1099' })).toMatchObject(bad(110, 'Club 1099 is not enabled for this login'));
    expect(await save({ ...jane, LastName: '' })).toMatchObject(busy);
    expect((await ask('GetStaff', '', { action: null })).status).toBe(500);
  });

  it('are counted per login, and as many as its record says', async () => {
    await script('PUT', '/records/logins/other', { password: 'secret', maxConcurrent: 1 });
    await script('PUT', '/records/clubs/2001', { login: 'other' });
    await script('PUT', '/records/logins/sim-user', { maxConcurrent: 3 });
    await begin(2, 'slow', { ms: 60_000 });
    expect(await staff()).toMatchObject(good());
    expect(await staff({ userName: 'other', password: 'secret', club: '2001' })).toMatchObject(good());
    await begin(1, 'slow', { ms: 60_000 });
    expect(await staff()).toMatchObject(busy);
  });

  it.each([
    ['slow', { ms: 60_000 }],
    ['timeout-before-commit', { holdMs: 60_000 }],
    ['timeout-after-commit', { holdMs: 60_000 }],
  ])('%s runs until the caller hangs up', async (name, params) => {
    const calls = await begin(2, name, params);
    expect(await staff()).toMatchObject(busy);
    caller.abort();
    expect(await Promise.all(calls)).toEqual(['broken off', 'broken off']);
    expect(await staff()).toMatchObject(good());
    expect((await requests()).map(({ status }) => status)).toEqual([0, 0, 200, 200]);
  });

  it.each([
    ['slow', { ms: 20 }, 'answered'],
    ['timeout-before-commit', { holdMs: 20 }, 'broken off'],
    ['timeout-after-commit', { holdMs: 20 }, 'broken off'],
    ['timeout-after-commit', {}, 'broken off'],
    ['connection-reset', {}, 'broken off'],
  ])('%s %j runs until the vendor is done', async (name, params, end) => {
    expect(await Promise.all(await begin(2, name, params))).toEqual([end, end]);
    expect(await staff()).toMatchObject(good());
  });

  it('run no longer once they are answered, one after the other', async () => {
    await script('PUT', '/records/logins/sim-user', { maxConcurrent: 1 });
    for (let call = 0; call < 200; call++) expect(await staff()).toMatchObject(good());
  });

  it('are forgotten by a reset', async () => {
    await begin(2, 'slow', { ms: 60_000 });
    await script('POST', '/reset', {});
    for (let call = 0; call < 3; call++) expect(await staff()).toMatchObject(good());
  });
});
