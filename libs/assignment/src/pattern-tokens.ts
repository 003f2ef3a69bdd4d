/** A pattern of flag `u` that compiles, in the pieces it consists of. */
export type Token =
  /** Takes one character: a literal, an escape, a class, `.`. */
  | { readonly kind: 'one'; readonly source: string }
  /** Takes none: `^`, `$`, `\b`, `\B`. */
  | { readonly kind: 'edge'; readonly source: string }
  /** `(` with what belongs to it: `(?:`, `(?<name>`, `(?=`, `(?i-s:` … */
  | { readonly kind: 'open'; readonly source: string }
  | { readonly kind: 'close' }
  | { readonly kind: 'or' }
  | { readonly kind: 'back-reference' }
  /** Repeats what stands before; greedy or lazy makes no difference to whether something is found. */
  | { readonly kind: 'times'; readonly min: number; readonly max: number };

const pieces = [
  String.raw`(?<times>(?:[*+?]|\{\d+(?:,\d*)?\})\??)`,
  String.raw`(?<open>\((?:\?(?:<?[=!]|<[^>]*>|[a-z-]*:))?)`,
  String.raw`(?<close>\))`,
  String.raw`(?<or>\|)`,
  String.raw`(?<edge>[\^$]|\\[bB])`,
  String.raw`(?<reference>\\k<[^>]*>|\\[1-9]\d*)`,
  // A class; an escape, longest first, two that make one character of two halves before all; anything else.
  String.raw`(?<one>\[(?:\\.|[^\]\\])*\]|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u\{[^}]*\}|\\u.{4}|\\x..|\\c.|\\[pP]\{[^}]*\}|\\.|.)`,
];
const piece = new RegExp(pieces.join('|'), 'gsu');

/** @param pattern one that compiles with flag `u`: without it, a lone `{` or `]` would be a character */
export function tokensOf(pattern: string): Token[] {
  return [...pattern.matchAll(piece)].map(({ groups = {} }): Token => {
    if (groups['times'] !== undefined) return { kind: 'times', ...countsOf(groups['times']) };
    if (groups['open'] !== undefined) return { kind: 'open', source: groups['open'] };
    if (groups['close'] !== undefined) return { kind: 'close' };
    if (groups['or'] !== undefined) return { kind: 'or' };
    if (groups['edge'] !== undefined) return { kind: 'edge', source: groups['edge'] };
    if (groups['reference'] !== undefined) return { kind: 'back-reference' };
    return { kind: 'one', source: groups['one']! };
  });
}

function countsOf(times: string): { readonly min: number; readonly max: number } {
  if (times.startsWith('*')) return { min: 0, max: Infinity };
  if (times.startsWith('+')) return { min: 1, max: Infinity };
  if (times.startsWith('?')) return { min: 0, max: 1 };
  const [, min = '', comma, max = ''] = /^\{(\d+)(,)?(\d*)/.exec(times)!;
  return { min: Number(min), max: comma === undefined ? Number(min) : max === '' ? Infinity : Number(max) };
}
