import type { RunCounts } from '@intouch/contracts';

/** From when on a run is unusual: more than `percent` of the club's contacts would change, and at least `atLeast` of them. */
export interface BrakeLimits {
  readonly percent: number;
  readonly atLeast: number;
}

/** Contacts that would be converted, inserted or lapse: what nobody can easily take back. Updates can be. */
export function changesOf({ converted = 0, inserted = 0, lapsed = 0 }: RunCounts): number {
  return converted + inserted + lapsed;
}

export function isUnusual(counts: RunCounts, contacts: number, { percent, atLeast }: BrakeLimits): boolean {
  const changes = changesOf(counts);
  return changes >= atLeast && changes * 100 > contacts * percent;
}
