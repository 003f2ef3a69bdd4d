import { Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';
import { Stopping } from './stopping.js';

/**
 * Wakes requests that wait for something another transaction writes: at once where this instance wrote it, by looking
 * again every now and then where another one did.
 */
@Injectable()
export class Wake {
  private readonly sleepers = new Set<() => void>();

  constructor(
    private readonly database: Database,
    private readonly stopping: Stopping,
  ) {}

  /** The service is stopping: nobody should begin to wait. */
  get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Called inside the transaction that writes; the sleepers wake once it is durable. */
  stirred(): void {
    this.database.afterCommit(() => {
      for (const wake of [...this.sleepers]) wake();
    });
  }

  /**
   * Looks until `look` finds something.
   * @param left ends the wait: the client has gone
   * @returns undefined when time is up, the client has gone, or the service stops
   */
  async until<T>(look: () => Promise<T | undefined>, withinMs: number, pollMs: number, left?: AbortSignal): Promise<T | undefined> {
    const deadline = Date.now() + withinMs;
    const signal = left ? AbortSignal.any([left, this.stopping.signal]) : this.stopping.signal;
    for (;;) {
      // Armed before the look, so that what is written meanwhile is not slept over.
      const nap = this.nap(signal);
      try {
        const found = await look();
        const remaining = deadline - Date.now();
        if (found !== undefined || remaining <= 0 || signal.aborted) return found;
        await nap.within(Math.min(remaining, pollMs));
      } finally {
        nap.end();
      }
    }
  }

  private nap(signal: AbortSignal): { within(ms: number): Promise<void>; end(): void } {
    let timer: NodeJS.Timeout | undefined;
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    this.sleepers.add(wake);
    signal.addEventListener('abort', wake, { once: true });
    return {
      within: (ms) => {
        timer = setTimeout(wake, ms);
        return woken;
      },
      end: () => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
      },
    };
  }
}

/** New changes, new log entries, and answers of connectors wake different sleepers. */
@Injectable()
export class ChangesCame extends Wake {
  constructor(database: Database, stopping: Stopping) {
    super(database, stopping);
  }
}

@Injectable()
export class LogCame extends Wake {
  constructor(database: Database, stopping: Stopping) {
    super(database, stopping);
  }
}

@Injectable()
export class AnswersCame extends Wake {
  constructor(database: Database, stopping: Stopping) {
    super(database, stopping);
  }
}
