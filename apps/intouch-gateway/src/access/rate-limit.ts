import { tooMany } from '../problem/problem.js';

const windowMs = 60_000;

/** Requests per key in fixed windows of a minute, counted in this instance's memory. */
export class RateLimit {
  private counts = new Map<string, number>();
  private windowEndsAt = 0;

  constructor(private readonly perMinute: number) {}

  /** @throws {Problem} 429 */
  count(keyHash: string, now = Date.now()): void {
    if (this.perMinute === 0) return;
    if (now >= this.windowEndsAt) {
      this.counts = new Map();
      this.windowEndsAt = now + windowMs;
    }
    const count = (this.counts.get(keyHash) ?? 0) + 1;
    this.counts.set(keyHash, count);
    if (count > this.perMinute) throw tooMany(Math.ceil((this.windowEndsAt - now) / 1_000));
  }
}
