import type { Closable } from '@intouch/connector-kit';
import { DatabaseConnection, type DatabaseAccess } from './database-connection.js';

/** One that lies idle for so long is closed: it might have been cut on its way without a word, or nobody needs it any more. */
const idleMs = 60_000;

/**
 * The connections of one account. None is ever waited for: the account's gate lets no more calls through at a time than there may be
 * connections, and each call has one to itself.
 */
export class DatabaseConnections implements Closable {
  private readonly idle = new Map<DatabaseConnection, NodeJS.Timeout>();
  private closed = false;
  private lastInTurn: Promise<unknown> = Promise.resolve();

  constructor(private readonly access: DatabaseAccess) {}

  /**
   * One after the other. Two transactions that look for addresses which are not there yet both lock the gap that both want to write into:
   * 800 creates, 8 at a time, met 899 deadlocks. In turn they meet none but with other people's.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.lastInTurn.then(work);
    this.lastInTurn = mine.catch(() => undefined);
    return mine;
  }

  /** One call: all of `work` within `timeoutMs`. */
  async use<T>(timeoutMs: number, work: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    const connection = this.taken(timeoutMs) ?? (await DatabaseConnection.open(this.access, timeoutMs));
    try {
      return await work(connection);
    } finally {
      if (connection.lost || this.closed) connection.destroy();
      else this.idle.set(connection, setTimeout(() => this.drop(connection), idleMs).unref());
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const connection of this.idle.keys()) this.drop(connection);
  }

  /** The one used last: the others may grow old. */
  private taken(timeoutMs: number): DatabaseConnection | undefined {
    for (const connection of [...this.idle.keys()].reverse()) {
      if (connection.lost) {
        this.drop(connection);
        continue;
      }
      clearTimeout(this.idle.get(connection));
      this.idle.delete(connection);
      return Object.assign(connection, { until: Date.now() + timeoutMs });
    }
    return undefined;
  }

  private drop(connection: DatabaseConnection): void {
    clearTimeout(this.idle.get(connection));
    this.idle.delete(connection);
    connection.destroy();
  }
}
