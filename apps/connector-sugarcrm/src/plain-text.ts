import { clean, type Fitting } from '@intouch/connector-kit';

/** What the CRM takes for markup, or cannot store, it drops without a word; a `<` that begins no tag stays. */
const tags = /<\/?[A-Za-z!][^<>]*>/g;
const fourBytes = /[\u{10000}-\u{10ffff}]/gu;

/** The rule `plain`, of one line; null: nothing is left. */
function plain(line: string | null | undefined): string | null {
  return clean(clean(line)?.replace(fourBytes, '').replace(tags, '').replace(/<(?=[A-Za-z/!])/g, '< '));
}

/** The rule `plain`, with its WARNING. */
export function plainText(fitting: Fitting, key: string, value: string | null | undefined): string | null {
  const [before, after] = [clean(value), plain(value)];
  if (after !== before) fitting.warn('char-replaced', key, `${key} "${before}" was sent as "${after ?? ''}": the CRM does not keep markup, nor characters beyond U+FFFF.`);
  return after;
}

/** The rule `cut(n)`, after `plain`. */
export function plainCut(fitting: Fitting, key: string, value: string | null | undefined, length: number): void {
  fitting.cut(key, plainText(fitting, key, value), length);
}

/** The rule `phone(n)`: as typed. */
export function phone(fitting: Fitting, key: string, value: string | null | undefined, length: number): void {
  const text = plainText(fitting, key, value);
  if (text === null || (text.length <= length && /\d/.test(text))) return fitting.plain(key, text);
  fitting.warn('omitted-invalid', key, `${key} "${text}" was left out: it has no digit or more than ${length} characters`, `Correct ${key} in InTouch and save the contact.`);
}

/** The rule `text(n)`: line by line. */
export function plainLines(fitting: Fitting, key: string, value: string, length: number): void {
  const lines = value.split(/\r\n|\r|\n/);
  const [before, after] = [lines.map((line) => clean(line) ?? ''), lines.map((line) => plain(line) ?? '')].map((all) => all.join('\n').trim()) as [string, string];
  if (after !== before) fitting.warn('char-replaced', key, `${key} was sent without its markup and characters beyond U+FFFF: the CRM does not keep them.`);
  const kept = after.slice(0, length).trimEnd();
  if (kept.length < after.length) fitting.warn('truncated', key, `${key} is longer than the CRM's ${length} characters: only its first ${kept.length} were sent`);
  fitting.plain(key, kept === '' ? null : kept);
}
