import { localDate, localHour, Unavailable, type Page, type PullRequest, type Settings } from '@intouch/connector-kit';
import type { CrmAccess, Lead } from './crm-access.js';
import { beginning, instantOf, isStamp, momentOf, stampOf } from './stamps.js';

/**
 * Leads changed since the last run, minus an overlap for what was committed late; all of them at the first run, when asked, and once
 * a day, since any client can set a stamp back. The cursor is a stamp of the CRM, by its own clock: one in the future hides nothing.
 */
export async function* pullLeads(client: CrmAccess, { cursor, full, startedAt, settings, club }: PullRequest<null>): AsyncGenerator<Page<Lead>, Settings, void> {
  const runStart = await client.serverTime();
  const kept = isStamp(cursor?.['T']) ? cursor['T'] : null;
  const sweepHour = settings['fullSweepHour'] as number | null | undefined;
  const isAfterHour = typeof sweepHour === 'number' && localHour(startedAt, club.timeZone) >= sweepHour;
  const today = localDate(startedAt, club.timeZone);
  const sweptOn = (cursor?.['sweptOn'] as string | null | undefined) ?? null;
  const everything = full || kept === null || (isAfterHour && sweptOn !== today);
  const since = everything ? beginning : before(kept, Number(settings['overlapSeconds'] ?? 120));

  let last = { modified: since, id: '' };
  for await (const leads of client.listChanges(since)) {
    const end = leads.at(-1)!;
    if (!isAfter(end, last)) throw new Unavailable('SugarCRM\'s list of changes does not go on', false);
    last = end;
    yield { records: leads.map((lead) => ({ vendorContactId: lead.id, raw: bared(lead), stamp: instantOf(lead.modified) })) };
  }
  const reached = last.modified < runStart ? last.modified : runStart;
  return { T: kept !== null && kept > reached ? kept : reached, sweptOn: everything && isAfterHour ? today : sweptOn };
}

function before(stamp: string, seconds: number): string {
  return stampOf(new Date((momentOf(stamp) ?? new Date(0)).getTime() - seconds * 1_000));
}

/** In the order of the feed; the letter case of ids means nothing. */
function isAfter(one: Pick<Lead, 'modified' | 'id'>, other: Pick<Lead, 'modified' | 'id'>): boolean {
  return one.modified === other.modified ? one.id.toUpperCase() > other.id.toUpperCase() : one.modified > other.modified;
}

/** Of a deleted lead nothing is told but that, and nothing is kept. */
function bared(lead: Lead): Lead {
  return lead.deleted ? { ...lead, values: {} } : lead;
}
