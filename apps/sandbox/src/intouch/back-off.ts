import { setTimeout } from 'node:timers/promises';

const first = 100;
const longest = 1_000;

/** Waits longer from failure to failure, up to a second; the gateway's own wish counts, up to five. */
export class BackOff {
  private next = first;

  constructor(private readonly signal: AbortSignal) {}

  /** Returns early, without throwing, when the signal is aborted. */
  async wait(askedMs: number | null = null): Promise<void> {
    const ms = askedMs === null ? this.next : Math.min(Math.max(askedMs, first), 5_000);
    this.next = Math.min(this.next * 2, longest);
    await setTimeout(ms, undefined, { signal: this.signal }).catch(() => undefined);
  }

  reset(): void {
    this.next = first;
  }
}
