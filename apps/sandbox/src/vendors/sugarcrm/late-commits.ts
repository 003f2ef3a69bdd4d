import type { Lead } from './lead.js';

interface Held {
  readonly before: Lead | undefined;
  /** By `performance.now()`. */
  readonly until: number;
}

/** Writes that lists do not show yet: a transaction that took its stamp and was committed some time later. */
export class LateCommits {
  private readonly held = new Map<string, Held>();

  /** @param ms real time for which lists go on showing `before`, or nobody */
  hold(id: string, before: Lead | undefined, ms: number): void {
    this.held.set(id, { before, until: performance.now() + ms });
  }

  /** Forgets what lists show by now. */
  isEmpty(): boolean {
    const now = performance.now();
    for (const [id, { until }] of this.held) if (until <= now) this.held.delete(id);
    return this.held.size === 0;
  }

  /** The lead as a list shows it; undefined: not at all. */
  asListed(lead: Lead): Lead | undefined {
    const held = this.held.get(lead.id);
    return held === undefined ? lead : held.before;
  }

  clear(): void {
    this.held.clear();
  }
}
