import { createHash } from 'node:crypto';
import { isObject } from '../../../http/json-body.js';
import { apiUser } from '../state.js';

/** Real time after the last use. */
const life = 1_440_000;
const password = 'not-a-real-password';
const digest = createHash('md5').update(password).digest('hex');

/** Who may come in: the one API user, with the MD5 of the password in lower-case hex. */
export const isWelcome = (userAuth: unknown): boolean =>
  isObject(userAuth) && userAuth['user_name'] === apiUser.name && userAuth['password'] === digest;

/** Sessions of `rest-v4_1`, any number at a time. A reset of the records leaves them be. */
export class Sessions {
  /** Id to its last use. */
  private readonly usedAt = new Map<string, number>();
  private last = 0;

  /** @param now milliseconds of real time */
  constructor(private readonly now: () => number = () => performance.now()) {}

  begin(): string {
    const id = `simsession${String(++this.last).padStart(16, '0')}`;
    this.usedAt.set(id, this.now());
    return id;
  }

  isLive(id: unknown): id is string {
    const usedAt = this.usedAt.get(id as string);
    return usedAt !== undefined && this.now() - usedAt < life;
  }

  /** As `isLive`; the session goes on living from now. */
  admit(id: unknown): boolean {
    if (!this.isLive(id)) return false;
    this.usedAt.set(id, this.now());
    return true;
  }

  end(id: unknown): void {
    this.usedAt.delete(id as string);
  }
}
