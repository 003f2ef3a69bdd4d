/**
 * Seconds a `Retry-After` header asks for: a number of seconds or an HTTP date (RFC 9110, 10.2.3), at least one, at most an
 * hour; `fallback` where it is absent or makes no sense.
 */
export function retryAfterSeconds(header: string | string[] | undefined, fallback: number, now: Date = new Date()): number {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1_000;
  return text === '' || Number.isNaN(seconds) ? fallback : Math.min(3_600, Math.max(1, Math.ceil(seconds)));
}
