import type { Attributes, Scalar } from './rule.js';

/** Nobody types more into a form that a rule asks for, and it bounds what a pattern can cost. */
export const comparedCharacters = 500;

/** A value as it is compared. Never empty where it stems from a contact. */
export interface ComparedText {
  /** NFC, trimmed, as it was typed: for patterns. */
  readonly written: string;
  /** The same in lower case, without locale. */
  readonly folded: string;
}

export function comparedText(value: Scalar): ComparedText {
  const text = String(value).normalize('NFC').trim();
  return { written: text.slice(0, comparedCharacters), folded: text.toLowerCase().slice(0, comparedCharacters) };
}

/** What an attribute holds: one text per element of a list, none where it does not exist. */
export function valuesOf(attributes: Attributes, attribute: string): readonly ComparedText[] {
  if (attributes === null || attributes === undefined || !Object.hasOwn(attributes, attribute)) return [];
  const value = attributes[attribute];
  return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter(isScalar).map(comparedText).filter(({ written }) => written !== '');
}

export function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
