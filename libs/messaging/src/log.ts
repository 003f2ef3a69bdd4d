/** What this library needs of a logger; pino is one. First the facts, then the words. No personal data in either. */
export interface Log {
  debug(facts: object, words: string): void;
  info(facts: object, words: string): void;
  warn(facts: object, words: string): void;
  error(facts: object, words: string): void;
}
