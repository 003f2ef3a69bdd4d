import { SoqlError, tokensOf, type Token } from './tokens.js';

/** Reads a query token by token; every method throws a `SoqlError` when something else stands there. */
export class Reader {
  private readonly tokens: readonly Token[];
  private next = 0;

  constructor(query: string) {
    this.tokens = tokensOf(query);
  }

  /** Words and signs, in this order. */
  expect(...values: readonly string[]): void {
    for (const value of values) if (!this.take(value)) this.refuse();
  }

  /** @returns false, and stays, when it is not this word or sign */
  take(...values: readonly string[]): boolean {
    const { kind, value } = this.tokens[this.next]!;
    if ((kind !== 'word' && kind !== 'sign') || !values.includes(value)) return false;
    this.next++;
    return true;
  }

  /** The word that stands here, if the pattern fits. */
  word(pattern: RegExp): string {
    const { value } = this.tokens[this.next]!;
    if (!pattern.test(value)) this.refuse();
    return this.value('word');
  }

  value(kind: Token['kind']): string {
    const token = this.tokens[this.next]!;
    if (token.kind !== kind) this.refuse();
    this.next++;
    return token.value;
  }

  /** @throws {SoqlError} about the last token read, or the one to be read */
  refuse(message?: string): never {
    const token = this.tokens[message === undefined ? this.next : Math.max(0, this.next - 1)]!;
    throw new SoqlError(message ?? `unexpected token: '${token.value}'`, token.at);
  }
}
