import { instantAt, localDate, plusDays } from '../club-time.js';

/** A time a file is due at. */
export interface Slot {
  readonly at: Date;
  /** Club-local stamps of this slot's files: from this, `yyyyMMddHHmm`, to before the other. */
  readonly from: string;
  readonly to: string;
}

/**
 * Slots after `judgedTo` that are over by more than `lateAfterMinutes`, oldest first; at most those of two days, since nobody is
 * helped by a hundred lines about last month.
 */
export function slotsToJudge({ hours, lateAfterMinutes }: { readonly hours: readonly number[]; readonly lateAfterMinutes: number }, timeZone: string, judgedTo: Date, now: Date): Slot[] {
  const today = localDate(now, timeZone);
  const stamps = [-2, -1, 0, 1].flatMap((days) => hours.map((hour) => ({ date: plusDays(today, days), hour: String(hour).padStart(2, '0') })));
  return stamps
    .slice(0, -1)
    .map(({ date, hour }, index) => ({ at: instantAt(`${date} ${hour}:00:00`, timeZone)!, from: stampOf(date, hour), to: stampOf(stamps[index + 1]!.date, stamps[index + 1]!.hour) }))
    .filter(({ at }) => at > judgedTo && now.getTime() > at.getTime() + lateAfterMinutes * 60_000);
}

function stampOf(date: string, hour: string): string {
  return `${date.replaceAll('-', '')}${hour}00`;
}
