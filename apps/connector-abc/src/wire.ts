/**
 * ABC's REST shapes (https://github.com/dmzobel/tap-abcfinancial, https://github.com/alexkolson/abcfinancial-aweber-data-pipeline). Every
 * scalar is a text there, also booleans and numbers; what is absent has no key.
 */
export interface Envelope {
  readonly status?: { readonly message?: unknown; readonly nextPage?: unknown };
  readonly result?: { readonly memberId?: unknown };
  readonly [data: string]: unknown;
}

export type Texts = Readonly<Record<string, string>>;

/** A prospect or member in one shape, by the names of REST, whichever protocol told it. Values are trimmed, empty ones absent. */
export interface AbcRecord {
  readonly id: string;
  readonly from: 'prospects' | 'members';
  readonly personal: Texts;
  readonly agreement: Texts;
  /** `YYYY-MM-DD hh:mm:ss.nnnnnn` or a date, in US Central time whatever the club; null: not told. */
  readonly created: string | null;
  readonly modified: string | null;
}

/** What is known of the club at ABC, read once a day. */
export interface AbcClub {
  /** IANA name; null: the protocol does not tell. */
  readonly timeZone: string | null;
}

export const noRecords = 'No records found.';

/** What nobody can tell from a row alone: it is still a prospect there. */
export function isProspect({ from, personal }: AbcRecord): boolean {
  return from === 'prospects' || (personal['joinStatus'] ?? '').toLowerCase() === 'prospect';
}

/** The scalars of an object as texts. */
export function textsOf(value: unknown): Texts {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      const text = textOf(one);
      return text === null ? [] : [[key, text]];
    }),
  );
}

/** Missing, null and empty are one; the reader takes real booleans and numbers too. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
  const text = String(value).trim();
  return text === '' ? null : text;
}

/** A list; one record may be a bare object. */
export function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  return list.filter((it): it is Record<string, unknown> => typeof it === 'object' && it !== null);
}
