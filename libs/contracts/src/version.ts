/** What orders two snapshots of one contact: when it was saved in InTouch, then when we received it. */
export interface Versioned {
  /** ULID of the receipt. */
  readonly version: string;
  readonly receivedAt: string;
  /** As InTouch gave it; absent: newer than anything received before. */
  readonly updatedAt?: string | null | undefined;
}

/** A version as stores keep it. `stamped` tells whether `effectiveAt` came from InTouch or stands for "newer than what was there". */
export interface EffectiveVersion {
  readonly version: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly effectiveAt: string;
  readonly stamped: boolean;
}

export function effectiveVersion(event: Versioned, known?: EffectiveVersion): EffectiveVersion {
  if (event.updatedAt) return { version: event.version, effectiveAt: new Date(event.updatedAt).toISOString(), stamped: true };
  const received = new Date(event.receivedAt).toISOString();
  return { version: event.version, effectiveAt: known && known.effectiveAt > received ? known.effectiveAt : received, stamped: false };
}

/** Newest wins; on a tie the later received. */
export function supersedes(candidate: EffectiveVersion, known: EffectiveVersion): boolean {
  if (candidate.effectiveAt !== known.effectiveAt) return candidate.effectiveAt > known.effectiveAt;
  return candidate.version >= known.version;
}

/** The newest event per key of a batch in order of arrival, each with its effective version. */
export function newestPer<E extends Versioned>(events: readonly E[], keyOf: (event: E) => string): { event: E; effective: EffectiveVersion }[] {
  const newest = new Map<string, { event: E; effective: EffectiveVersion }>();
  for (const event of events) {
    const key = keyOf(event);
    const known = newest.get(key);
    const effective = effectiveVersion(event, known?.effective);
    if (!known || supersedes(effective, known.effective)) newest.set(key, { event, effective });
  }
  return [...newest.values()];
}
