import { json, type Response } from 'express';
import { malformed, Problem, tooLarge } from '../problem/problem.js';
import type { GatewayRequest } from './gateway-request.js';

type Marked = GatewayRequest & { hasEscapes?: boolean };

const parse = json({
  limit: '5mb',
  // Any content type: people forget it, and nothing but JSON is ever sent here.
  type: () => true,
  // Any JSON value: what is not an object is a matter of validation.
  strict: false,
  verify: (request, _response, raw) => {
    (request as unknown as Marked).hasEscapes = raw.includes('\\u');
  },
});

/** Reads the body into `request.body`. @throws {Problem} 400, 413, 415 */
export async function readJson(request: GatewayRequest, response: Response): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error: unknown) => (error ? reject(asProblem(error)) : resolve()));
  });
  if ((request as Marked).hasEscapes) request.body = storable(request.body);
}

function asProblem(error: unknown): Problem {
  const { type, status, message } = error as { type?: string; status?: number; message: string };
  if (type === 'entity.too.large') return tooLarge();
  if (type === 'entity.parse.failed') return malformed('The body is not valid JSON');
  if (status === 415) return new Problem(415, 'Unsupported Media Type', message);
  return malformed('The body could not be read');
}

/** PostgreSQL stores neither the NUL character nor half a surrogate pair; a contact is not refused for one. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [storable(name) as string, storable(entry)]));
}
