import { refused } from './wire.js';

/** The answers of section 4 of the page that need nothing but themselves. */
export const sessionInvalid = refused(401, { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' });
export const notFound = refused(404, { errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' });
export const entityIsDeleted = refused(404, { message: 'entity is deleted', errorCode: 'ENTITY_IS_DELETED', fields: [] });
export const convertedLead = refused(400, { message: 'cannot reference converted lead', errorCode: 'CANNOT_UPDATE_CONVERTED_LEAD', fields: [] });
export const lockedRow = refused(400, { message: 'unable to obtain exclusive access to this record', errorCode: 'UNABLE_TO_LOCK_ROW', fields: [] });
export const invalidLocator = refused(400, { message: 'invalid query locator', errorCode: 'INVALID_QUERY_LOCATOR' });
export const apiDisabled = refused(403, { message: 'API is not enabled for this Organization or Partner', errorCode: 'API_DISABLED_FOR_ORG' });
export const serverUnavailable = refused(503, { message: 'The server is temporarily unavailable', errorCode: 'SERVER_UNAVAILABLE' });
export const unknownException = refused(500, {
  message: 'An unexpected error occurred. Please include this ErrorId if you contact support: 1234567890-12345 (1234567890)',
  errorCode: 'UNKNOWN_EXCEPTION',
});

const limitExceeded = (message: string) => refused(403, { message, errorCode: 'REQUEST_LIMIT_EXCEEDED' });
export const dailyLimit = limitExceeded('TotalRequests Limit exceeded.');
export const concurrentLimit = limitExceeded('ConcurrentRequests (Concurrent API Requests) Limit exceeded.');

export const methodNotAllowed = (method: string, allowed: readonly string[]) =>
  refused(405, { message: `HTTP Method '${method}' not allowed. Allowed are ${allowed.join(',')}`, errorCode: 'METHOD_NOT_ALLOWED' });

/** The field of an external-id path is not there, or is no external id. */
export const noExternalId = (field: string) =>
  refused(404, { errorCode: 'NOT_FOUND', message: `Provided external ID field does not exist or is not accessible: ${field}` });

export const jsonError = (message: string) => refused(400, { message, errorCode: 'JSON_PARSER_ERROR' });
export const noSuchColumn = (field: string) =>
  refused(400, { message: `No such column '${field}' on sobject of type Lead`, errorCode: 'INVALID_FIELD' });

/** The id in the text has its 15 characters, as the vendor writes it there. */
export const duplicateValue = (field: string, id: string) => ({
  message: `duplicate value found: ${field} duplicates value on record with id: ${id.slice(0, 15)}`,
  errorCode: 'DUPLICATE_VALUE',
  fields: [] as string[],
});
