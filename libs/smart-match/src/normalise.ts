// The `min` metadata is enough: "possible" is a question of lengths, which are the same in all builds. `max` would only
// sharpen "valid", and every valid number is possible. It loads in half the time and memory.
import { parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

/** What two records are compared by. null = missing: it never agrees with anything. */
export interface MatchKeys {
  first: string | null;
  last: string | null;
  email: string | null;
  /** E.164, or bare digits where the number fits no numbering plan. */
  mobile: string | null;
  /** `YYYY-MM-DD` */
  birthDate: string | null;
}

/** The fields of a contact or a report that take part in matching, as they were written. Home and work phones do not. */
export interface Person {
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  mobile?: string | null;
  birthDate?: string | null;
}

type Text = string | null | undefined;

/**
 * All keys of a person.
 * @param country ISO 3166 alpha-2 of the club; mobiles without a `+` are read as numbers of that country
 * @param asOf the record's own time stamp; a birth date after it is missing
 */
export function keysOf(person: Person, { country, asOf }: { country: string; asOf: Date | string }): MatchKeys {
  return {
    first: normaliseName(person.firstName),
    last: normaliseName(person.lastName),
    email: normaliseEmail(person.email),
    mobile: normaliseMobile(person.mobile, country),
    birthDate: normaliseBirthDate(person.birthDate, asOf),
  };
}

/** Letters that have no decomposition and are yet written without their stroke or ligature. */
const plainSpelling: Record<string, string> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i',
  // The same letter: which of the two lower-casing gives depends on what follows, and what follows may be a dropped hyphen.
  ς: 'σ',
};
const spelledOut = /[ßæœøłđðþıς]/g;
// The modifier letters U+02B9..U+02BF, U+02C8 and U+02EE are "letters" to Unicode but typed as apostrophes (Oʼbrien, Kaʻahumanu).
const dropped = /[^\p{L}\p{N}]|[\u02b9-\u02bf\u02c8\u02ee]/gu;

/** A first or last name without case, diacritics, spaces and punctuation; null when nothing is left. */
export function normaliseName(value: Text): string | null {
  if (!value) return null;
  const name = /^[\x20-\x7e]*$/.test(value)
    ? value.toLowerCase().replace(/[^a-z0-9]+/g, '')
    : value.normalize('NFKC').toLowerCase().normalize('NFKD').replace(/\p{M}+/gu, '')
        .replace(spelledOut, (letter) => plainSpelling[letter] ?? letter)
        .replace(dropped, '');
  return name || null;
}

// The classes on both sides of `@` and of each dot exclude each other, so a hostile text costs linear time.
const address = /^([^\s\p{C}@<>()[\],;:"\\]+)@([^\s\p{C}@<>()[\],;:"\\.]+)((?:\.[^\s\p{C}@<>()[\],;:"\\.]+)+)$/u;
const placeholderLocals = new Set([
  'none', 'noemail', 'no', 'na', 'n/a', 'nobody', 'test', 'unknown', 'x', 'null', 'donotreply', 'noreply',
]);
const placeholderDomains = new Set([
  'none.com', 'noemail.com', 'na.com', 'test.com', 'example.invalid', 'nomail.com', 'email.com',
]);

/** One `local@domain.tld` in lower case; null when it is none, or a placeholder. Dots and `+tags` count. */
export function normaliseEmail(value: Text): string | null {
  if (!value) return null;
  const text = value.normalize('NFKC').trim().toLowerCase().replace(/^mailto:\s*/, '').normalize('NFKC');
  const [, local, name, rest] = address.exec(text) ?? [];
  if (local === undefined || name === undefined || rest === undefined) return null;
  if (placeholderLocals.has(local)) return null;
  if (local === name && placeholderDomains.has(name + rest)) return null;
  return text;
}

const extension = /(?<=\d[\s.,;)]*)(?:e?xt(?:ensi[oó]n?)?|доб|x|#|~)[\s:.=]*\d{1,9}[\s#]*$/iu;

/**
 * A mobile number as E.164 when it is valid or possible, else its bare digits when there are 7 to 15; null for anything
 * else and for placeholders. Extensions are dropped.
 * @param country ISO 3166 alpha-2 of the club; an explicit `+` wins, an unknown country reads only numbers with a `+`
 */
export function normaliseMobile(value: Text, country: string): string | null {
  if (!value) return null;
  const digits = asciiDigits(value.replace(extension, ''));
  if (digits.length === 0 || isPlaceholderNumber(digits)) return null;
  const parsed = parsePhoneNumberFromString(value, country.toUpperCase() as CountryCode, metadata);
  if (parsed !== undefined) {
    if (isPlaceholderNumber(parsed.nationalNumber)) return null;
    if ((parsed.isPossible() || parsed.isValid()) && isItsOwn(parsed)) return parsed.number;
  }
  return digits.length >= 7 && digits.length <= 15 ? digits : null;
}

/** A row of zeros loses one of them, as a trunk prefix, each time it is parsed: the same digits would be two numbers. */
function isItsOwn({ number, nationalNumber }: PhoneNumber): boolean {
  return !nationalNumber.startsWith('0') || parsePhoneNumberFromString(number, metadata)?.number === number;
}

function isPlaceholderNumber(digits: string): boolean {
  return /^(\d)\1*$/.test(digits) || digits === '1234567890' || digits === '0123456789';
}

function asciiDigits(text: string): string {
  return text.normalize('NFKC')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[^0-9]+/g, '');
}

/**
 * A real calendar date after 1900-01-01 as `YYYY-MM-DD` (a midnight that trails it is dropped), else null.
 * @param notAfter the record's own time stamp; a birth date on a later UTC day is missing
 */
export function normaliseBirthDate(value: Text, notAfter: Date | string): string | null {
  const date = /^\s*(\d{4}-\d\d-\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?\s*$/.exec(value ?? '')?.[1];
  if (date === undefined || date <= '1900-01-01') return null;
  const day = new Date(`${date}T00:00:00Z`);
  // 1990-02-30 either fails to parse or rolls over into March.
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) return null;
  return day.getTime() > new Date(notAfter).getTime() ? null : date;
}
