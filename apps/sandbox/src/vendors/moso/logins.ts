import { randomBytes } from 'node:crypto';
import { header, type Request } from '../../http/request.js';

const userId = 'sim-user';
const password = 'not-a-real-password';
/** Real time after the last use. */
const life = 20 * 60_000;
const letters = 'abcdefghijklmnopqrstuvwxyz012345';

interface Login {
  readonly ticket: string;
  readonly session: string;
  /** By `performance.now()`. */
  usedAt: number;
}

/** Who is logged in: at most once per machine name. A reset of the records leaves them be. */
export class Logins {
  private readonly byMachine = new Map<string, Login>();
  private readonly machines = new Map<string, string>();

  /** @returns the cookies of a new login, which ends the machine's earlier one; null when it is refused */
  begin(given: ReadonlyMap<string, string>): string[] | null {
    const machine = given.get('machinename') ?? '';
    if (given.get('userid') !== userId || given.get('password') !== password || machine.trim() === '') return null;
    this.end(machine);
    const login: Login = {
      ticket: randomBytes(16).toString('hex'),
      session: Array.from(randomBytes(24), (byte) => letters[byte & 31]).join(''),
      usedAt: performance.now(),
    };
    this.byMachine.set(machine, login);
    this.machines.set(login.ticket, machine);
    return [`.MOSOAUTH=${login.ticket}; path=/; HttpOnly`, `ASP.NET_SessionId=${login.session}; path=/; HttpOnly`];
  }

  /** True when the request carries both cookies of a live login; it goes on living from now. */
  admit(request: Request): boolean {
    const login = this.of(request);
    if (login === null) return false;
    login.usedAt = performance.now();
    return true;
  }

  /** As `admit`, but leaves no trace. */
  isLive(request: Request): boolean {
    return this.of(request) !== null;
  }

  /** Ends the login the request comes with, if any. */
  endOf(request: Request): void {
    const machine = this.machines.get(cookiesOf(request).get('.MOSOAUTH') ?? '');
    if (machine !== undefined) this.end(machine);
  }

  private of(request: Request): Login | null {
    const cookies = cookiesOf(request);
    const login = this.byMachine.get(this.machines.get(cookies.get('.MOSOAUTH') ?? '') ?? '');
    if (login === undefined || cookies.get('ASP.NET_SessionId') !== login.session) return null;
    return performance.now() - login.usedAt < life ? login : null;
  }

  private end(machine: string): void {
    const login = this.byMachine.get(machine);
    if (login === undefined) return;
    this.byMachine.delete(machine);
    this.machines.delete(login.ticket);
  }
}

function cookiesOf(request: Request): Map<string, string> {
  const pairs = (header(request, 'cookie') ?? '').split(';').map((pair) => pair.trim());
  return new Map(pairs.filter((pair) => pair.includes('=')).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}
