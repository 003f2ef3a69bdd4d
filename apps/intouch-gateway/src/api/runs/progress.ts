import { runCounters, runOutcomes, type RunCounts, type RunDecision, type RunProgressed } from '@intouch/contracts';
import type { KeptRun } from '../../store/run.store.js';

/**
 * A run after one more message of its connector or of the matcher. It has succeeded once the connector has read all and
 * every record read has been decided; matching staff and lead sources, once the list it made is here (`keep-lookups`). A
 * failed run stays failed. A held one is not ended by counts, but its connector may have to give it up.
 */
export function progressed(run: KeptRun, { phase, counts, failure, at, held }: RunProgressed): KeptRun {
  const summed = Object.fromEntries(runCounters.map((counter) => [counter, (run.counts[counter] ?? 0) + (counts[counter] ?? 0)])) as RunCounts;
  const next: KeptRun = {
    ...braked(run, held),
    counts: summed,
    readAll: run.readAll || phase === 'read-all',
    startedAt: phase === 'started' ? at : run.startedAt,
  };
  if (next.state !== 'running' && next.state !== 'held') return next;
  if (phase === 'failed') return { ...next, state: 'failed', failure: failure ?? null, finishedAt: at };
  if (next.state === 'running' && next.readAll && run.kind !== 'lookups' && decided(summed) >= summed.read!) return { ...next, state: 'succeeded', finishedAt: at };
  return next;
}

/** A held run as a person's word leaves it. */
export function decidedByHand(run: KeptRun, decision: RunDecision, at: string): KeptRun {
  return decision === 'approve' ? { ...run, state: 'running', approved: true } : { ...run, state: 'failed', failure: 'cancelled by hand', finishedAt: at };
}

/** The brake holds a run once: what it told before a person let the run go on may arrive after that. */
function braked(run: KeptRun, held: boolean | undefined): KeptRun {
  if (held === true && run.state === 'running' && !run.approved) return { ...run, state: 'held' };
  if (held === false && run.state === 'held') return { ...run, state: 'running', approved: true };
  return run;
}

function decided(counts: RunCounts): number {
  return runOutcomes.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);
}
