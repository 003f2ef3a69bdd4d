import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is truthy, and returns it; an error counts as "not yet".
 * @throws {Error} naming what was waited for, and the last error, after the deadline in milliseconds
 */
export async function eventually<T>(what: string, ask: () => Promise<T>, deadlineMs: number, everyMs = 20): Promise<NonNullable<T>> {
  const until = Date.now() + deadlineMs;
  for (;;) {
    let last = '';
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      last = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (Date.now() > until) throw new Error(`Not within ${deadlineMs / 1000} s: ${what}${last}`);
    await sleep(everyMs);
  }
}
