import { Cron } from 'croner';

const fields = [
  ['minute', '0 to 59'],
  ['hour', '0 to 23'],
  ['day of month', '1 to 31, or L for the last'],
  ['month', '1 to 12 or JAN to DEC'],
  ['day of week', '0 to 7 or SUN to SAT, 0 and 7 being Sunday'],
] as const;

/**
 * Whether a text is a schedule: null when it is, else what is wrong with it, in words that go on after its name
 * ("must have five fields …"). Five fields, with lists, ranges, steps and names; day of month and day of week both given
 * mean either, as in Vixie cron.
 */
export function isCron(expression: string): string | null {
  const parts = expression.trim().split(/\s+/).filter(Boolean);
  if (parts.length !== fields.length) return `must have five fields (${fields.map(([name]) => name).join(', ')}), not ${parts.length}`;
  for (const [index, [name, range]] of fields.entries()) {
    const part = parts[index]!;
    const alone = fields.map((_, at) => (at === index ? part : '*')).join(' ');
    // To croner `?` is the moment the expression is read, and `+` changes how the two day fields combine: nobody else reads them so.
    if (/[?+]/.test(part) || !parses(alone)) {
      return `has a ${name} that cannot be read: "${part}" (${range}; *, lists, ranges and steps such as */15 or 8-20/2)`;
    }
  }
  return schedule(parts.join(' '), { timezone: 'UTC' }).nextRun(new Date(0)) ? null : 'names a day that never comes';
}

/**
 * The first slot after an instant, UTC, on a whole minute. In a time zone with daylight saving
 * - an hourly schedule fires once in every real hour, in the repeated hour of autumn in both;
 * - a time named by hour and minute (`30 1 * * *`) fires once a day: where it is repeated, the first time;
 * - a time that spring skips fires at the first instant after the gap, unless the schedule comes no later anyway.
 * @throws {Error} where `isCron` finds something wrong, or the time zone is none
 */
export function nextSlot(expression: string, timeZone: string, after: Date): Date {
  const cron = schedule(expression, { timezone: timeZone });
  const regular = cron.nextRun(after);
  if (!regular) throw new Error(`the schedule "${expression}" never comes`);
  return skippedSlots(expression, cron, timeZone, after, regular).next().value ?? regular;
}

/**
 * The latest slot in (after, until], or null where there is none; the slots are those of {@link nextSlot}. Costs the
 * same for an hour and for a month of every minute.
 * @throws {Error} where `isCron` finds something wrong, or the time zone is none
 */
export function latestSlot(expression: string, timeZone: string, after: Date, until: Date): Date | null {
  const cron = schedule(expression, { timezone: timeZone });
  // croner reads whole seconds and looks strictly before.
  const pastUntil = new Date((Math.floor(until.getTime() / 1_000) + 1) * 1_000);
  const regular = cron.previousRuns(1, pastUntil)[0];
  const known = regular && regular > after ? regular : null;
  return [...skippedSlots(expression, cron, timeZone, known ?? after, until)].at(-1) ?? known;
}

/**
 * Ends of daylight-saving gaps in (after, until] that stand for a slot inside the gap. croner 11 knows this for times
 * named by hour and minute, and leaves skipped times of all others out: `0 * * * *` on Lord Howe Island (02:00 becomes
 * 02:30) would then pause for an hour and a half, and a job every 20 minutes from 2 to 3 would not run that night at
 * all. A club would rather have the pull. Where the clocks had not changed, the skipped slot would have come at some
 * instant; if the schedule comes by then anyway (an hourly 02:30 that is 03:30 now), nothing is missing.
 */
function* skippedSlots(expression: string, cron: Cron, timeZone: string, after: Date, until: Date): Generator<Date, undefined> {
  for (const { end, minutesBefore, length } of gaps(timeZone, after.getTime(), until.getTime())) {
    const justBefore = new Date(end - 1_000);
    const unchanged = schedule(expression, { utcOffset: minutesBefore }).nextRun(justBefore)?.getTime() ?? Infinity;
    const regular = cron.nextRun(justBefore)?.getTime() ?? Infinity;
    if (unchanged < end + length && regular > unchanged) yield new Date(end);
  }
}

interface Gap {
  /** The first instant after the gap. */
  readonly end: number;
  /** The zone's offset from UTC before it. */
  readonly minutesBefore: number;
  readonly length: number;
}

/** No zone changes its clock and back within a week. */
const strideMs = 7 * 86_400_000;

function* gaps(timeZone: string, after: number, until: number): Generator<Gap> {
  for (let from = after; from < until; from += strideMs) {
    const to = Math.min(from + strideMs, until);
    const before = offset(timeZone, from);
    const length = offset(timeZone, to) - before;
    if (length <= 0) continue;
    let [early, late] = [from, to];
    while (late - early > 1) {
      const middle = Math.floor((early + late) / 2);
      if (offset(timeZone, middle) > before) late = middle;
      else early = middle;
    }
    yield { end: late, minutesBefore: before / 60_000, length };
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that a zone's clock is ahead of UTC at an instant. */
function offset(timeZone: string, instant: number): number {
  let clock = clocks.get(timeZone);
  // Making one costs a hundred times what asking it does.
  if (!clock) clocks.set(timeZone, (clock = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })));
  const name = clock.formatToParts(instant).find(({ type }) => type === 'timeZoneName')!.value;
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000 : 0;
}

function schedule(expression: string, place: { timezone: string } | { utcOffset: number }): Cron {
  // "no-wildcard": `30 2,14 * * *` is as much a time of day as `30 2 * * *`, and must not miss its day in spring either.
  return new Cron(expression, { ...place, mode: '5-part', fixedTimeRule: 'no-wildcard' });
}

function parses(expression: string): boolean {
  try {
    schedule(expression, { timezone: 'UTC' });
    return true;
  } catch {
    return false;
  }
}
