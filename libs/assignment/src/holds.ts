import { comparedText, valuesOf, type ComparedText } from './compared-text.js';
import { compilePattern } from './compile-pattern.js';
import type { Attributes, Condition } from './rule.js';

type Test = (text: ComparedText) => boolean;

/** By the condition itself: made once for as long as the rules are kept. */
const tests = new WeakMap<Condition, Test>();

/** Does one condition, as `readRules` answered it, hold for a contact? */
export function holds(condition: Condition, attributes: Attributes): boolean {
  return holdsAmong(condition, valuesOf(attributes, condition.attribute));
}

/** The same where the attribute has been read already. */
export function holdsAmong(condition: Condition, values: readonly ComparedText[]): boolean {
  let test = tests.get(condition);
  if (!test) tests.set(condition, (test = testOf(condition)));
  return values.some(test) !== (condition.not ?? false);
}

function testOf(condition: Condition): Test {
  switch (condition.op) {
    case 'exists':
      return () => true;
    case 'equals': {
      const wanted = comparedText(condition.value).folded;
      return ({ folded }) => folded === wanted;
    }
    case 'contains': {
      const part = comparedText(condition.value).folded;
      return ({ folded }) => folded.includes(part);
    }
    case 'in': {
      const wanted = new Set(condition.value.map((value) => comparedText(value).folded));
      return ({ folded }) => wanted.has(folded);
    }
    case 'gte': {
      const least = rankOf(comparedText(condition.value).folded);
      return ({ folded }) => atLeast(rankOf(folded), least);
    }
    case 'lte': {
      const most = rankOf(comparedText(condition.value).folded);
      return ({ folded }) => atLeast(most, rankOf(folded));
    }
    case 'matches': {
      const search = compilePattern(condition.value);
      return ({ written }) => search(written);
    }
  }
}

/** What a text is in an order: a number, a date `yyyy-MM-dd`, or neither. */
interface Rank {
  readonly number?: number;
  readonly date?: string;
}

function rankOf(text: string): Rank {
  if (/^-?\d+(\.\d+)?$/.test(text)) return { number: Number(text) };
  const date = text.slice(0, 10);
  return isRealDate(date) ? { date } : {};
}

function atLeast(left: Rank, right: Rank): boolean {
  if (left.number !== undefined && right.number !== undefined) return left.number >= right.number;
  return left.date !== undefined && right.date !== undefined && left.date >= right.date;
}

function isRealDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}
