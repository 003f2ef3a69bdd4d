import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { schemas, type Schema } from './schemas.js';

interface Description {
  readonly summary: string;
  readonly description?: string;
  readonly body?: Schema;
  /** Query parameters, all optional: name to what it does. */
  readonly query?: Readonly<Record<string, string>>;
  /** Status to schema; null: no body. */
  readonly answers: Readonly<Record<number, Schema | null>>;
  /** Problems beside 401, 403 and 503, which every address may answer. */
  readonly problems?: readonly number[];
}

const meanings: Readonly<Record<number, string>> = {
  200: 'Done', 202: 'Accepted, durably', 204: 'Done', 400: 'Malformed JSON', 401: 'No key, or a wrong one', 403: 'The key may not do that, or not at that club',
  404: 'Unknown', 409: 'Conflict', 413: 'Body over 5 MiB', 422: 'Not valid; every bad field is named', 429: 'Too many requests', 503: 'Not stored, or no answer in time: send again',
};

/** Documents one operation, the way all of them are. */
export function Describe({ summary, description, body, query = {}, answers, problems = [] }: Description): MethodDecorator {
  const problemAnswers = [...new Set([...problems, 401, 403, 429, 503])].map((status) =>
    ApiResponse({
      status,
      description: meanings[status] ?? '',
      content: { 'application/problem+json': { schema: schemas.problem } },
    } as never),
  );
  return applyDecorators(
    ApiOperation({ summary, ...(description ? { description } : {}) }),
    ...(body ? [ApiBody({ schema: body as never })] : []),
    ...Object.entries(query).map(([name, words]) => ApiQuery({ name, required: false, description: words, schema: { type: 'string' } })),
    ...Object.entries(answers).map(([status, schema]) =>
      ApiResponse({ status: Number(status), description: meanings[Number(status)] ?? '', ...(schema ? { schema: schema as never } : {}) } as never),
    ),
    ...problemAnswers,
  );
}
