import { setTimeout as pause } from 'node:timers/promises';
import type { AccountStore } from '../store/account.store.js';

/** Renewed while work goes on; a killed instance's turn ends by itself this soon. */
const leaseMs = 5_000;
const renewMs = 1_500;
const retryMs = 100;

interface Waiting {
  readonly start: () => Promise<void>;
  readonly refuse: (error: unknown) => void;
}

/** One create of an account at a time, over all instances: in line within this process, by a lease between processes. */
export class CreateTurns {
  private readonly lines = new Map<string, Waiting[]>();

  constructor(
    private readonly store: AccountStore,
    private readonly instance: string,
  ) {}

  /** Runs `work` when it is its turn. Throws what `work` throws, or the database's error where no turn could be had. */
  run<T>(account: string, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const waiting: Waiting = { start: () => work().then(resolve, reject), refuse: reject };
      const line = this.lines.get(account);
      if (line) {
        line.push(waiting);
        return;
      }
      this.lines.set(account, [waiting]);
      void this.drain(account);
    });
  }

  private async drain(account: string): Promise<void> {
    const line = this.lines.get(account)!;
    let renewal: NodeJS.Timeout | undefined;
    try {
      while (!(await this.store.takeCreateTurn(account, this.instance, leaseMs))) await pause(retryMs);
      renewal = setInterval(() => void this.store.takeCreateTurn(account, this.instance, leaseMs).catch(() => undefined), renewMs);
      for (let next = line.shift(); next; next = line.shift()) await next.start();
    } catch (error) {
      for (const waiting of line.splice(0)) waiting.refuse(error);
    } finally {
      clearInterval(renewal);
      this.lines.delete(account);
      await this.store.endCreateTurn(account, this.instance).catch(() => undefined);
    }
    // Whoever came between the last look at the line and its end starts a line of its own; none is lost, since the
    // check and the removal happen in one turn of the event loop.
  }
}
