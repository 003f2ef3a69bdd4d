import { runCounters, runOutcomes, type RunCounts, type RunProgressed } from '@intouch/contracts';
import type { KeptRun } from '../../store/run.store.js';

/**
 * A run after one more message of its connector or of the matcher. It has succeeded once the connector has read all and
 * every record read has been decided; matching staff and lead sources, once the list it made is here (`keep-lookups`). A
 * failed run stays failed.
 */
export function progressed(run: KeptRun, { phase, counts, failure, at }: RunProgressed): KeptRun {
  const summed = Object.fromEntries(runCounters.map((counter) => [counter, (run.counts[counter] ?? 0) + (counts[counter] ?? 0)])) as RunCounts;
  const next: KeptRun = {
    ...run,
    counts: summed,
    readAll: run.readAll || phase === 'read-all',
    startedAt: phase === 'started' ? at : run.startedAt,
  };
  if (run.state !== 'running') return next;
  if (phase === 'failed') return { ...next, state: 'failed', failure: failure ?? null, finishedAt: at };
  if (next.readAll && run.kind !== 'lookups' && decided(summed) >= summed.read!) return { ...next, state: 'succeeded', finishedAt: at };
  return next;
}

function decided(counts: RunCounts): number {
  return runOutcomes.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);
}
