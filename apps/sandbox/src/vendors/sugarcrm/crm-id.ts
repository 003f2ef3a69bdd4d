import { randomBytes } from 'node:crypto';

/** Ids as the CRM's columns and its URLs can hold them. */
export const isCrmId = (id: string): boolean => /^[A-Za-z0-9_-]{1,36}$/.test(id);

/** An id born in the CRM: 8-4-4-4-12 hex digits that are no UUID of RFC 4122, for that would have no version 0. */
export function newCrmId(): string {
  const hex = randomBytes(16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `0${hex.slice(13, 16)}`, hex.slice(16, 20), hex.slice(20)].join('-');
}
