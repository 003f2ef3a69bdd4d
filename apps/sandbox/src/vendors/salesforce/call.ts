import type { Answer } from '../../http/answer.js';
import { isObject, type JsonObject } from '../../http/json-body.js';
import { header, type Request } from '../../http/request.js';
import type { Params } from '../../scripting/hazard-catalogue.js';
import { jsonError } from './errors.js';
import type { SalesforceState } from './state.js';
import { refused } from './wire.js';

/** One call of the REST API that has been let in. */
export interface Call {
  readonly state: SalesforceState;
  readonly request: Request;
  /** As in the path, `62.0`. */
  readonly version: string;
  /** Id of the user who acts. */
  readonly user: string;
  /** Hazards of kind M that hit it. */
  readonly changes: ReadonlyMap<string, Params>;
}

/** An answer that ends a piece of work early; thrown inside, answered by the twin. */
export class Refusal extends Error {
  constructor(readonly answer: Answer) {
    super(`Refused with ${answer.status}`);
  }
}

/** @throws {Refusal} 415 for another content type than JSON, 400 for what is no JSON object */
export function sentFields({ request }: Pick<Call, 'request'>): JsonObject {
  const contentType = header(request, 'content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new Refusal(refused(415, { message: `Content-Type header specified in HTTP request is not supported: ${contentType}`, errorCode: 'UNSUPPORTED_MEDIA_TYPE' }));
  }
  if (request.body.trim() === '') throw new Refusal(jsonError('The HTTP entity body is required, but this request has no entity body.'));
  const value = parsedBody(request);
  if (value === undefined) throw new Refusal(jsonError('Unexpected character or end of input at [line:1, column:1]'));
  if (!isObject(value)) throw new Refusal(jsonError('Cannot deserialize SObject: a JSON object is required at [line:1, column:1]'));
  return value;
}

/** Undefined: no JSON. */
export function parsedBody({ body }: Request): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
