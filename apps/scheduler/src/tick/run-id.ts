import { createHash } from 'node:crypto';
import type { ScheduleKey } from '../store/schedule.store.js';

/** The id of the run that a slot starts, a UUID: always the same for the same slot, so that an event published twice is one run. */
export function runIdOf({ clubId, vendor }: ScheduleKey, slotAt: Date): string {
  const bytes = createHash('sha256').update(JSON.stringify([clubId, vendor, slotAt.toISOString()])).digest().subarray(0, 16);
  // RFC 9562, version 8: bits of one's own making.
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
