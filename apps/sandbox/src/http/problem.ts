import { json, type Answer } from './answer.js';

/** A scripting call that cannot be done; answered as `{"error": "<plain words>"}`. */
export class Problem extends Error {
  constructor(
    readonly status: 400 | 404,
    message: string,
  ) {
    super(message);
  }

  answer(): Answer {
    return json(this.status, { error: this.message });
  }
}

/** 400: a bad body, or a name nobody knows. */
export const badRequest = (message: string) => new Problem(400, message);

/** 404: a path or an id nobody knows. */
export const notFound = (message: string) => new Problem(404, message);
