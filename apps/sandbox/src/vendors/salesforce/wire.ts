import { text, type Answer } from '../../http/answer.js';

/** One element of an error body, https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm. */
export interface ApiError {
  readonly message: string;
  readonly errorCode: string;
  readonly fields?: readonly string[];
}

export const answered = (status: number, value: unknown): Answer => text(status, 'application/json;charset=UTF-8', JSON.stringify(value));

/** Errors are a list, even one of them. */
export const refused = (status: number, ...errors: readonly ApiError[]): Answer => answered(status, errors);

/** The errors of OAuth have a shape of their own. */
export const oauthRefused = (error: string, error_description: string): Answer => answered(400, { error, error_description });
