import { localDate, localHour, plusDays, type Page, type PullRequest, type Settings } from '@intouch/connector-kit';
import type { CompeteClient } from './client.js';
import type { ProspectForm } from './reference.js';
import type { Customer } from './wire.js';

/**
 * Customers changed since the last successful run (a club-local date, inclusive, minus the overlap), or all of them: at
 * the first run, when asked, and once a day, since the vendor's filter has been faulty in some release.
 */
export async function* pullCustomers(client: CompeteClient, request: PullRequest<ProspectForm>): AsyncGenerator<Page<Customer>, Settings, void> {
  const { cursor, full, startedAt, settings, club } = request;
  const today = localDate(startedAt, club.timeZone);
  const sweepHour = settings['fullSweepHour'] as number | null | undefined;
  const sweeps = typeof sweepHour === 'number' && cursor?.['sweptOn'] !== today && localHour(startedAt, club.timeZone) >= sweepHour;
  const since = cursor?.['startedOn'] as string | undefined;
  const everything = full || sweeps || since === undefined;
  const changedSince = everything ? null : plusDays(since, -Number(settings['overlapDays'] ?? 1));

  const first = yield* readPages(client, settings, changedSince);
  // Rows move between pages while we read; a total that changed under us means one more reading, once.
  if (first.moved) {
    yield { records: [], restart: true };
    yield* readPages(client, settings, changedSince);
  }
  // A full reading before the hour does not stand for the sweep: the filter may miss what changes until then.
  const swept = everything && typeof sweepHour === 'number' && localHour(startedAt, club.timeZone) >= sweepHour;
  return { startedOn: today, sweptOn: swept ? today : ((cursor?.['sweptOn'] as string | undefined) ?? null) };
}

async function* readPages(client: CompeteClient, settings: Settings, changedSince: string | null): AsyncGenerator<Page<Customer>, { readonly moved: boolean }, void> {
  const pageSize = Number(settings['pageSize'] ?? 1_000);
  let firstTotal: number | undefined;
  for (let page = 1; ; page += 1) {
    const { customers, totalPages, totalRecords } = await client.customers(Number(settings['competeClubId']), page, pageSize, changedSince);
    firstTotal ??= totalRecords;
    if (customers.length > 0) yield { records: customers.map((raw) => ({ vendorContactId: String(raw.Id), raw })) };
    const last = totalPages === null ? customers.length < pageSize : page >= totalPages;
    if (customers.length === 0 || last) return { moved: customers.length > 0 ? totalRecords !== firstTotal : page > 1 };
  }
}
