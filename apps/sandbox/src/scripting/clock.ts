import { badRequest } from '../http/problem.js';

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** The time a vendor's twin believes in: frozen by a script, else the real one. Milliseconds since 1970. */
export class Clock {
  private frozenAt: number | null = null;

  now(): number {
    return this.frozenAt ?? Date.now();
  }

  /** Now as an RFC 3339 UTC instant with milliseconds. */
  stamp(): string {
    return new Date(this.now()).toISOString();
  }

  /**
   * @param now an instant such as `2024-07-08T17:00:00Z`; null: the real clock
   * @throws {Problem} 400 when it is neither
   */
  set(now: unknown): void {
    this.frozenAt = readInstant(now);
  }
}

/** @throws {Problem} 400 when the value is neither null nor an instant with a zone */
export function readInstant(now: unknown): number | null {
  if (now === null) return null;
  const milliseconds = typeof now === 'string' && instant.test(now) ? Date.parse(now) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw badRequest('now must be a UTC instant such as 2024-07-08T17:00:00Z, or null.');
  return milliseconds;
}
