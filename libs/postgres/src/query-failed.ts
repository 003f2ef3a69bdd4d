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

  /** From the driver's own error. */
  static from(error: unknown): QueryFailed {
    const driver = error as { code?: string; constraint?: string; message: string };
    const code = driver.code ?? '';
    return new QueryFailed(withoutValues(driver.message, code), code, driver.constraint, isTransientCode(code) || lostConnection(driver.message));
  }

  /**
   * There was no connection, or it was lost between two statements. That is never the statement's fault, whatever the
   * reason was (a password being changed, a database being moved).
   */
  static fromConnection(error: unknown): QueryFailed {
    const cause = error as { code?: string; message?: string } | undefined;
    return new QueryFailed(cause?.message ?? String(error), cause?.code ?? '', undefined, true);
  }
}

function isTransientCode(code: string): boolean {
  return transientCodes.test(code) || transientNodeCodes.has(code);
}

function lostConnection(message: string): boolean {
  return /connection (terminated|ended|closed)|not queryable|connection error/i.test(message);
}

/** Data exceptions quote what they refuse: `invalid input syntax for type uuid: "…"`. */
function withoutValues(message: string, code: string): string {
  return code.startsWith('22') ? message.replace(/".*"/s, '"…"') : message;
}

export function isTransient(error: unknown): boolean {
  return error instanceof QueryFailed && error.transient;
}

export function violates(error: unknown, constraint: string): boolean {
  return error instanceof QueryFailed && error.constraint === constraint;
}
