import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Clock } from '../../../scripting/clock.js';
import { loadFixture } from '../fixture.js';
import { runAsUser } from '../ids.js';
import { SalesforceState } from '../state.js';
import { Sessions } from './sessions.js';

describe('the life of a session', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('is two hours after its last use', () => {
    let minutes = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => minutes * 60_000);
    const state = new SalesforceState(new Clock());
    loadFixture(state, 'empty');
    const sessions = new Sessions(state);
    const request = { headers: { authorization: `Bearer ${sessions.open('sim-client', runAsUser)}` } } as never;
    minutes = 119;
    expect(sessions.admit(request)).toMatchObject({ user: runAsUser });
    minutes = 238;
    expect(sessions.of(request)).not.toBeNull();
    minutes = 239;
    expect([sessions.of(request), sessions.admit(request)]).toEqual([null, null]);
  });
});
