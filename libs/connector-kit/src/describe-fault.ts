import { QueryFailed } from '@intouch/postgres';

/** Messages of these are written by the engine or by us and quote no data. */
const tellable = [TypeError, ReferenceError, QueryFailed];

/**
 * What of an error may go into the service's log: what it is and where, never what a vendor or a contact said. Node quotes
 * the text it could not parse, vendors quote the names they were sent.
 */
export function describeFault(error: Error): { readonly fault: string; readonly message?: string; readonly at: readonly string[] } {
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => line.trim());
  return { fault: error.name, ...(tellable.some((known) => error instanceof known) ? { message: error.message } : {}), at };
}
