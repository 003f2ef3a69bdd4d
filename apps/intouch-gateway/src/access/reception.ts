import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { ServiceLog } from '@intouch/service';
import { Settings } from '../config.js';
import { unauthorized } from '../problem/problem.js';
import { asProblem, writeProblem } from '../problem/problem-filter.js';
import type { Access } from './access.js';
import type { GatewayRequest } from './gateway-request.js';
import { Keys } from './keys.js';
import { RateLimit } from './rate-limit.js';

const saneId = /^[A-Za-z0-9._:+/=-]{1,128}$/;
const saneTraceparent = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The first thing every request meets: it gets its id, and shows its key. As middleware and not as a guard, so that
 * unknown addresses and the documents ask for a key too.
 */
@Injectable()
export class Reception {
  private readonly limit: RateLimit;

  constructor(
    private readonly keys: Keys,
    private readonly log: ServiceLog,
    settings: Settings,
  ) {
    this.limit = new RateLimit(settings.RATE_LIMIT_PER_KEY);
  }

  readonly receive = (incoming: Request, response: Response, next: NextFunction): void => {
    const request = incoming as GatewayRequest;
    const asked = request.headers['x-request-id'];
    const trace = request.headers['traceparent'];
    request.requestId = typeof asked === 'string' && saneId.test(asked) ? asked : randomUUID();
    request.traceparent = typeof trace === 'string' && saneTraceparent.test(trace) ? trace : undefined;
    response.setHeader('X-Request-Id', request.requestId);
    if (request.path.startsWith('/health/')) {
      next();
      return;
    }
    this.admit(request, response, next).catch((error: unknown) => {
      const problem = asProblem(error);
      if (problem.status === 500) this.log.error({ requestId: request.requestId, error: (error as Error).message }, 'a key could not be looked up');
      writeProblem(request, response, problem);
    });
  };

  private async admit(request: GatewayRequest, _response: Response, next: NextFunction): Promise<void> {
    const key = keyIn(request.headers.authorization);
    const known = key === undefined ? undefined : this.keys.of(key);
    const access: Access | undefined = known instanceof Promise ? await known : known;
    // People open the documents in a browser, which asks for a password: the key.
    if (!access) throw unauthorized(request.path.startsWith('/docs') ? 'Basic realm="key as password"' : 'Bearer');
    this.limit.count(access.keyHash);
    request.access = access;
    next();
  }
}

function keyIn(authorization: string | undefined): string | undefined {
  const [, scheme, value] = /^(\S+) +(\S+) *$/.exec(authorization ?? '') ?? [];
  if (scheme === undefined || value === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  return decoded.slice(decoded.indexOf(':') + 1);
}
