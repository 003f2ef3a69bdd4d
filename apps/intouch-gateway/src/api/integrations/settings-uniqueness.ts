import type { VendorDescribed } from '@intouch/contracts';
import { isGiven } from './settings-values.js';

/** A value that is to be this club's alone among the clubs that are equal in something. */
export interface Uniqueness {
  readonly name: string;
  /** Settings and their values: clubs that have the same are compared. */
  readonly equal: Readonly<Record<string, unknown>>;
  /** Goes on after "another club". */
  readonly words: string;
}

/** What no other club may have: an account is what its settings say; without a value to compare by, nothing is compared. */
export function uniqueness({ account, settings: described }: VendorDescribed, settings: Readonly<Record<string, unknown>>): Uniqueness[] {
  const pick = (names: readonly string[]): Record<string, unknown> => Object.fromEntries(names.map((name) => [name, settings[name]]));
  return described
    .filter(({ name }) => isGiven(settings[name]))
    .flatMap(({ name, uniqueInAccount, uniqueAmong }) => [
      ...(uniqueInAccount ? [{ name, equal: pick(account.filter((each) => each in settings)), words: 'of this account' }] : []),
      ...(uniqueAmong?.every((each) => isGiven(settings[each])) ? [{ name, equal: pick(uniqueAmong), words: `with the same ${uniqueAmong.join(' and ')}` }] : []),
    ]);
}
