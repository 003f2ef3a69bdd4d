import { beforeEach, describe, expect, it } from '@jest/globals';
import { competeCalls, error, frozenAt } from '../../testing/compete-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('the door of Compete', () => {
  const played = playSandbox();
  const { compete, script } = played;
  const { create } = competeCalls(played);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it.each([
    ['X-Api-Key', 400, 'The ApiKey field is required.'],
    ['X-CompanyId', 400, 'The CompanyId field is required.'],
    ['X-ClubId', 400, 'The ClubId field is required.'],
  ])('asks for %s', async (name, status, message) => {
    expect(await compete('GET', 'club/getactiveclubs', undefined, { [name]: '' })).toMatchObject(error(status, message));
  });

  it.each([
    [{ 'X-Api-Key': 'wrong' }, 'Invalid authorization credentials'],
    [{ 'X-CompanyId': '102' }, 'Invalid authorization credentials'],
    [{ 'X-ClubId': '77' }, 'Invalid authorization credentials (Club Does Not Exist)'],
    [{ 'X-ClubId': '9' }, 'Invalid authorization credentials (Inactive Club)'],
  ])('refuses %j', async (headers, message) => {
    expect(await compete('GET', 'club/getactiveclubs', undefined, headers)).toMatchObject(error(401, message));
  });

  it('knows its paths, in lower case, and their methods', async () => {
    expect(await compete('GET', 'member/nothing')).toMatchObject(error(404, 'Endpoint was not found'));
    expect(await compete('GET', 'Club/GetActiveClubs')).toMatchObject(error(404, 'Endpoint was not found'));
    const wrongMethod = 'Caller is requesting a service that either does not exist or to which caller does not have authority to execute';
    expect(await compete('POST', 'club/getactiveclubs', {})).toMatchObject(error(405, wrongMethod));
  });

  it('limits the company, over all its clubs, before it reads the body', async () => {
    await script('PUT', '/records/companies/101', { rateLimitPerMinute: 2 });
    expect((await compete('GET', 'club/getactiveclubs')).status).toBe(200);
    expect((await compete('GET', 'club/getactiveclubs', undefined, { 'X-ClubId': '2' })).status).toBe(200);
    const refused = await create('not json');
    expect(refused).toMatchObject(error(429, 'Too Many Requests'));
    expect(refused.headers.has('retry-after')).toBe(false);
  });
});
