/** The club's local date at an instant, `YYYY-MM-DD`. */
export function localDate(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

/** The hour on the club's wall clock, 0 to 23. */
export function localHour(at: Date, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));
}

export function plusDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The wall clock of a zone at an instant, `YYYY-MM-DD hh:mm:ss.mmm`. */
export function wallClock(at: Date, timeZone: string): string {
  return new Date(at.getTime() + offsetMs(at.getTime(), timeZone)).toISOString().replace('T', ' ').slice(0, 23);
}

/**
 * The instant at which a zone's wall clock shows this (`YYYY-MM-DD hh:mm:ss`, month and day perhaps unpadded, any fraction).
 * Of an hour repeated in autumn the first is meant, one skipped in spring is an hour later. null: no time of day.
 */
export function instantAt(wall: string, timeZone: string): Date | null {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2}):(\d{2})(?:\.(\d+))?$/.exec(wall.trim());
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const shown = Date.UTC(year, month - 1, day, hour, minute, second, Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3)));
  if (new Date(shown).getUTCDate() !== day || new Date(shown).getUTCMonth() !== month - 1 || hour > 23) return null;
  // The offsets around it: the larger gives the earlier instant, and one of them holds unless the hour was skipped.
  const offsets = [offsetMs(shown - 86_400_000, timeZone), offsetMs(shown + 86_400_000, timeZone)].sort((a, b) => b - a);
  const found = offsets.map((offset) => shown - offset).find((instant) => instant + offsetMs(instant, timeZone) === shown);
  return new Date(found ?? shown - Math.min(...offsets));
}

const formats = new Map<string, Intl.DateTimeFormat>();

function offsetMs(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    // Making one costs a thousand times what using it does.
    format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
    formats.set(timeZone, format);
  }
  const of = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(of['year']!, of['month']! - 1, of['day']!, of['hour']!, of['minute']!, of['second']!) - Math.floor(instant / 1_000) * 1_000;
}
