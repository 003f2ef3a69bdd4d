import { describe, expect, it } from '@jest/globals';
import { Tokens } from './tokens.js';

describe('the tokens of rest-v11', () => {
  it('live an hour, and two weeks to be refreshed', () => {
    let now = 0;
    const tokens = new Tokens(() => now);
    const first = tokens.begin('one');
    expect(first).toMatchObject({ access_token: 'simtoken-0001', expires_in: 3600, refresh_token: 'simrefresh-0001', refresh_expires_in: 1_209_600 });
    now = 3_599_999;
    expect(tokens.isLive(first.access_token)).toBe(true);
    now = 3_600_000;
    expect([tokens.isLive(first.access_token), tokens.isRefreshLive(first.refresh_token)]).toEqual([false, true]);
    now = 1_209_600_000;
    expect(tokens.renew(first.refresh_token)).toBeNull();
  });

  it('end with a refresh, all but the access token; with another login on the platform, all', () => {
    const tokens = new Tokens(() => 0);
    const [one, other] = [tokens.begin('one'), tokens.begin('other')];
    const renewed = tokens.renew(one.refresh_token)!;
    expect([tokens.renew(one.refresh_token), tokens.isLive(one.access_token), tokens.isLive(renewed.access_token)]).toEqual([null, true, true]);
    tokens.begin('one');
    expect([one, renewed, other].map(({ access_token }) => tokens.isLive(access_token))).toEqual([false, false, true]);
    expect(tokens.renew(renewed.refresh_token)).toBeNull();
    expect([tokens.isLive(null), tokens.isLive('')]).toEqual([false, false]);
  });
});
