import { setTimeout } from 'node:timers/promises';

/** Asks again until the answer is neither false, null nor undefined. @throws after five seconds */
export async function until<T>(ask: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = performance.now() + 5_000;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    await setTimeout(5);
  }
  throw new Error(`Waited five seconds for ${ask.toString()}`);
}
