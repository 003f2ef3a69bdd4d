import type { Lead } from '../state.js';

interface Pending {
  /** What queries still see; undefined: nothing. */
  readonly before: Lead | undefined;
  /** By `performance.now()`. */
  readonly until: number;
}

/** Hazard `late-commit`: writes that are answered, but that queries see only later, as if the transaction ended then. */
export class LateCommits {
  private readonly pending = new Map<string, Pending[]>();

  hold(id: string, before: Lead | undefined, ms: number): void {
    this.pending.set(id, [...this.waiting(id), { before, until: performance.now() + ms }]);
  }

  /** The lead as a query sees it now; undefined: not at all. A later write waits for the earlier one, as for its lock. */
  seen(lead: Lead): Lead | undefined {
    if (this.pending.size === 0) return lead;
    const waiting = this.waiting(lead.Id);
    if (waiting.length > 0) return waiting[0]!.before;
    this.pending.delete(lead.Id);
    return lead;
  }

  clear(): void {
    this.pending.clear();
  }

  private waiting(id: string): Pending[] {
    const now = performance.now();
    return (this.pending.get(id) ?? []).filter(({ until }) => until > now);
  }
}
