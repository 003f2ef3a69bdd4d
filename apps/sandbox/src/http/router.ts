import type { Answer } from './answer.js';
import { objectBody, type JsonObject } from './json-body.js';
import { notFound, Problem } from './problem.js';
import type { Request } from './request.js';

/** One call of the scripting interface: the named parts of its path (decoded), its query, its body. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** @throws {Problem} 400 when it is not a JSON object */
  body(): JsonObject;
}

type Handler = (call: Call) => Answer | Promise<Answer>;

interface Route {
  readonly method: string;
  readonly parts: readonly string[];
  readonly handler: Handler;
}

/** Routes written as `GET /a/{name}/b`; the first that fits answers. */
export class Router {
  private readonly routes: Route[] = [];

  on(pattern: string, handler: Handler): this {
    const [method, path] = pattern.split(' ') as [string, string];
    this.routes.push({ method, parts: path.split('/'), handler });
    return this;
  }

  /** Never rejects for a bad call: a `Problem` becomes its answer. */
  async answer(request: Request): Promise<Answer> {
    try {
      const parts = request.path.split('/');
      for (const route of this.routes) {
        const params = route.method === request.method ? fit(route.parts, parts) : null;
        if (params === null) continue;
        return await route.handler({
          params,
          query: new URLSearchParams(request.search),
          body: () => objectBody(request.body),
        });
      }
      throw notFound(`There is no ${request.method} ${request.path} here.`);
    } catch (error) {
      if (error instanceof Problem) return error.answer();
      throw error;
    }
  }
}

function fit(pattern: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index]!;
    if (expected.startsWith('{')) {
      if (part === '') return null;
      params[expected.slice(1, -1)] = decoded(part);
    } else if (expected !== part) return null;
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw notFound(`${part} is not a readable part of a path.`);
  }
}
