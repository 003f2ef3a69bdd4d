const shape = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (?:1[0-2]|0?[1-9]):[0-5]\d:[0-5]\d [AP]M)?$/i;

/** `M/d/yyyy` or `M/d/yyyy h:mm:ss AM` (vendors/moso.md, 8.2) as `YYYY-MM-DD`. null: none, which files may also write as 1/1/1900; undefined: no such date. */
export function readDate(text: string): string | null | undefined {
  const [, month, day, year] = shape.exec(text) ?? [];
  if (year === undefined) return text === '' ? null : undefined;
  if (!isReal(Number(year), Number(month), Number(day))) return undefined;
  const date = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  return date === '1900-01-01' ? null : date;
}

/** There is no year 0, neither in the calendar nor in the database. By numbers: a file has millions of dates, and `isCalendarDate` takes five times as long. */
function isReal(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
