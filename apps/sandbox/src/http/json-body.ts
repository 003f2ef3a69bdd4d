import { badRequest } from './problem.js';

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The body of a scripting call; an empty one counts as `{}`.
 * @throws {Problem} 400 when it is not a JSON object
 */
export function objectBody(body: string): JsonObject {
  if (body.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw badRequest('The body is not JSON.');
  }
  if (!isObject(value)) throw badRequest('The body must be a JSON object.');
  return value;
}
