import { setTimeout as pause } from 'node:timers/promises';

type Falsy = false | 0 | '' | null | undefined;

/**
 * Asks again and again until the answer is truthy, and returns it; an error counts as "not yet".
 * @throws {Error} naming what was waited for, and the last error, after the deadline in milliseconds
 */
export async function eventually<T>(what: string, ask: () => T | Promise<T>, deadlineMs = 15_000, everyMs = 25): Promise<Exclude<T, Falsy>> {
  const until = Date.now() + deadlineMs;
  for (;;) {
    let last = '';
    try {
      const answer = await ask();
      if (answer) return answer as Exclude<T, Falsy>;
    } catch (error) {
      last = `: ${(error as Error).message}`;
    }
    if (Date.now() > until) throw new Error(`not within ${deadlineMs / 1_000} s: ${what}${last}`);
    await pause(everyMs);
  }
}
