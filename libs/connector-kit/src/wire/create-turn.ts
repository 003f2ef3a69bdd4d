import { AsyncLocalStorage } from 'node:async_hooks';
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
  /** Whose turn the work at hand is part of: what it asks for within it must not stand in line behind itself. */
  private readonly inTurn = new AsyncLocalStorage<string>();

  constructor(
    private readonly store: AccountStore,
    private readonly instance: string,
  ) {}

  /** Runs `work` when it is its turn. Throws what `work` throws, or the database's error where no turn could be had. */
  run<T>(account: string, work: () => Promise<T>): Promise<T> {
    if (this.inTurn.getStore() === account) return work();
    return new Promise<T>((resolve, reject) => {
      const waiting: Waiting = { start: () => this.inTurn.run(account, work).then(resolve, reject), refuse: reject };
      const line = this.lines.get(account);
      if (line) {
        line.push(waiting);
        return;
      }
      const fresh = [waiting];
      this.lines.set(account, fresh);
      void this.drain(account, fresh);
    });
  }

  private async drain(account: string, line: Waiting[]): Promise<void> {
    try {
      while (line.length > 0) await this.oneTurn(account, line);
    } catch (error) {
      for (const waiting of line.splice(0)) waiting.refuse(error);
    } finally {
      // No await between the last look at the line and this: whoever comes next starts a line of its own.
      this.lines.delete(account);
    }
  }

  /** Works the line until it is empty or another instance wants its turn: a long line here must not starve those there. */
  private async oneTurn(account: string, line: Waiting[]): Promise<void> {
    while (!(await this.store.takeCreateTurn(account, this.instance, leaseMs))) await pause(retryMs);
    let wanted = false;
    const renewal = setInterval(() => {
      this.store.renewCreateTurn(account, this.instance, leaseMs).then(
        (others) => (wanted = others),
        () => undefined,
      );
    }, renewMs);
    try {
      for (let next = line.shift(); next; next = wanted ? undefined : line.shift()) await next.start();
    } finally {
      clearInterval(renewal);
      await this.store.endCreateTurn(account, this.instance).catch(() => undefined);
    }
  }
}
