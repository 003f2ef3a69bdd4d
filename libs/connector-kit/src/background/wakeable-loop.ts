import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '@intouch/messaging';
import { describeFault } from '../describe-fault.js';

const afterFaultMs = 500;

/**
 * A loop of background work: runs when woken, when its last pass said so, and at the latest after `idleMs`. A failing
 * database makes it wait and go on; it ends only when told to, after the pass under way.
 */
export class WakeableLoop {
  private wakeUp: (() => void) | undefined;
  private woken = false;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly name: string,
    /** One pass; answers after how many milliseconds the next is due, null: when woken. */
    private readonly pass: () => Promise<number | null>,
    private readonly log: Log,
    private readonly idleMs = 1_000,
  ) {}

  get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  start(): void {
    this.running ??= this.run();
  }

  wake(inMs = 0): void {
    if (inMs > 0) {
      setTimeout(() => this.wake(), inMs).unref();
      return;
    }
    this.woken = true;
    this.wakeUp?.();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.woken = false;
      let nextMs: number;
      try {
        nextMs = Math.min(this.idleMs, (await this.pass()) ?? this.idleMs);
      } catch (error) {
        this.log.warn({ loop: this.name, ...describeFault(error as Error) }, 'background work waits and goes on');
        nextMs = afterFaultMs;
      }
      if (!this.woken && !this.stopped) await this.sleep(nextMs);
    }
  }

  private async sleep(ms: number): Promise<void> {
    const timer = new AbortController();
    const woken = new Promise<void>((resolve) => (this.wakeUp = resolve));
    await Promise.race([woken, pause(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
    this.wakeUp = undefined;
  }
}
