import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { effectiveVersion, newestPer, supersedes, type EffectiveVersion, type Versioned } from './version.js';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const event = (version: string, receivedAt: string, updatedAt?: string | null): Versioned => ({ version, receivedAt, updatedAt });

/** Who is kept of events that arrive in this order. */
function kept(...events: Versioned[]): string {
  return newestPer(events, () => 'one')[0]!.event.version;
}

describe('newest wins', () => {
  it('by the time InTouch saved it, in whichever order it arrives', () => {
    const [older, newer] = [event('2', at(9), at(1)), event('1', at(8), at(2))];
    expect(kept(older, newer)).toBe('1');
    expect(kept(newer, older)).toBe('1');
  });

  it('and on a tie by what was received later', () => {
    expect(kept(event('1', at(1), at(1)), event('2', at(2), at(1)))).toBe('2');
    expect(kept(event('2', at(2), at(1)), event('1', at(1), at(1)))).toBe('2');
  });

  it('where a snapshot without a time, or an archive, is newer than anything received before', () => {
    expect(kept(event('1', at(1), at(50)), event('2', at(2)))).toBe('2');
    expect(kept(event('1', at(1), at(50)), event('2', at(2), null))).toBe('2');
  });

  it('and a later snapshot, as InTouch saved it, takes an archive back', () => {
    expect(kept(event('1', at(1), at(1)), event('2', at(2)), event('3', at(4), at(3)))).toBe('3');
    expect(kept(event('1', at(1), at(1)), event('2', at(3)), event('3', at(4), at(2)))).toBe('2');
  });

  it('compares instants, not their spelling', () => {
    expect(kept(event('1', at(1), '2026-01-01T02:00:00+02:00'), event('2', at(2), '2026-01-01T00:00:00.000Z'))).toBe('2');
    expect(effectiveVersion(event('1', at(1), '2026-01-01T02:00:00+02:00')).effectiveAt).toBe('2026-01-01T00:00:00.000Z');
  });

  it('keeps one per key, in the order in which keys came', () => {
    const events = [event('1', at(1), at(5)), event('2', at(2), at(4)), event('3', at(3), at(9))];
    const keyOf = (each: Versioned): string => (each.version === '3' ? 'b' : 'a');
    expect(newestPer(events, keyOf).map(({ event: { version } }) => version)).toEqual(['1', '3']);
  });
});

describe('of stamped snapshots', () => {
  const second = fc.integer({ min: 0, max: 5 });
  const stamped = fc.record({ n: fc.integer({ min: 0, max: 9 }), updated: second }).map(({ n, updated }) => event(`0${n}`, at(n), at(updated)));

  it('the same one is kept in any order of arrival', () => {
    fc.assert(
      fc.property(fc.uniqueArray(stamped, { minLength: 1, maxLength: 6, selector: ({ version }) => version }).chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }))), ([events, shuffled]) => {
        expect(kept(...shuffled)).toBe(kept(...events));
      }),
    );
  });

  it('one always supersedes the other, and itself', () => {
    fc.assert(
      fc.property(stamped, stamped, (one, other) => {
        const [a, b]: EffectiveVersion[] = [effectiveVersion(one), effectiveVersion(other)] as [EffectiveVersion, EffectiveVersion];
        expect(supersedes(a!, b!) || supersedes(b!, a!)).toBe(true);
        expect(supersedes(a!, a!)).toBe(true);
      }),
    );
  });
});
