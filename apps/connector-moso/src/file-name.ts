import { isCalendarDate } from '@intouch/contracts';
import type { FileName } from '@intouch/connector-kit';

const shape = /^MOSO_([A-Z0-9]{1,10})_(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(?:_([2-9]))?\.csv$/;

/** `MOSO_<code>_<yyyyMMddHHmm>.csv`, a repetition of a stamp with `_2` to `_9` (vendors/moso.md, 8.1). null: not such a name, or no time there is. */
export function nameOf(name: string): FileName | null {
  const [, code, year, month, day, hour, minute, suffix = ''] = shape.exec(name) ?? [];
  if (code === undefined || !isCalendarDate(`${year}-${month}-${day}`) || Number(hour) > 23 || Number(minute) > 59) return null;
  return { code, stamp: `${year}${month}${day}${hour}${minute}`, suffix };
}
