import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Lead } from '../state.js';
import { LateCommits } from './late-commits.js';

describe('late commits', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('show what was there before until their time has come, the earlier one first', () => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const [old, mid, young, other] = ['old', 'mid', 'young', 'other'].map((City) => ({ Id: City === 'other' ? '2' : '1', City }) as unknown as Lead) as [Lead, Lead, Lead, Lead];
    const late = new LateCommits();
    expect(late.seen(old)).toBe(old);
    late.hold('1', old, 100);
    now = 50;
    late.hold('1', mid, 100);
    late.hold('2', undefined, 100);
    expect([late.seen(young), late.seen(other)]).toEqual([old, undefined]);
    now = 100;
    expect(late.seen(young)).toBe(mid);
    now = 150;
    expect([late.seen(young), late.seen(other)]).toEqual([young, other]);
  });
});
