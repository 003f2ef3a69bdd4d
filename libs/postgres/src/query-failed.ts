import type { QueryFailedError } from 'typeorm';

/** SQLSTATE classes and codes after which the same statement may well succeed: connection, resources, operator, conflict. */
const transientCodes = /^(08...|53...|57P0[123]|57014|55P03|40001|40P01|25006)$/;

const transientNodeCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * A statement PostgreSQL refused, or could not be reached for. Carries neither parameters nor the driver's `detail`,
 * which quote personal data and would end up in service logs.
 */
export class QueryFailed extends Error {
  override readonly name = 'QueryFailed';

  private constructor(
    message: string,
    /** SQLSTATE, or Node's error code where there was no connection. */
    readonly code: string,
    readonly constraint: string | undefined,
    /** The same statement may succeed later: the database is away, busy, or another transaction was in the way. */
    readonly transient: boolean,
  ) {
    super(message);
  }

  static from(error: QueryFailedError): QueryFailed {
    const driver = error.driverError as { code?: string; constraint?: string; message: string };
    const code = driver.code ?? '';
    return new QueryFailed(driver.message, code, driver.constraint, isTransientCode(code) || lostConnection(driver.message));
  }

  /** The pool could not give a connection at all. */
  static fromConnection(error: unknown): QueryFailed {
    const cause = error as { code?: string; message?: string };
    const code = cause.code ?? '';
    const message = cause.message ?? String(error);
    return new QueryFailed(message, code, undefined, isTransientCode(code) || lostConnection(message));
  }
}

function isTransientCode(code: string): boolean {
  return transientCodes.test(code) || transientNodeCodes.has(code);
}

function lostConnection(message: string): boolean {
  return /connection (terminated|ended|closed)|not queryable|timeout (exceeded|expired) when trying to connect|the database system is (starting|shutting)|connection error|Driver not Connected/i.test(message);
}

export function isTransient(error: unknown): boolean {
  return error instanceof QueryFailed && error.transient;
}

export function violates(error: unknown, constraint: string): boolean {
  return error instanceof QueryFailed && error.constraint === constraint;
}
