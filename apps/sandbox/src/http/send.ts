import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.js';

/** @returns false when the caller has hung up and nothing was sent */
export function send(response: ServerResponse, answer: Answer): boolean {
  if (response.destroyed || response.socket === null || response.socket.destroyed) return false;
  const headers: Record<string, string | string[] | number> = { ...answer.headers };
  if (answer.status !== 204) headers['content-length'] = Buffer.byteLength(answer.body);
  response.writeHead(answer.status, headers).end(answer.body);
  return true;
}
