export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** An answer other than success, RFC 9457. Thrown anywhere below a controller; the filter writes it. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly title: string,
    /** Plain words, free of credentials and of personal data. */
    readonly detail: string,
    readonly more: {
      readonly errors?: readonly FieldError[];
      /** Members beside the standard ones, such as `holder` of a 409. */
      readonly members?: Readonly<Record<string, unknown>>;
      readonly retryAfterSeconds?: number;
      readonly challenge?: string;
    } = {},
  ) {
    super(detail);
  }
}

export const malformed = (detail: string, field = 'body'): Problem =>
  new Problem(400, 'Bad Request', detail, { errors: [{ field, message: detail }] });

export const unauthorized = (challenge: string): Problem =>
  new Problem(401, 'Unauthorized', 'Send a valid key: Authorization: Bearer <key>', { challenge });

export const forbidden = (detail: string): Problem => new Problem(403, 'Forbidden', detail);

export const notFound = (what: string): Problem => new Problem(404, 'Not Found', `There is no such ${what}`);

export const conflict = (detail: string, members?: Readonly<Record<string, unknown>>): Problem =>
  new Problem(409, 'Conflict', detail, members ? { members } : {});

export const tooLarge = (): Problem => new Problem(413, 'Content Too Large', 'The body may have at most 5 MiB');

export const tooMany = (retryAfterSeconds: number): Problem =>
  new Problem(429, 'Too Many Requests', 'This key made too many requests', { retryAfterSeconds });

/** @param errors every bad field, not only the first */
export function invalid(errors: readonly FieldError[]): Problem {
  const fields = [...new Set(errors.map(({ field }) => field))];
  return new Problem(422, 'Unprocessable Content', `Not valid: ${fields.join(', ')}`, { errors });
}

export const unavailable = (detail: string, retryAfterSeconds = 1): Problem =>
  new Problem(503, 'Service Unavailable', detail, { retryAfterSeconds });
