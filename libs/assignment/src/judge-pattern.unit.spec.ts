import { describe, expect, it } from '@jest/globals';
import { wrongPattern } from './judge-pattern.js';

const refused: Record<string, { readonly as: string; readonly patterns: readonly string[]; readonly neighbours: readonly string[] }> = {
  'too long': { as: 'may have at most 200 characters', patterns: ['x'.repeat(201)], neighbours: ['x'.repeat(200), ''] },
  'does not compile': {
    as: 'is not a pattern that compiles',
    patterns: ['(', 'a)', '[a', '[z-a]', '\\', 'a**', '*', '{', 'a{2', ']', '\\q', '\\p{Nothing}', 'a{2,1}', '\\u{110000}', '(?<n>a)(?<n>b)', '^*', '\\1', '[\\1]', '\\k<a>', '(?:'],
    neighbours: ['\\(', 'a\\)', '[[]', '[a-z]', '\\\\', '\\{', '\\]', '[\\]]', '\\p{L}', 'a{1,2}', '\\u{10ffff}', '\\0'],
  },
  'looks around': {
    as: 'may not look ahead or behind: (?= (?! (?<= (?<!',
    patterns: ['a(?=b)', 'a(?!b)', '(?<=a)b', '(?<!a)b', '((a|(?=b)))', '\\\\(?=b)', '[(](?=b)', '(?=a)'],
    neighbours: ['\\(\\?=b\\)', '[(?=b)]', '(?:a)', '(?<year>a)', '\\(?=b', '(?i:a)', '(?-i:a)'],
  },
  'refers back': {
    as: 'may not refer back to a group: \\1 \\k<name>',
    patterns: ['(a)\\1', '(?<n>a)\\k<n>', '\\1(a)', '(a)\\\\\\1', `${'(a)'.repeat(12)}\\12`],
    neighbours: ['(a)\\\\1', '(a)\\0', '(a)1', '(?<n>a)k<n>', '\\d1', '\\x31', '\\u0031'],
  },
  'repeats a group': {
    as: 'may not repeat a group: * + ? or {n} right after )',
    patterns: ['(a)*', '(a)+', '(a)?', '(a){2}', '(a){2,}', '(a){2,3}', '(a)+?', '(?:a)*', '(?<n>a)?', '((a)b)*', '([)])*', '(\\))*', '\\\\(a)*'],
    neighbours: ['(a*)', '(a\\)*)', '\\)*', '[()]*', '[(a)]*', '(a)b*', '(a)[*]', '(a)\\*', '(a)\\{2\\}', '(?:a)|b?'],
  },
  'has more than two without a bound': {
    as: 'may have at most 2 of * + {n,}',
    patterns: ['a*b*c*', 'a+b+c+', 'a{1,}b{2,}c{3,}', 'a*b+c{0,}', 'a*?b+?c{0,}?', '[*]*\\+*.*', '(a*|b*)c*', '\\u{41}+\\p{L}+.+'],
    neighbours: ['a*b+', 'a*b+c?', 'a*b+c{2}', 'a*b+c{2,9}', 'a*b+[*+]', 'a*b+\\*\\+', 'a*b+[\\]*+{1,}]', 'a*b+\\u{41}', 'a*b+\\p{L}', '^.*a.*$', 'a{2}b{3}c{4}d{5}'],
  },
};

describe.each(Object.entries(refused))('a pattern that %s', (_name, { as, patterns, neighbours }) => {
  it.each(patterns)('%s', (pattern) => expect(wrongPattern(pattern)?.slice(0, as.length)).toBe(as));
  it.each(neighbours)('not %s', (pattern) => expect(wrongPattern(pattern)).toBeUndefined());
});

it('that does not compile is told why, and is not quoted', () => {
  expect(wrongPattern('secret(')).toBe('is not a pattern that compiles: Unterminated group');
  expect(wrongPattern('a/iu: b(')).toBe('is not a pattern that compiles: Unterminated group');
});
