import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { NotStored } from '@intouch/messaging';
import { isTransient } from '@intouch/postgres';
import { ServiceLog } from '@intouch/service';
import type { GatewayRequest } from '../access/gateway-request.js';
import { malformed, Problem, unavailable } from './problem.js';

/** Writes whatever was thrown as `application/problem+json`; what is not foreseen is a 500 with its request id in the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: ServiceLog) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<GatewayRequest>();
    const problem = asProblem(error);
    if (problem.status === 500) {
      const { name, message, stack } = error as Error;
      this.log.error({ requestId: request.requestId, error: `${name}: ${message}`, stack }, 'a request failed for a reason that was not foreseen');
    }
    writeProblem(request, http.getResponse<Response>(), problem);
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof NotStored) return unavailable('The event could not be stored durably; nothing was accepted, send it again');
  if (isTransient(error)) return unavailable('The database is away; try again', 2);
  if (error instanceof URIError) return malformed('The path is not valid percent-encoding', 'path');
  if (error instanceof HttpException) {
    const status = error.getStatus();
    if (status === 404) return new Problem(404, 'Not Found', 'There is no such address');
    return new Problem(status, error.name.replace(/Exception$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' '), error.message);
  }
  return new Problem(500, 'Internal Server Error', 'Something unforeseen went wrong; the request id finds it in the service log');
}

/** Also for what fails before Nest's filters reach: middleware. */
export function writeProblem(request: GatewayRequest, response: Response, problem: Problem): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { errors, members, retryAfterSeconds, challenge } = problem.more;
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
  if (challenge !== undefined) response.setHeader('WWW-Authenticate', challenge);
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: problem.title,
        status: problem.status,
        detail: problem.detail,
        requestId: request.requestId,
        ...(errors ? { errors } : {}),
        ...members,
      }),
    );
}
