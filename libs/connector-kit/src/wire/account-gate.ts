import { setTimeout as pause } from 'node:timers/promises';
import type { AccountStore } from '../store/account.store.js';
import type { VendorAnswer, VendorHttp, VendorRequest, Wire } from './http.js';

export interface GateLimits {
  readonly maxConcurrent: number;
  /** In a rolling 60 s window, bursts allowed; for the account, over all its clubs and all instances. */
  readonly requestsPerMinute: number;
}

/** Grants unused for this long go stale: the window they were counted in has moved. */
const grantLifeMs = 1_000;

/** Every call of one account passes here: at most so many at once, at most so many a minute. */
export class AccountGate {
  private active = 0;
  private readonly queue: (() => void)[] = [];
  private grants = 0;
  private grantedAt = 0;
  private granting: Promise<void> | undefined;

  constructor(
    private readonly account: string,
    readonly limits: GateLimits,
    private readonly wire: Wire,
    private readonly store: AccountStore,
  ) {}

  /** The account's HTTP, with headers that let a call be followed to the request that caused it. */
  http(trace: Readonly<Record<string, string>>): VendorHttp {
    return { send: (request) => this.send({ ...request, headers: { ...request.headers, ...trace } }) };
  }

  async close(): Promise<void> {
    await this.wire.close();
  }

  private async send(request: VendorRequest): Promise<VendorAnswer> {
    await this.enter();
    try {
      await this.takeGrant();
      return await this.wire.send(request);
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.active < this.limits.maxConcurrent) {
      this.active += 1;
      return;
    }
    // The one who leaves hands the place on, so the count stays.
    await new Promise<void>((resolve) => this.queue.push(resolve));
  }

  private leave(): void {
    const next = this.queue.shift();
    if (next) next();
    else this.active -= 1;
  }

  private async takeGrant(): Promise<void> {
    for (;;) {
      if (this.grants > 0 && Date.now() - this.grantedAt < grantLifeMs) {
        this.grants -= 1;
        return;
      }
      this.granting ??= this.refill().finally(() => (this.granting = undefined));
      await this.granting;
    }
  }

  private async refill(): Promise<void> {
    // A tenth of a second's worth at a time: few statements at high limits, no hoarding at low ones.
    const wanted = Math.max(1, Math.ceil(this.limits.requestsPerMinute / 600));
    const { granted, waitMs } = await this.store.grantCalls(this.account, wanted, this.limits.requestsPerMinute);
    if (granted === 0) await pause(Math.min(waitMs, 1_000));
    this.grants = granted;
    this.grantedAt = Date.now();
  }
}
