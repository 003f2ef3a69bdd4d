import { wallClock } from '../../scripting/local-date.js';

const day = 86_400_000;
const shape = /^(\d{4})-(\d{1,2})-(\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?$/;

/** How far a zone's wall clock is ahead of UTC at an instant, in milliseconds. */
function offset(instant: number, timeZone: string): number {
  const second = Math.floor(instant / 1000) * 1000;
  return wallClock(second, timeZone) - second;
}

/**
 * The instant of a wall clock, both in milliseconds since 1970, the wall clock as if it were UTC. A local time that comes
 * twice in autumn means its first occurrence; one that spring skips means one hour later.
 */
export function instantOf(local: number, timeZone: string): number {
  const before = local - offset(local - day, timeZone);
  const after = local - offset(local + day, timeZone);
  const fits = (instant: number) => instant + offset(instant, timeZone) === local;
  if (!fits(after)) return before;
  return fits(before) ? Math.min(before, after) : after;
}

/** The instant of `YYYY-MM-DD hh:mm:ss.nnnnnn` in a zone, to the millisecond; month and day may be unpadded. Null: no such stamp. */
export function readStamp(text: string, timeZone: string): number | null {
  const match = shape.exec(text);
  if (match === null) return null;
  const [year, month, date, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const local = Date.UTC(year, month - 1, date, hour, minute, second);
  const parsed = new Date(local);
  const isReal = parsed.getUTCMonth() === month - 1 && parsed.getUTCDate() === date && parsed.getUTCHours() === hour && minute < 60 && second < 60;
  return isReal ? instantOf(local + Number((match[7] ?? '').padEnd(3, '0').slice(0, 3)), timeZone) : null;
}

/** A stamp of a record (RFC 3339) as the wire has it, `YYYY-MM-DD hh:mm:ss.nnnnnn`; undefined when it is none. */
export function writeStamp(stamp: unknown, timeZone: string, unpaddedDay: boolean): string | undefined {
  const instant = typeof stamp === 'string' ? Date.parse(stamp) : Number.NaN;
  if (Number.isNaN(instant)) return undefined;
  const [date, time] = new Date(wallClock(instant, timeZone)).toISOString().slice(0, 19).split('T') as [string, string];
  // Scripts may stamp to the microsecond; a Date would forget the last three digits.
  const fraction = (/\.(\d{1,6})/.exec(stamp as string)?.[1] ?? '').padEnd(6, '0');
  return `${unpaddedDay ? date.replace(/-0(\d)$/, '-$1') : date} ${time}.${fraction}`;
}
