import { Fitting } from '@intouch/connector-kit';

const longest = 30;

/** A lead source's name as Paramount can hold it, at most 30 characters of ISO-8859-1; null: nothing of it is left. */
export function description(name: string): string | null {
  const fitting = new Fitting('latin1');
  fitting.cut('description', name, longest);
  return (fitting.content['description'] as string | null | undefined) || null;
}

/**
 * What two names are compared by: the same description in any case. Fitted a second time, since capitals may be longer
 * (`ß`, `SS`) or lie beyond the alphabet (`ÿ`, `Ÿ`), and a list may be shown in capitals.
 */
export function descriptionKey(name: string): string | null {
  const capitals = description(name)?.toUpperCase();
  return capitals === undefined ? null : description(capitals);
}
