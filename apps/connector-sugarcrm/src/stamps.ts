/** Stamps of the CRM's tables: UTC, whole seconds, `yyyy-MM-dd HH:mm:ss`. */
export const beginning = '1970-01-01 00:00:00';

export function isStamp(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value);
}

/** null: no moment, as `0000-00-00 00:00:00`. */
export function momentOf(stamp: string): Date | null {
  const moment = new Date(isStamp(stamp) ? `${stamp.replace(' ', 'T')}Z` : NaN);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

export function stampOf(moment: Date): string {
  return moment.toISOString().slice(0, 19).replace('T', ' ');
}

/** RFC 3339; null: no moment. */
export function instantOf(stamp: string): string | null {
  return momentOf(stamp)?.toISOString() ?? null;
}
