import { isDate } from '../../scripting/local-date.js';
import { lengthOf } from './lead-columns.js';

/** Tag-like text, as far as the page's simplification goes. */
const tags = /<\/?[A-Za-z][^<>]*>/g;
const controls = /[^\P{Cc}\n]/gu;
const beyondThreeBytes = /[\u{10000}-\u{10ffff}]/gu;

/**
 * What `rest-v4_1` makes of a value on its way into the database, without a word to the client: control characters,
 * markup and blanks at the ends go, a character of four bytes becomes four question marks, too long a text is cut.
 * `cleans`: as SuiteCRM 7 does; SugarCRM CE keeps markup and blanks.
 */
export function storedText(field: string, value: string, cleans: boolean): string {
  const readable = value.replaceAll('\r\n', '\n').replace(controls, '').replace(beyondThreeBytes, '????');
  const clean = cleans ? readable.replace(tags, '').trim() : readable;
  return field === 'birthdate' ? storedDate(clean) : clean.slice(0, lengthOf(field));
}

/** MySQL without strict mode: a day the month does not have becomes zeros, what is no date at all becomes nothing. */
function storedDate(value: string): string {
  if (isDate(value)) return value;
  const [, month, day] = /^\d{4}-(\d\d)-(\d\d)$/.exec(value)?.map(Number) ?? [0, 0, 0];
  return month! >= 1 && month! <= 12 && day! >= 1 && day! <= 31 ? '0000-00-00' : '';
}
