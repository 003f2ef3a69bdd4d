import type { Response } from 'express';

/** Aborts when the client closes the connection before its answer is complete. */
export function clientLeft(response: Response): AbortSignal {
  const left = new AbortController();
  response.on('close', () => left.abort());
  return left.signal;
}
