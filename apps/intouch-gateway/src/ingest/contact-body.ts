import { ContactSnapshot, idPattern } from '@intouch/contracts';
import { isObject, tryRead, type Read } from '../problem/read.js';

const clockSkewMs = 5 * 60_000;

/** A contact's snapshot as it came in, with every bad field named. */
export function readContact(body: unknown, now = Date.now()): Read<ContactSnapshot> {
  const { value, errors } = tryRead(ContactSnapshot, body);
  if (!value.updatedAt || errors.some(({ field }) => field === 'updatedAt') || Date.parse(value.updatedAt) <= now + clockSkewMs) return { value, errors };
  return { value, errors: [...errors, { field: 'updatedAt', message: 'updatedAt is more than five minutes ahead of our clock' }] };
}

/** One row of a batch: a snapshot with its contact's id. */
export function readRow(row: unknown): Read<ContactSnapshot> & { readonly contactId: string | null } {
  const { value, errors } = readContact(row);
  const contactId = isObject(row) && typeof row['contactId'] === 'string' ? row['contactId'] : null;
  if (!isObject(row) || (contactId !== null && idPattern.test(contactId))) return { value, errors, contactId };
  return { value, contactId, errors: [{ field: 'contactId', message: 'contactId must be 1 to 36 characters of A-Z a-z 0-9 . _ -' }, ...errors] };
}
