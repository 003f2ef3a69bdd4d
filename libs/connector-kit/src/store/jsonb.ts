/**
 * JSON that PostgreSQL's jsonb takes whatever people and vendors typed: it refuses NUL and halves of surrogate pairs, and one
 * such character must not stop a whole batch.
 */
export function jsonb(value: unknown): string {
  const text = JSON.stringify(value);
  if (!/\\u(0000|d[89a-f])/i.test(text)) return text;
  return JSON.stringify(value, (_key, it: unknown) => (typeof it === 'string' ? it.toWellFormed().replaceAll('\0', ' ') : it));
}
