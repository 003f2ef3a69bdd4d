import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { RunProgressed } from '@intouch/contracts';
import type { KeptRun } from '../../store/run.store.js';
import { decidedByHand, progressed } from './progress.js';

const at = '2026-11-22T09:30:00.000Z';
const running: KeptRun = { runId: 'r', clubId: 'c', vendor: 'compete', kind: 'scheduled', state: 'running', counts: {}, readAll: false, failure: null, approved: false, startedAt: at, finishedAt: null };
const part = (more: Partial<RunProgressed>): RunProgressed => ({ runId: 'r', clubId: 'c', vendor: 'compete', kind: 'scheduled', at, counts: {}, items: [], phase: null, failure: null, ...more });
const after = (...parts: Partial<RunProgressed>[]): KeptRun => parts.map(part).reduce(progressed, running);

describe('a run', () => {
  it('succeeds when all was read and decided, in whatever order that is told', () => {
    expect(after({ counts: { converted: 2 } }, { phase: 'read-all', counts: { read: 3, rejected: 1 } }).state).toBe('succeeded');
    expect(after({ phase: 'read-all', counts: { read: 3 } }, { counts: { ignored: 2 } }).state).toBe('running');
    expect(after({ phase: 'read-all', counts: { read: 0 } }).state).toBe('succeeded');
  });

  it('of staff and lead sources is not over before its list is here', () => {
    const lookups = progressed({ ...running, kind: 'lookups' }, part({ kind: 'lookups', phase: 'read-all', counts: { read: 3, updated: 1, unchanged: 2 } }));
    expect(lookups).toMatchObject({ state: 'running', counts: { read: 3, updated: 1 } });
    expect(progressed({ ...running, kind: 'lookups' }, part({ kind: 'lookups', phase: 'failed', failure: 'no answer' })).state).toBe('failed');
  });

  it('stays failed, though more be counted', () => {
    const failed = after({ phase: 'failed', failure: 'no answer' }, { phase: 'read-all', counts: { read: 1 } }, { counts: { updated: 1 } });
    expect(failed).toMatchObject({ state: 'failed', failure: 'no answer', counts: { read: 1, updated: 1 } });
  });

  it('is not ended by counts while it is held', () => {
    expect(progressed({ ...running, state: 'held' }, part({ phase: 'read-all', counts: { read: 0 } })).state).toBe('held');
  });

  it('is held by the brake, goes on, and is never held again', () => {
    const held = after({ phase: 'started' }, { held: true });
    expect(held).toMatchObject({ state: 'held', finishedAt: null });
    for (const approved of [decidedByHand(held, 'approve', at), progressed(held, part({ held: false }))]) {
      expect(approved).toMatchObject({ state: 'running', approved: true, finishedAt: null });
      expect(progressed(approved, part({ held: true })).state).toBe('running');
      expect([{ held: false }, { phase: 'read-all' as const, counts: { read: 1, updated: 1 } }].map(part).reduce(progressed, approved).state).toBe('succeeded');
    }
    expect(after({ held: false })).toMatchObject({ state: 'running', approved: false });
  });

  it('ends when a person cancels it, or its connector gives it up, and nothing revives it', () => {
    const held = after({ held: true });
    const late = [{ held: true }, { held: false }, { phase: 'failed' as const, failure: 'cancelled' }, { phase: 'read-all' as const, counts: { read: 1, updated: 1 } }].map(part);
    expect(late.reduce(progressed, decidedByHand(held, 'cancel', at))).toMatchObject({ state: 'failed', failure: 'cancelled by hand', finishedAt: at, approved: false });
    expect(late.reduce(progressed, progressed(held, part({ phase: 'failed', failure: 'no answer' })))).toMatchObject({ state: 'failed', failure: 'no answer' });
    expect(progressed({ ...running, state: 'succeeded' }, part({ held: true })).state).toBe('succeeded');
  });
});
