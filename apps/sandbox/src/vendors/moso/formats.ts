import { isDate } from '../../scripting/local-date.js';

const states = new Set(
  (
    'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD ' +
    'TN TX UT VT VA WA WV WI WY DC PR VI GU AS MP AB BC MB NB NL NS NT NU ON PE QC SK YT'
  ).split(' '),
);
const phone = /^\((\d{3})\) (\d{3})-(\d{4})$/;

export const isState = (value: string): boolean => states.has(value);
export const isPhone = (value: string): boolean => phone.test(value) || /^\d{10}$/.test(value);
export const isEmail = (value: string): boolean => value.split('@').length === 2;
export const isGender = (value: string): boolean => value === 'M' || value === 'F';
export const isBirthday = (value: string): boolean => value.endsWith('T00:00:00') && isDate(value.slice(0, 10)) && value.length === 19;

/** Ten bare digits as the vendor answers them, `(614) 200-1000`; anything else as it is. */
export const asPhone = (value: string): string => value.replace(/^(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');

/** A date as the vendor keeps it. */
export const midnight = (date: string): string => `${date}T00:00:00`;

/** The day of a date of a record, `yyyy-MM-dd`; null when it has none. */
export function dayOf(value: unknown): string | null {
  const day = typeof value === 'string' ? value.trim().slice(0, 10) : '';
  return isDate(day) ? day : null;
}
