import { tokensOf } from './pattern-tokens.js';

const longest = 200;
const mostUnbounded = 2;

/** How patterns are compiled; NFC, as the texts are that they are applied to. */
export const asWritten = (pattern: string): string => pattern.normalize('NFC');
export const flags = 'iu';

/** Ends the sentence that begins with what holds the pattern; undefined: nothing is wrong with it. */
export function wrongPattern(pattern: string): string | undefined {
  if (pattern.length > longest) return `may have at most ${longest} characters`;
  const written = asWritten(pattern);
  try {
    new RegExp(written, flags);
  } catch (error) {
    return `is not a pattern that compiles${reasonIn(error)}`;
  }
  const tokens = tokensOf(written);
  if (tokens.some((token) => token.kind === 'open' && /^\(\?<?[=!]/.test(token.source))) return 'may not look ahead or behind: (?= (?! (?<= (?<!';
  if (tokens.some(({ kind }) => kind === 'back-reference')) return 'may not refer back to a group: \\1 \\k<name>';
  if (tokens.some(({ kind }, n) => kind === 'times' && tokens[n - 1]?.kind === 'close')) return 'may not repeat a group: * + ? or {n} right after )';
  const unbounded = tokens.filter((token) => token.kind === 'times' && token.max === Infinity).length;
  return unbounded > mostUnbounded ? `may have at most ${mostUnbounded} of * + {n,}` : undefined;
}

/** `Invalid regular expression: /(a/iu: Unterminated group`: only what stands behind the pattern. */
function reasonIn(error: unknown): string {
  const [, reason] = /^.*\/[a-z]*: (.+)$/s.exec((error as Error).message) ?? [];
  return reason === undefined ? '' : `: ${reason}`;
}
