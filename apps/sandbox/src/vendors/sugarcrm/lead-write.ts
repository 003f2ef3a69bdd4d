import type { Answer } from '../../http/answer.js';
import { databaseFailure } from './failures.js';
import { convertLead, deleteLead } from './staff-work.js';
import type { Changes } from './listed-leads.js';
import type { SugarState } from './state.js';

/**
 * One write of one lead, as the hazards of kind M want it. `write` stores, with the stamp it is given (RFC 3339 UTC),
 * and answers; what it refuses to store no hazard touches.
 */
export function writeLead(state: SugarState, changes: Changes, id: string, write: (stamp: string) => Answer): Answer {
  const before = state.leads.get(id);
  const answer = write(stampOf(state, changes, id));
  const after = state.leads.get(id);
  if (after === undefined || after === before) return answer;
  const late = changes.get('late-commit');
  if (changes.has('false-success')) state.leads.restore(id, before);
  else if (late !== undefined) state.lateCommits.hold(after.id, before, Number(late['ms']));
  return changes.has('database-failure-after-commit') ? databaseFailure : answer;
}

/** What somebody in the CRM does to the lead just before an update arrives. */
export function meddle(state: SugarState, changes: Changes, id: string): void {
  if (state.leads.get(id)?.deleted !== 0) return;
  if (changes.has('convert-on-update')) convertLead(state, id);
  if (changes.has('delete-on-update')) deleteLead(state, id);
}

function stampOf(state: SugarState, changes: Changes, id: string): string {
  const newest = changes.has('same-second') ? state.leads.order.newestBut(state.leads.get(id)?.id ?? id) : undefined;
  if (newest !== undefined) return newest.modifiedAt;
  const ahead = Number(changes.get('future-stamp')?.['seconds'] ?? 0);
  return new Date(state.clock.now() + ahead * 1_000).toISOString();
}
