import { Inject, Injectable } from '@nestjs/common';
import { topics, type ContactReported, type RunCounts, type RunItem } from '@intouch/contracts';
import { Outbox, outgoing, type Outgoing } from '@intouch/messaging';
import type { OpenClub } from '../club-access.js';
import type { AnyConnector } from '../define-connector.js';
import { FileReporting } from '../files/file-reporting.js';
import { IntegrationStore, type Integration } from '../store/integration.store.js';
import { LinkStore } from '../store/link.store.js';
import { RunStore, type NotesByCode, type Run, type SetDownRecord } from '../store/run.store.js';
import { SeenStore } from '../store/seen.store.js';
import { CONNECTOR } from '../tokens.js';
import { KnownRecords } from './known-records.js';
import { Merging } from './merging.js';
import { reportRecord, type KnownOfClub, type LinkNews, type Reported } from './report-record.js';
import { RunEvents } from './run-events.js';

/** Records reported in one transaction: bounds memory, and what a crash repeats. */
const reportLot = 500;

/** The last part of a run: takes what was set down in lots, each with its events in one transaction; the cursor moves when all of it is durable. */
@Injectable()
export class Reporting {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(SeenStore) private readonly seen: SeenStore,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(LinkStore) private readonly links: LinkStore,
    @Inject(KnownRecords) private readonly known: KnownRecords,
    @Inject(Merging) private readonly merging: Merging,
    @Inject(FileReporting) private readonly files: FileReporting,
    @Inject(RunEvents) private readonly events: RunEvents,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  async report(begun: Run, integration: Integration, club: OpenClub, stopped: () => boolean): Promise<void> {
    const known = await this.known.ofClub(begun.clubId);
    for (let run = begun; !stopped(); ) {
      const { counts, notes, done } = await this.events.own(run, async () => {
        const taken = await this.runs.takeRecords(run.runId, reportLot);
        const { records, left } = await this.files.judge(run, taken);
        const reported = await this.reported(records, run, integration, club, known);
        const after = await this.reportLot(run, [...left, ...reported], integration);
        if (taken.length === reportLot) return { ...after, done: false };
        await this.finish({ ...run, ...after });
        return { ...after, done: true };
      });
      if (done) return;
      run = { ...run, counts, notes };
    }
  }

  /** Each in the hub's words. Where records were merged away, as things are once their links have followed; one merged twice, step by step. */
  private async reported(records: readonly SetDownRecord[], run: Run, integration: Integration, club: OpenClub, known: Pick<KnownOfClub, 'sources' | 'staff'>): Promise<readonly Reported[]> {
    for (;;) {
      const all = { ...known, ...(await this.known.of(records, integration)) };
      const reported = records.map((record) => reportRecord(this.connector, record, run, integration, club.facts, all));
      const mergers = reported.flatMap((it) => (it.kind !== 'report' && it.merger ? [it.merger] : []));
      if (run.dryRun || mergers.length === 0) return reported;
      await this.merging.follow(run, mergers);
      if (mergers.every(({ link }) => link === null)) return reported;
    }
  }

  private async reportLot(run: Run, reported: readonly Reported[], integration: Integration): Promise<{ counts: RunCounts; notes: NotesByCode }> {
    const reports = reported.flatMap((it) => (it.kind === 'report' ? [it] : []));
    const left = reported.flatMap((it) => (it.kind === 'report' ? [] : [it]));
    const notes = await this.files.noted(run, reported, integration);
    if (!run.dryRun) {
      await this.seen.keep(reports.map(({ seen }) => seen), run.startedAt!);
      for (const { seen, link } of reports) if (link) await this.followLink(run, seen.vendorContactId, link);
      // A stale row says nothing of today.
      await this.seen.saysOtherwise(run.clubId, left.flatMap(({ item, raw }) => (raw === undefined ? [] : [item.vendorContactId])));
    }
    const events: Outgoing[] = reports.map(({ seen }) => outgoing<ContactReported>(topics.contactReported, seen.report, { requestId: run.runId }));
    const items: RunItem[] = run.dryRun ? left.map(({ item }) => item) : [];
    const warnings = run.dryRun || run.file ? [] : left.flatMap(({ logged }) => logged);
    await this.outbox.add([...events, ...warnings, ...(items.length > 0 ? [this.events.progress(run, { items })] : [])]);
    const added = (what: 'ignored' | 'rejected'): number => (run.counts[what] ?? 0) + left.filter(({ kind }) => kind === what).length;
    const counts = { ignored: added('ignored'), rejected: added('rejected') };
    await this.runs.count(run.runId, counts, notes);
    return { counts, notes };
  }

  /** A link whose record takes no more writes is closed, and kept for matching. */
  private async followLink(run: Run, vendorContactId: string, { contactId, what }: LinkNews): Promise<void> {
    const { title } = this.connector;
    if (what !== 'undeleted') await this.links.close(run.clubId, vendorContactId, what);
    const [reason, summary] = what === 'undeleted'
      ? ['undeleted-at-vendor', `A record that was deleted at ${title} is there again`]
      : [`${what}-at-vendor`, `A record takes no more changes at ${title}: ${what} there`];
    const detail = what === 'undeleted' ? 'Its link stays closed: nothing is sent to it.' : 'It stays known for matching; no second one is made.';
    const howToFix = what === 'undeleted' ? 'Unlink the contact and link it to the record by hand, if that is wanted.' : null;
    await this.outbox.add([this.events.line(run, { level: 'WARNING', summary, reason, detail, howToFix }, { contactId, vendorContactId })]);
  }

  private async finish(run: Run): Promise<void> {
    const { full, ...cursor } = run.nextCursor ?? {};
    // A dry run leaves no trace, nor does one that was skipped: the next real one reads what it read.
    if (!run.dryRun && run.nextCursor) await this.integrations.keepCursor(run.clubId, cursor, full === true);
    if (run.file) await this.files.finish({ ...run, file: run.file });
    await this.runs.finish(run.runId);
    await this.outbox.add([this.events.progress(run, { phase: 'read-all', counts: { ...run.counts, read: run.readCount } })]);
  }
}
