import type { Content, FittedValue } from '../define-connector.js';

export interface Known {
  /** What the vendor has from us. */
  readonly delivered: Content;
  /** Keys of an unanswered write: neither the old nor the new value is sure. */
  readonly uncertain: readonly string[];
  /** What the vendor itself last showed, fitted; a key it does not tell is absent. */
  readonly shown: Content;
  /** Whether InTouch has changed this key since: then what it has is its wish, though it be what was delivered before the vendor changed it. */
  isTouched(key: string): boolean;
}

/**
 * What of `content` is to be sent. Values the vendor already has are not; a value is cleared (null) only where we delivered
 * one before and InTouch has emptied it: what the vendor's staff typed into a field InTouch never had stays.
 */
export function difference(content: Content, known: Known): Content {
  const changes: Record<string, FittedValue> = {};
  for (const [key, value] of Object.entries(content)) {
    const sure = !known.uncertain.includes(key);
    const before = known.delivered[key] ?? null;
    const isShown = key in known.shown;
    if (sure && isShown && known.shown[key] === value) continue;
    if (sure && before === value && !(isShown && known.isTouched(key))) continue;
    if (value === null && before === null && sure) continue;
    changes[key] = value;
  }
  return changes;
}
