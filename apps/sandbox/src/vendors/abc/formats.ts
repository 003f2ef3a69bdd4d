import { isDate } from '../../scripting/local-date.js';
import type { AbcState } from './state.js';

const states = new Set(
  (
    'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD ' +
    'TN TX UT VT VA WA WV WI WY DC PR VI GU AS MP AB BC MB NB NL NS NT NU ON PE QC SK YT'
  ).split(' '),
);
const genders: Readonly<Record<string, string>> = Object.fromEntries(
  ['Male', 'Female', 'Unknown'].flatMap((gender) => [gender, gender.toLowerCase(), gender.toUpperCase()].map((spelling) => [spelling, gender])),
);

/** Whose prospect it is that a value is for. */
export interface Place {
  readonly state: AbcState;
  readonly club: string;
}

/** What a field may hold. */
export interface Format {
  readonly fits: (value: string, place: Place) => boolean;
  /** What follows `expected format `, or the whole message. */
  readonly expected: string | { readonly wholeMessage: string };
  /** How the value is kept; absent: as sent. */
  readonly kept?: (value: string) => string;
}

const isShort = (value: string, length: number) => [...value].length <= length;

export const text = (length: number): Format => ({ fits: (value) => isShort(value, length), expected: `string with maximum length ${length}` });

export const formats = {
  state: { fits: (value) => states.has(value), expected: { wholeMessage: 'State or province code provided is not valid.' } },
  country: { fits: (value) => /^[A-Z]{2}$/.test(value), expected: 'ISO country code' },
  email: { fits: (value) => isShort(value, 60) && /^[^\s@]+@[^\s@]+$/.test(value), expected: 'email with maximum length 60' },
  phone: { fits: (value) => /^\d{10}$/.test(value), expected: '10 digits' },
  extension: { fits: (value) => /^\d{1,4}$/.test(value), expected: 'up to 4 digits' },
  birthDate: { fits: (value, { state, club }) => isDate(value) && value <= state.today(club), expected: 'YYYY-MM-DD' },
  date: { fits: isDate, expected: 'YYYY-MM-DD' },
  gender: { fits: (value) => Object.hasOwn(genders, value), expected: 'male, female or unknown', kept: (value) => genders[value]! },
  employee: { fits: (value, { state, club }) => state.employees.get(value)?.club === club, expected: 'employee of this club' },
  campaign: { fits: (value, { state, club }) => state.campaigns.get(value)?.club === club, expected: 'campaign of this club' },
} satisfies Record<string, Format>;

/** The vendor's sentence about a field, by the last part of its path. */
export const wrongValue = (name: string, expected: string): string => `Invalid value for field ${name} - expected format ${expected}`;

export const missing = (name: string): string => wrongValue(name, 'required value');
