import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Held } from '../errors.js';
import type { AccountStore } from '../store/account.store.js';
import type { VendorHttp } from './http.js';

export interface GateLimits {
  readonly maxConcurrent: number;
  /** Over all instances, not only this one: the vendor turns one call too many away. */
  readonly sharedByInstances: boolean;
  /** In a rolling 60 s window, bursts allowed; for the account, over all its clubs and all instances. null: the vendor sets none. */
  readonly requestsPerMinute: number | null;
  /** Deadline of a call, milliseconds: a place that a dead instance held is free again soon after it. */
  readonly timeoutMs: number;
}

/** Under what one piece of work calls. */
export interface Turn {
  readonly limits: GateLimits;
  /** Runs right before each call goes out; what it throws stops the call. */
  readonly guard: () => void;
}

/** The same for calls over HTTP: over which connections, and with which headers. */
export interface Passage extends Turn {
  readonly wire: VendorHttp;
  /** Headers that let a call be followed to the request that caused it. */
  readonly trace: Readonly<Record<string, string>>;
}

/** Calls that do not go over HTTP. */
export interface VendorCalls {
  /**
   * Makes one call of the account when it may go out: `call` runs in a place of its own, which is free again when it ends.
   * It has to keep a deadline by itself. @throws {Held} the vendor said to slow down · what `call` throws
   */
  run<T>(call: () => Promise<T>): Promise<T>;
}

/** Another instance has all places: asked again after this. */
const placeRetryMs = 25;
const placeMarginMs = 5_000;

/** Grants unused for this long go stale: the window they were counted in has moved. */
const grantLifeMs = 1_000;

/** Every call of one account passes here, whichever club it is for: at most so many at once, at most so many a minute. */
export class AccountGate {
  private active = 0;
  private readonly queue: (() => void)[] = [];
  private grants = 0;
  private grantedAt = 0;
  private granting: Promise<void> | undefined;
  private heldUntil = 0;
  private readonly leaving = new Set<Promise<void>>();

  constructor(
    private readonly account: string,
    private readonly store: AccountStore,
    private readonly instance: string = randomUUID(),
  ) {}

  http(passage: Passage): VendorHttp {
    const { wire, trace } = passage;
    return { send: (request) => this.run(passage, () => wire.send({ ...request, headers: { ...request.headers, ...trace } })) };
  }

  calls(turn: Turn): VendorCalls {
    return { run: (call) => this.run(turn, call) };
  }

  /** The vendor said to slow down: what waits here is turned back, to come again in order. */
  hold(ms: number): void {
    this.heldUntil = Math.max(this.heldUntil, Date.now() + ms);
  }

  private async run<T>({ limits, guard }: Turn, call: () => Promise<T>): Promise<T> {
    await this.enter(limits.maxConcurrent);
    try {
      if (limits.requestsPerMinute !== null) await this.takeGrant(limits.requestsPerMinute);
      return await this.inPlace(limits, () => {
        this.turnBackWhileHeld();
        guard();
        return call();
      });
    } finally {
      this.leave();
    }
  }

  private async inPlace<T>({ sharedByInstances, maxConcurrent, timeoutMs }: GateLimits, call: () => Promise<T>): Promise<T> {
    if (!sharedByInstances) return call();
    let place: number | null;
    await Promise.all(this.leaving);
    while ((place = await this.store.takePlace(this.account, this.instance, maxConcurrent, timeoutMs + placeMarginMs)) === null) {
      this.turnBackWhileHeld();
      await pause(placeRetryMs);
    }
    try {
      return await call();
    } finally {
      // Not waited for: the answer may be one that holds the account, and must not come late. The next call here does wait.
      const left: Promise<void> = this.store.leavePlace(this.account, place, this.instance).catch(() => undefined).finally(() => this.leaving.delete(left));
      this.leaving.add(left);
    }
  }

  private async enter(maxConcurrent: number): Promise<void> {
    if (this.active < maxConcurrent) {
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

  private async takeGrant(perMinute: number): Promise<void> {
    for (;;) {
      this.turnBackWhileHeld();
      if (this.grants > 0 && Date.now() - this.grantedAt < grantLifeMs) {
        this.grants -= 1;
        return;
      }
      this.granting ??= this.refill(perMinute).finally(() => (this.granting = undefined));
      await this.granting;
    }
  }

  private async refill(perMinute: number): Promise<void> {
    // A tenth of a second's worth at a time: few statements at high limits, no hoarding at low ones.
    const wanted = Math.max(1, Math.ceil(perMinute / 600));
    const { granted, waitMs } = await this.store.grantCalls(this.account, wanted, perMinute);
    if (granted === 0) await pause(Math.min(waitMs, 1_000));
    this.grants = granted;
    this.grantedAt = Date.now();
  }

  private turnBackWhileHeld(): void {
    const leftMs = this.heldUntil - Date.now();
    if (leftMs > 0) throw new Held(leftMs / 1_000);
  }
}
