/** The message with the highest revision per key; of equal ones the last. */
export function newestRevisionPer<P extends { readonly revision: number }>(payloads: readonly P[], keyOf: (payload: P) => string): P[] {
  const newest = new Map<string, P>();
  for (const payload of payloads) {
    const known = newest.get(keyOf(payload));
    if (!known || payload.revision >= known.revision) newest.set(keyOf(payload), payload);
  }
  return [...newest.values()];
}
