import type { ParamountState } from './state.js';
import type { SoapCall } from './soap-call.js';
import { clubNotEnabled, loginFailed, type Refusal } from './wire.js';

/** Who asks: a login, for one of its clubs. */
export interface Caller {
  readonly userName: string;
  readonly clubNumber: string;
  /** Calls at a time of the login. */
  readonly maxConcurrent: number;
}

/** The user name of a call whose credentials are good; null when they are not. */
export function loginOf(state: ParamountState, { userName, password }: SoapCall): string | null {
  const login = userName === null ? undefined : state.logins.get(userName);
  return login !== undefined && password !== null && login.password === password ? userName : null;
}

/** The door: credentials (100), then the club (110). */
export function checkAccess(state: ParamountState, call: SoapCall): Caller | Refusal {
  const userName = loginOf(state, call);
  if (userName === null) return loginFailed;
  const { clubNumber } = call;
  const club = clubNumber === null ? undefined : state.clubs.get(clubNumber);
  if (clubNumber === null || club?.login !== userName || club.enabled === false) return clubNotEnabled(clubNumber);
  return { userName, clubNumber, maxConcurrent: state.logins.get(userName)?.maxConcurrent ?? 2 };
}
