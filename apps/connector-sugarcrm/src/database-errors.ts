import { Rejected, Throttled, Unauthorized, Unavailable } from '@intouch/connector-kit';

/** What mysql2 throws: the server's own errors have a number from 1000 on, and its words. */
interface DriverError extends Error {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlMessage?: string;
}

/** A table or column that the mode needs is not there. */
export class SchemaDiffers extends Unauthorized {
  constructor(words: string) {
    super('integration', `SugarCRM's database is not as it should be: ${words}`, 'access-refused');
  }
}

/** The key of a row is taken. */
export class KeyTaken extends Rejected {
  constructor(words: string) {
    super('vendor-refused', words);
  }
}

/** There was no answer in the time that one call has. */
export class Late extends Error {}

/** Numbers of errors: https://mariadb.com/kb/en/mariadb-error-codes/, the same at MySQL up to 1799. */
const credentialsRefused: ReadonlySet<number> = new Set([1044, 1045, 1049, 1698]);
const accessRefused: ReadonlySet<number> = new Set([1142, 1143]);
const schemaDiffers: ReadonlySet<number> = new Set([1054, 1146]);
const valueRefused: ReadonlySet<number> = new Set([1406, 1366, 1292, 1264, 1048]);
const awayForNow: ReadonlySet<number> = new Set([1040, 1205, 1213]);
/** The server ends the connection with these, and may have done what it was asked. */
const lastWords: ReadonlySet<number> = new Set([1053, 1927, 4031]);
/** Of ours: statements and values that the driver cannot make anything of. */
const mistakes: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError']);
const notTrusted = /certificate|altnames|self.signed|issuer/i;
/** A resource of the account is used up; the server names no time. */
const usedUp = 1226;
const retryAfterSeconds = 60;

/** The connection is of no use any more: nobody knows what the server makes of the last statement. */
export function isLost(error: unknown): boolean {
  const { errno = 0 } = error as DriverError;
  return errno < 1_000 || lastWords.has(errno);
}

/** An error of the driver in the kit's words (vendors/sugarcrm.md, section 4); a mistake of ours stays as it is. */
export function translated(error: unknown): unknown {
  if (error instanceof Late) return new Unavailable('the database did not answer in time', false);
  const { name, message, errno = 0, code = name, sqlMessage: words = message } = error as DriverError;
  if (mistakes.has(name)) return error;
  if (errno < 1_000) return notReached(code, words);
  if (credentialsRefused.has(errno)) return new Unauthorized('integration', `the database did not accept the login: ${words}`);
  if (accessRefused.has(errno)) return new Unauthorized('integration', `the database refuses: ${words}`, 'access-refused');
  if (schemaDiffers.has(errno)) return new SchemaDiffers(words);
  if (errno === usedUp) return new Throttled(retryAfterSeconds);
  if (errno === 1062) return new KeyTaken(words);
  if (valueRefused.has(errno)) return new Rejected('vendor-refused', words, columnIn(words));
  if (awayForNow.has(errno) || lastWords.has(errno)) return new Unavailable(`the database cannot just now: ${words}`, false);
  return new Rejected('vendor-refused', `error ${errno}: ${words}`);
}

function notReached(code: string, words: string): Error {
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return new Unauthorized('integration', 'the database does not offer encryption, which dbTls asks for; nothing was sent', 'access-refused');
  if (code === 'HANDSHAKE_SSL_ERROR' && notTrusted.test(words)) return new Unauthorized('integration', `the database's certificate is not trusted (${words}); nothing was sent`, 'access-refused');
  return new Unavailable(`no connection to the database (${code})`, false);
}

/** `... for column 'last_name' at row 1`, and for some `database`.`table`.`column`. */
function columnIn(words: string): string | undefined {
  return /column (?:[`'][^`']*[`']\.)*[`']([^`']+)[`']/i.exec(words)?.[1];
}
