import type { GatewayRequest } from '../access/gateway-request.js';
import { invalid, type FieldError } from './problem.js';

/** Reads query parameters, gathering every mistake; `done` throws them together. */
export class Query {
  private readonly errors: FieldError[] = [];

  constructor(private readonly request: GatewayRequest) {}

  text(name: string, pattern?: RegExp, words = 'is not valid'): string | undefined {
    const value = this.single(name);
    if (value !== undefined && pattern && !pattern.test(value)) this.errors.push({ field: name, message: `${name} ${words}` });
    return value;
  }

  oneOf<const T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.single(name);
    if (value !== undefined && !(allowed as readonly string[]).includes(value)) {
      this.errors.push({ field: name, message: `${name} must be one of ${allowed.join(', ')}` });
    }
    return value as T | undefined;
  }

  wholeNumber(name: string, from: number, to: number, fallback: number): number {
    const value = this.single(name);
    if (value === undefined) return fallback;
    const number = Number(value);
    if (/^\d{1,15}$/.test(value) && number >= from && number <= to) return number;
    this.errors.push({ field: name, message: `${name} must be a whole number from ${from} to ${to}` });
    return fallback;
  }

  /** A cursor of the feeds: the number that `next` told, as text; absent: from the beginning. */
  cursor(name = 'after'): string {
    return this.text(name, /^\d{1,18}$/, 'must be a cursor as told in next') ?? '0';
  }

  /** @throws {Problem} 422 */
  done(): void {
    if (this.errors.length > 0) throw invalid(this.errors);
  }

  private single(name: string): string | undefined {
    const value: unknown = this.request.query[name];
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string') return value;
    this.errors.push({ field: name, message: `${name} may be given once` });
    return undefined;
  }
}
