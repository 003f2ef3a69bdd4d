import { instantAt, wallClock } from '@intouch/connector-kit';

/** A range of the club's wall clock, `YYYY-MM-DD hh:mm:ss.nnnnnn`, both ends included. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/** ABC reads ranges in the zone it has the club in itself; where it does not tell, InTouch's is all there is. */
export function rangeZone({ timeZone }: { readonly timeZone: string | null }, club: { readonly timeZone: string }): string {
  try {
    return timeZone === null ? club.timeZone : new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return club.timeZone;
  }
}

const hourMs = 3_600_000;

export function rangeBetween(from: Date, to: Date, timeZone: string): Range {
  return { from: shown(from, timeZone), to: shown(to, timeZone) };
}

/**
 * A range that misses nothing between the two. Of an hour that the clock shows twice in autumn ABC takes the first, so an end
 * in the second would come an hour early: it is moved on to where the clock is clear again.
 */
export function rangeAround(from: Date, to: Date, timeZone: string): Range {
  const understood = instantAt(shown(to, timeZone), timeZone);
  const comesEarly = understood !== null && understood < to;
  return rangeBetween(from, comesEarly ? new Date(to.getTime() + hourMs) : to, timeZone);
}

/** ABC writes microseconds. */
function shown(at: Date, timeZone: string): string {
  return `${wallClock(at, timeZone)}000`;
}
