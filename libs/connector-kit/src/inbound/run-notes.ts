import type { LogLevel } from '@intouch/contracts';
import type { NotesByCode } from '../store/run.store.js';

/** A run's line of the log names so many, and counts the rest. */
const examplesAtMost = 25;

export interface Noted {
  readonly code: string;
  readonly level: LogLevel;
  /** In words; without one it is only counted. */
  readonly example?: string;
  readonly howToFix?: string | null;
}

/** What is found again and again in one run is one line of the log: how often, and the first of them in words. */
export function withNotes(notes: NotesByCode, found: readonly Noted[]): NotesByCode {
  const sum: Record<string, NotesByCode[string]> = { ...notes };
  for (const { code, level, example, howToFix = null } of found) {
    const { count = 0, examples = [] } = sum[code] ?? {};
    sum[code] = { level, howToFix, count: count + 1, examples: example !== undefined && examples.length < examplesAtMost ? [...examples, example] : examples };
  }
  return sum;
}

/** The detail of a note's line. */
export function inWords({ count, examples }: NotesByCode[string]): string {
  const more = count - examples.length;
  return `${examples.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}
