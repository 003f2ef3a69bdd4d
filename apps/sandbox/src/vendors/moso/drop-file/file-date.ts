const shape = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?/;

/** A date of a record, `yyyy-MM-ddTHH:mm:ss`, as the file has it: `M/d/yyyy`, with `h:mm:ss AM` where there is a time. Anything else as it is. */
export function fileDate(value: unknown): string {
  if (value === undefined || value === null) return '';
  const match = shape.exec(String(value));
  if (match === null) return String(value);
  const [, year, month, day, hours = '00', minutes = '00', seconds = '00'] = match;
  const date = `${Number(month)}/${Number(day)}/${year}`;
  if (Number(hours) + Number(minutes) + Number(seconds) === 0) return date;
  return `${date} ${Number(hours) % 12 || 12}:${minutes}:${seconds} ${Number(hours) < 12 ? 'AM' : 'PM'}`;
}
