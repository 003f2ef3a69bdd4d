import { runCounters } from '@intouch/contracts';
import type { KeptRun } from '../../store/run.store.js';

/** All counters, those not told yet as 0. */
export function runSummary({ runId, clubId, vendor, kind, state, startedAt, finishedAt, counts, failure }: KeptRun): object {
  return {
    runId, clubId, vendor, state, kind, startedAt, finishedAt, failure,
    counts: Object.fromEntries(runCounters.map((counter) => [counter, counts[counter] ?? 0])),
  };
}
