import { forbidden } from '../problem/problem.js';

export const roles = ['publisher', 'operator', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** What a key may do. */
export interface Access {
  /** SHA-256 of the key, hex; names the key without telling it. */
  readonly keyHash: string;
  readonly role: Role;
  /** null: all clubs. */
  readonly clubs: readonly string[] | null;
}

/** @throws {Problem} 403 */
export function mustSeeClub({ clubs }: Access, clubId: string): void {
  if (clubs && !clubs.includes(clubId)) throw forbidden('This key is not for that club');
}

/** Of the clubs asked for, those the key may see: null is all of them. */
export function clubsOf(access: Access, clubId: string | undefined): readonly string[] | null {
  if (clubId === undefined) return access.clubs;
  mustSeeClub(access, clubId);
  return [clubId];
}
