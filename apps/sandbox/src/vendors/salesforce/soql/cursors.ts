import type { Lead, User } from '../state.js';

/** The rows of a query as they were when it was asked. */
export interface Result {
  readonly type: 'Lead' | 'User';
  readonly fields: readonly string[];
  readonly rows: readonly (Lead | User)[];
  /** Rows of an answer. */
  readonly batch: number;
}

/** As many a user has open at a time; the oldest is given up for a new one. */
const most = 10;

/** Results that are read on by `nextRecordsUrl`; a locator may be asked for again, after a lost answer. */
export class Cursors {
  private readonly byUser = new Map<string, Map<string, Result>>();
  private last = 0;

  /** @returns the id that stands in a locator before the dash */
  open(user: string, result: Result): string {
    const own = this.byUser.get(user) ?? new Map<string, Result>();
    this.byUser.set(user, own);
    const id = `01gSIM${String(++this.last).padStart(9, '0')}`;
    own.set(id, result);
    if (own.size > most) own.delete(own.keys().next().value!);
    return id;
  }

  /** `01gSIM000000001-2000`: the rows from 2000 on; null when it is lost, or never was. */
  find(user: string, locator: string): { id: string; from: number; result: Result } | null {
    const [, id, from] = /^(\w{15})-(\d{1,9})$/.exec(locator) ?? [];
    const result = this.byUser.get(user)?.get(id ?? '');
    return result === undefined || Number(from) > result.rows.length ? null : { id: id!, from: Number(from), result };
  }

  clear(): void {
    this.byUser.clear();
    this.last = 0;
  }
}
