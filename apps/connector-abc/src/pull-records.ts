import type { Page, PullRequest, Settings } from '@intouch/connector-kit';
import type { AbcClient } from './client.js';
import { stampOf } from './mapper.js';
import { rangeBetween, rangeZone } from './range.js';
import type { AbcClub, AbcRecord } from './wire.js';

const minuteMs = 60_000;

/**
 * Records changed since the last run began, minus the overlap (which also bridges the hour that a clock shows twice in autumn),
 * in the club's zone; everything at the first run and when asked. The cursor is our own start, never a stamp of a row: those
 * are in another zone.
 */
export async function* pullRecords(client: AbcClient, request: PullRequest<AbcClub>): AsyncGenerator<Page<AbcRecord>, Settings, void> {
  const { cursor, full, startedAt, settings, options, club, reference } = request;
  const since = cursor?.['startedAt'];
  const from = typeof since === 'string' && !full ? Date.parse(since) - Number(settings['overlapMinutes'] ?? 65) * minuteMs : null;
  const range = from === null ? null : rangeBetween(new Date(from), startedAt, rangeZone(reference, club));
  const which = {
    members: options.convertLeadToMember || options.insertMember || options.convertMemberToFormerMember,
    prospects: options.insertLead || options.updateContact,
  };
  if (which.members || which.prospects) {
    for await (const records of client.records(range, which)) {
      yield { records: records.map((raw) => ({ vendorContactId: raw.id, raw, stamp: stampOf(raw.modified) })) };
    }
  }
  return { startedAt: startedAt.toISOString() };
}
