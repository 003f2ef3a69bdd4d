import { comparedCharacters } from './compared-text.js';
import { asWritten, flags } from './judge-pattern.js';
import { tokensOf, type Token } from './pattern-tokens.js';
import { stepwiseSearch } from './stepwise-search.js';

/**
 * More than these, and JavaScript's own search is not trusted. It tries one way after the other: what a pattern may be by
 * the rules can still take it a second over 500 characters (`.*a.*b`), a minute (`.{0,99}` three times) or for ever (`a?` fifty times).
 */
const manyWays = 1_000;

/** Is the pattern, one that `wrongPattern` finds nothing wrong with, anywhere in a text of at most 500 characters? */
export function compilePattern(pattern: string): (text: string) => boolean {
  const written = asWritten(pattern);
  const tokens = tokensOf(written);
  if (waysThrough(tokens) > manyWays) return stepwiseSearch(tokens);
  const own = new RegExp(written, flags);
  return (text) => own.test(text);
}

/** At most so many ways lead from one place of a text through the pattern. */
function waysThrough(tokens: readonly Token[]): number {
  let ways = 1;
  // How many alternatives each group that is open has so far; the outermost is the pattern.
  const alternatives = [1];
  for (const token of [...tokens, { kind: 'close' } as const]) {
    if (token.kind === 'open') alternatives.push(1);
    else if (token.kind === 'or') alternatives.push(alternatives.pop()! + 1);
    else if (token.kind === 'close') ways *= alternatives.pop()!;
    else if (token.kind === 'times') ways *= Math.max(1, Math.min(token.max, comparedCharacters) - token.min + 1);
  }
  return ways;
}
