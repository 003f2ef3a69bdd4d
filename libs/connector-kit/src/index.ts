export { localDate, localHour, plusDays } from './club-time.js';
export * from './define-connector.js';
export * from './errors.js';
export { clean, Fitting } from './fit.js';
export { connectorHandlers, connectorService, describe, runConnector } from './run-connector.js';
export { retryAfterSeconds } from './wire/retry-after.js';
export type { VendorAnswer, VendorHttp, VendorRequest } from './wire/http.js';
