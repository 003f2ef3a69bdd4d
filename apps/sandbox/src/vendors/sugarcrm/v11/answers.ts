import { json, type Answer } from '../../../http/answer.js';

const failure = (status: number, error: string, error_message: string): Answer => json(status, { error, error_message });

/** 401 */
export const needLogin = failure(401, 'need_login', 'No valid authentication for user.');
/** 401, of `/oauth2/token` alone. */
export const invalidGrant = failure(401, 'invalid_grant', 'The username, the password or the refresh token is not valid.');
export const notAuthorized = failure(403, 'not_authorized', 'You are not authorized to perform this action.');
export const incorrectVersion = failure(301, 'incorrect_version', 'The version of the API you asked for is not supported.');
export const noMethod = failure(404, 'no_method', 'There is no such method.');
export const notFound = (id: string): Answer => failure(404, 'not_found', `Could not find record: ${id} in module: Leads`);
export const invalidParameter = (message: string): Answer => failure(422, 'invalid_parameter', message);
export const missingParameter = (name: string): Answer => failure(422, 'missing_parameter', `Missing parameter: ${name}`);
export const maintenance = failure(503, 'maintenance', 'The server is under maintenance.');
