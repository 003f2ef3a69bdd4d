import type { Log } from '../log.js';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly words: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Keeps what was logged, so that a test can ask for it. */
export class MemoryLog implements Log {
  readonly lines: LogLine[] = [];

  debug(facts: object, words: string): void {
    this.keep('debug', facts, words);
  }

  info(facts: object, words: string): void {
    this.keep('info', facts, words);
  }

  warn(facts: object, words: string): void {
    this.keep('warn', facts, words);
  }

  error(facts: object, words: string): void {
    this.keep('error', facts, words);
  }

  /** Lines of a level whose words contain `part`. */
  of(level: LogLine['level'], part = ''): LogLine[] {
    return this.lines.filter((line) => line.level === level && line.words.includes(part));
  }

  private keep(level: LogLine['level'], facts: object, words: string): void {
    this.lines.push({ level, words, facts: { ...facts } });
  }
}
