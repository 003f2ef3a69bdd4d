import { isDate } from '../../scripting/local-date.js';

const states = new Set(
  (
    'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD ' +
    'TN TX UT VT VA WA WV WI WY DC PR VI GU AS MP AB BC MB NB NL NS NT NU ON PE QC SK YT'
  ).split(' '),
);

/** Text of at most so many characters, 0: any length. What is longer is refused or cut, as the company has it. */
export interface TextFormat {
  readonly length: number;
  readonly fits: (value: string) => boolean;
}

const plain = (length: number): TextFormat => ({ length, fits: () => true });
const exact = (fits: (value: string) => boolean): TextFormat => ({ length: 0, fits });

export const formats = {
  text10: plain(10),
  text25: plain(25),
  text30: plain(30),
  text40: plain(40),
  anyText: plain(0),
  note: plain(1000),
  state: exact((value) => states.has(value)),
  phone: exact((value) => /^\d{10}$/.test(value)),
  email: { length: 60, fits: (value: string) => /^[^\s@]+@[^\s@]+$/.test(value) },
  date: exact(isDate),
  gender: exact((value) => value === 'M' || value === 'F'),
  phoneType: exact((value) => ['mobile', 'home', 'work'].includes(value)),
} satisfies Record<string, TextFormat>;

/** @returns the text to store, or null when it is refused */
export function fitted(value: unknown, format: TextFormat, overLength: string | undefined): string | null {
  if (typeof value !== 'string') return null;
  const tooLong = format.length > 0 && [...value].length > format.length;
  if (tooLong && overLength !== 'truncate') return null;
  const text = tooLong ? [...value].slice(0, format.length).join('') : value;
  return format.fits(text) ? text : null;
}
