import { comparedCharacters } from './compared-text.js';
import type { Token } from './pattern-tokens.js';

/** What is done at one place of the compiled pattern. Behind the last one, it has been found. */
type Step =
  /** Takes a character that the test of this number accepts, and goes on. */
  | { readonly kind: 'one'; readonly test: number }
  /** Goes on only between such characters; undefined: before the first, behind the last. */
  | { readonly kind: 'edge'; readonly lies: (before: string | undefined, after: string | undefined) => boolean }
  /** Goes on, and so many steps further as well. */
  | { readonly kind: 'split'; readonly by: number }
  | { readonly kind: 'jump'; readonly by: number };

/**
 * Is a pattern found anywhere in a text? All ways through it are followed at once, one character after the other
 * (Thompson's method), so that the time grows with pattern and text and not with the number of ways. What one character
 * must be is left to JavaScript's own patterns; a differential test holds both to the same answers.
 * @param tokens of a pattern with flags `iu`, without look-around, back-references and repeated groups
 * @returns for texts of at most 500 characters
 */
export function stepwiseSearch(tokens: readonly Token[]): (text: string) => boolean {
  const { steps, tests } = compile(tokens);
  return (text) => search(steps, tests, text);
}

function search(steps: readonly Step[], tests: readonly RegExp[], text: string): boolean {
  const characters = [...text];
  const visited = new Uint32Array(steps.length);
  let arrived: number[] = [];
  for (let at = 0; at <= characters.length; at++) {
    const [before, after] = [characters[at - 1], characters[at]];
    const accepts = tests.map((test) => after !== undefined && test.test(after));
    const open = arrived;
    // It may begin at any character.
    open.push(0);
    arrived = [];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      const step = steps[place];
      if (!step) return true;
      if (visited[place] === at + 1) continue;
      visited[place] = at + 1;
      if (step.kind === 'one') {
        if (accepts[step.test]) arrived.push(place + 1);
        continue;
      }
      if (step.kind === 'split' || (step.kind === 'edge' && step.lies(before, after))) open.push(place + 1);
      if (step.kind === 'split' || step.kind === 'jump') open.push(place + step.by);
    }
  }
  return false;
}

function compile(tokens: readonly Token[]): { readonly steps: readonly Step[]; readonly tests: readonly RegExp[] } {
  const sources: string[] = [];
  const tests: RegExp[] = [];
  let at = 0;

  function one(source: string, flags: string): Step {
    const key = `${flags} ${source}`;
    if (!sources.includes(key)) {
      sources.push(key);
      tests.push(new RegExp(`^${source}$`, flags));
    }
    return { kind: 'one', test: sources.indexOf(key) };
  }

  /** All up to the end of the group, or of the pattern. */
  function alternatives(flags: string): Step[] {
    const found: Step[][] = [[]];
    for (let token = tokens[at++]; token && token.kind !== 'close'; token = tokens[at++]) {
      const steps = found.at(-1)!;
      if (token.kind === 'or') found.push([]);
      else if (token.kind === 'open') append(steps, alternatives(flagsWithin(token.source, flags)));
      else if (token.kind === 'edge') steps.push({ kind: 'edge', lies: edge(token.source, flags) });
      else if (token.kind === 'one') {
        const next = tokens[at];
        if (next?.kind === 'times') at++;
        append(steps, repeated(one(token.source, flags), next?.kind === 'times' ? next : { min: 1, max: 1 }));
      }
    }
    return found.reduceRight((rest, first) => [{ kind: 'split', by: first.length + 2 }, ...first, { kind: 'jump', by: rest.length + 1 }, ...rest]);
  }

  return { steps: alternatives('iu'), tests };
}

/** No text is longer: more than 500 times at least is never, more than 500 at most is any number. */
function repeated(step: Step, { min, max }: { readonly min: number; readonly max: number }): Step[] {
  const steps = Array.from({ length: Math.min(min, comparedCharacters + 1) }, () => step);
  if (max > comparedCharacters) return [...steps, { kind: 'split', by: 3 }, step, { kind: 'jump', by: -2 }];
  const optional = max - min;
  for (let left = optional; left > 0; left--) steps.push({ kind: 'split', by: 2 * left }, step);
  return steps;
}

function append(steps: Step[], more: readonly Step[]): void {
  for (const step of more) steps.push(step);
}

/** `(?i-s:` switches flags on and off for what is in the group. */
function flagsWithin(open: string, flags: string): string {
  const [, on = '', off = ''] = /^\(\?([a-z]*)-?([a-z]*):$/.exec(open) ?? [];
  return [...new Set(flags + on)].filter((flag) => !off.includes(flag)).join('');
}

function edge(source: string, flags: string): (before: string | undefined, after: string | undefined) => boolean {
  const many = flags.includes('m');
  const ends = (character: string | undefined): boolean => character === undefined || (many && /^[\n\r\u2028\u2029]$/.test(character));
  if (source === '^') return ends;
  if (source === '$') return (_before, after) => ends(after);
  const word = new RegExp('^\\w$', flags);
  const isWord = (character: string | undefined): boolean => character !== undefined && word.test(character);
  const boundary = source === '\\b';
  return (before, after) => (isWord(before) !== isWord(after)) === boundary;
}
