const day = 86_400_000;
const dateFormats = new Map<string, Intl.DateTimeFormat>();

// Building a format costs about a thousand times as much as using it.
function dateFormat(timeZone: string): Intl.DateTimeFormat {
  let format = dateFormats.get(timeZone);
  if (format === undefined) {
    format = newFormat(timeZone);
    dateFormats.set(timeZone, format);
  }
  return format;
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone });
  } catch {
    // Records are edited without validation: a club whose zone nobody knows lives in UTC.
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
}

/** The wall clock of a zone, to the second, as if it were UTC: milliseconds since 1970. */
export function wallClock(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of dateFormat(timeZone).formatToParts(instant)) parts[type] = Number(value);
  return Date.UTC(parts['year']!, parts['month']! - 1, parts['day']!, parts['hour']!, parts['minute']!, parts['second']!);
}

/** The date in a zone, `yyyy-MM-dd`, `plusDays` later. `timeZone` is an IANA name. */
export function localDate(instant: number, timeZone: string, plusDays = 0): string {
  return new Date(wallClock(instant, timeZone) + plusDays * day).toISOString().slice(0, 10);
}

/** The instant at which a date begins in a zone, milliseconds since 1970. */
export function startOfDay(date: string, timeZone: string): number {
  const target = Date.parse(`${date}T00:00:00Z`);
  let guess = target;
  // Twice: the first correction may cross a change to or from summer time.
  for (let round = 0; round < 2; round++) guess += target - wallClock(guess, timeZone);
  return guess;
}

/** True for a real date written `yyyy-MM-dd`. */
export function isDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const parsed = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(value);
}
