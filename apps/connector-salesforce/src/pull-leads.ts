import { localDate, localHour, Unavailable, type Page, type PullRequest, type RunWarning, type Settings } from '@intouch/connector-kit';
import { isRefusal } from './answers.js';
import type { SalesforceClient } from './client.js';
import { firstId, fromTheStart, leadQuery, secondOf, type Position } from './query.js';
import { wholeId } from './record-id.js';
import type { LeadForm } from './reference.js';
import { contactIn } from './report.js';
import { instantIn, textIn, type LeadRecord, type RowsPage, type Usage } from './wire.js';

const minuteMs = 60_000;
/** So long deleted leads lie in the Recycle Bin, where they can be read. */
const binDays = 15;

/**
 * Leads changed since the last one read, minus the overlap (a transaction may commit after its stamp), deleted ones too; all of
 * them at the first run, when asked, and at `fullSweepHour`. Pages go on from the last row's second and id, so that rows which
 * move while we read are met again, never missed. The cursor is a stamp of the vendor's clock. What is left of a day's calls near
 * its end belongs to deliveries: then scheduled runs are skipped.
 */
export async function* pullLeads(client: SalesforceClient, request: PullRequest<LeadForm>): AsyncGenerator<Page<LeadRecord>, Settings | null, void> {
  const { cursor, full, scheduled, startedAt, settings, club, reference } = request;
  const since = typeof cursor?.['modstamp'] === 'string' ? cursor['modstamp'] : null;
  const today = localDate(startedAt, club.timeZone);
  const { fullSweepHour } = settings;
  const isHour = typeof fullSweepHour === 'number' && localHour(startedAt, club.timeZone) >= fullSweepHour;
  const everything = full || since === null || (isHour && cursor?.['sweptOn'] !== today);
  const overlapMs = Number(settings['overlapMinutes'] ?? 10) * minuteMs;

  let position = everything ? fromTheStart : { second: secondOf(new Date(Date.parse(since) - overlapMs).toISOString()), id: firstId };
  let began: Date | null = null;
  for (;;) {
    const before = position;
    let page: RowsPage | null = await client.leads(leadQuery(position, settings, reference.stateCodes !== null));
    if (began === null) {
      if (scheduled && page.usage && isNearLimit(page.usage, settings)) {
        yield { records: [], warnings: [skipped(page.usage)] };
        return null;
      }
      began = page.answeredAt ?? startedAt;
      if (isLongAgo(cursor?.['readAt'], began)) yield { records: [], warnings: [deletesMissed] };
    }
    while (page !== null) {
      const records = recordsOf(page, client.clubId);
      if (records.length > 0) {
        yield { records };
        position = positionAfter(records.at(-1)!);
      }
      page = page.next === null ? null : await restOf(client, page.next);
    }
    if (position === before) break;
    if (position.second === before.second && position.id === before.id) throw new Unavailable('Salesforce answers the same leads again and again', false);
  }
  const read = position.id === firstId ? null : new Date(Math.min(Date.parse(position.second), began.getTime())).toISOString();
  return { modstamp: later(since, read), readAt: began.toISOString(), sweptOn: everything && isHour ? today : (cursor?.['sweptOn'] ?? null) };
}

/** null: the vendor does not keep it any more; the page begins anew after the last row read. */
async function restOf(client: SalesforceClient, next: string): Promise<RowsPage | null> {
  try {
    return await client.more(next);
  } catch (error) {
    if (isRefusal(error, 'INVALID_QUERY_LOCATOR')) return null;
    throw error;
  }
}

function recordsOf({ rows }: RowsPage, clubId: string): { vendorContactId: string; raw: LeadRecord; stamp: string }[] {
  return rows.map(({ attributes: _attributes, ...row }) => {
    const [id, stamp] = [textIn(row, 'Id'), instantIn(row, 'SystemModstamp')];
    // Without them nobody knows where to go on.
    if (id === null || stamp === null) throw new Unavailable('Salesforce answered a lead without its id or its stamp', false);
    return { vendorContactId: wholeId(id), raw: { row, contactId: contactIn(row, clubId) }, stamp };
  });
}

function positionAfter({ vendorContactId, stamp }: { readonly vendorContactId: string; readonly stamp: string }): Position {
  return { second: secondOf(stamp), id: vendorContactId };
}

function skipped({ used, allowed }: Usage): RunWarning {
  return {
    code: 'api-usage-high', summary: 'Salesforce was not read on schedule',
    detail: `${used} of the ${allowed} calls that Salesforce allows in 24 hours are used: until there are more, the rest is for what InTouch sends.`,
    howToFix: 'Read less often, raise apiUsageStopPercent, or ask Salesforce for more calls. A sync by hand reads all the same.',
  };
}

const deletesMissed: RunWarning = {
  code: 'deletes-may-be-missed', summary: 'Deletions at Salesforce may have been missed',
  detail: `Leads leave Salesforce's Recycle Bin after ${binDays} days, and it was not read for longer: who was deleted and left it meanwhile is not known.`,
  howToFix: 'Compare the leads of InTouch with those of Salesforce.',
};

function isLongAgo(lastRead: unknown, now: Date): boolean {
  return typeof lastRead === 'string' && now.getTime() - Date.parse(lastRead) > binDays * 24 * 60 * minuteMs;
}

export function isNearLimit({ used, allowed }: Usage, settings: Settings): boolean {
  return (used / allowed) * 100 >= Number(settings['apiUsageStopPercent'] ?? 90);
}

function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return Date.parse(one) > Date.parse(other) ? one : other;
}
