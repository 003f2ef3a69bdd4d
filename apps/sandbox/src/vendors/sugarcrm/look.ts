import { textOf } from './lead.js';
import type { Changes } from './listed-leads.js';

/** How the hazards of this request make values look. */
export interface Look {
  /** `&amp;` for `&`. */
  readonly strayHtml: boolean;
  /** A key nobody has heard of, in every record. */
  readonly extraField: boolean;
}

export const lookOf = (changes: Changes): Look => ({ strayHtml: changes.has('stray-html'), extraField: changes.has('unknown-field') });

/** A value as `rest-v11` writes it: not escaped. */
export const plain = (value: unknown, { strayHtml }: Look): string => (strayHtml ? textOf(value).replaceAll('&', '&amp;') : textOf(value));

const entities: Readonly<Record<string, string>> = { "'": '&#039;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };

/** A value as `rest-v4_1` writes it: escaped for HTML, but for `&`. */
export const escaped = (value: unknown, look: Look): string => plain(value, look).replace(/['"<>]/g, (one) => entities[one]!);
