import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range from which the kernel takes ports for outgoing connections (32768 and up on Linux): a client that
// retries a stopped server could otherwise be given the server's own port, connect to itself and block the restart.
const lowest = 15_000;
const highest = 32_000;
const given = new Set<number>();

/** Whether nothing listens on this port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A port of 127.0.0.1 on which nothing listens now; one process never gets the same port twice. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

/** The preferred port where it is free, else another one. */
export async function freePortPreferring(preferred: number): Promise<number> {
  if (given.has(preferred) || !(await isFree(preferred))) return freePort();
  given.add(preferred);
  return preferred;
}
