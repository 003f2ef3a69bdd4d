import { text, type Answer } from '../../../http/answer.js';

/** A value in the spelling of PHP's `json_encode`: slashes and all that is not ASCII escaped. Always HTTP 200. */
export const php = (value: unknown): Answer =>
  text(
    200,
    'application/json; charset=UTF-8',
    JSON.stringify(value)
      .replaceAll('/', String.raw`\/`)
      .replace(/[^\0-\x7f]/g, (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );

const fault = (name: string, number: number | string, description: string): Answer => php({ name, number, description });

export const wrongLogin = fault('Invalid Login', 10, 'Login attempt failed please check the username and password');
export const invalidSession = fault('Invalid Session ID', 11, 'The session ID is invalid');
export const noSuchModule = fault('Module Does Not Exist', 20, 'This module is not available on this server');
export const accessDenied = fault('Access Denied', 40, 'You do not have access');
export const invalidCall = fault('An Undefined Error - invalid_call occurred', '-1', 'There is no error definition for invalid_call');
/** Where an object is due, for an empty session and for ids no id can be. */
export const nothing = php(null);
