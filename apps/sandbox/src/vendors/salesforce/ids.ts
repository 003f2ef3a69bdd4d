const suffixes = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** First three characters of an id: of which object the record is. */
export type Prefix = '00Q' | '005';

/**
 * 15 characters made 18 by the suffix that tells capitals from small letters; what is no id stays as it is.
 * The rule is that of https://help.salesforce.com/s/articleView?id=000385585&type=1.
 */
export function completed(id: string): string {
  if (!/^[A-Za-z0-9]{15}$/.test(id)) return id;
  const letterOf = (group: string) => suffixes[[...group].reduce((sum, char, place) => sum + (/[A-Z]/.test(char) ? 1 << place : 0), 0)]!;
  return id + [0, 5, 10].map((from) => letterOf(id.slice(from, from + 5))).join('');
}

/** The whole id, given its 15 or 18 characters; null for what cannot be an id of that object. */
export function idOf(prefix: Prefix, given: string): string | null {
  if (!/^[A-Za-z0-9]{15}([A-Z0-5]{3})?$/.test(given) || !given.startsWith(prefix)) return null;
  const whole = completed(given.slice(0, 15));
  return given.length === 15 || given === whole ? whole : null;
}

/** The sandbox's own n-th id of that object. */
export const numbered = (prefix: Prefix, n: number): string => completed(`${prefix}SIM${String(n).padStart(9, '0')}`);

/** n of `numbered`; null for an id that somebody else made up. */
export function numberOf(id: string): number | null {
  const digits = /^\w{3}SIM(\d{9})\w{3}$/.exec(id)?.[1];
  return digits === undefined ? null : Number(digits);
}

export const organization = '00DSIM000000001';
export const runAsUser = numbered('005', 1);
/** Who is meant when the org's own staff edits a record. */
export const staffUser = numbered('005', 2);
