import { Inject, Injectable } from '@nestjs/common';
import { topics, type ContactReported, type RunCounts, type RunItem, type RunProgressed } from '@intouch/contracts';
import { Outbox, outgoing, type Outgoing } from '@intouch/messaging';
import { Database, isTransient } from '@intouch/postgres';
import { CannotDecrypt, ServiceLog, type BackgroundWork } from '@intouch/service';
import { WakeableLoop } from '../background/wakeable-loop.js';
import { ClubAccess, type OpenClub } from '../club-access.js';
import type { AnyConnector } from '../define-connector.js';
import { SlowingDown } from '../delivery/slowing-down.js';
import { Suspensions } from '../delivery/suspensions.js';
import { describeFault } from '../describe-fault.js';
import { Throttled, Unauthorized, Unavailable, VendorError } from '../errors.js';
import { keepingSecret } from '../secrets.js';
import { DeliveryStore } from '../store/delivery.store.js';
import { IntegrationStore, type Integration } from '../store/integration.store.js';
import { LookupStore } from '../store/lookup.store.js';
import { RunLost, RunStore, type Run } from '../store/run.store.js';
import { SeenStore } from '../store/seen.store.js';
import { CLOCK, CONNECTOR, type Clock } from '../tokens.js';
import { reportRecord, type Reported } from './report-record.js';

const leaseMs = 120_000;
const runsAtOnce = 4;
/** Records reported in one transaction: bounds memory, and what a crash repeats. */
const reportLot = 500;

/**
 * Pulls clubs that are due. Reading sets records down first (the same one twice counts once), reporting takes them from
 * there in lots, each with its events in one transaction; the cursor moves when all of it is durable.
 */
@Injectable()
export class Puller implements BackgroundWork {
  private readonly loop: WakeableLoop;
  private readonly active = new Set<Promise<void>>();

  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(SeenStore) private readonly seen: SeenStore,
    @Inject(DeliveryStore) private readonly deliveries: DeliveryStore,
    @Inject(LookupStore) private readonly lookups: LookupStore,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(ClubAccess) private readonly access: ClubAccess,
    @Inject(SlowingDown) private readonly slowing: SlowingDown,
    @Inject(Suspensions) private readonly suspensions: Suspensions,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ServiceLog) private readonly log: ServiceLog,
  ) {
    this.loop = new WakeableLoop('pulls', () => this.look(), log);
  }

  start(): void {
    this.loop.start();
  }

  wake(): void {
    this.loop.wake();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    await Promise.all(this.active);
  }

  private async look(): Promise<number | null> {
    while (this.active.size < runsAtOnce && !this.loop.stopped) {
      const run = await this.runs.claim(leaseMs);
      if (!run) return null;
      const work: Promise<void> = this.pull(run)
        .catch((error: Error) => this.log.warn({ ...describeFault(error), runId: run.runId }, 'a run waits and goes on'))
        .finally(() => {
          this.active.delete(work);
          this.loop.wake();
        });
      this.active.add(work);
    }
    return null;
  }

  private async pull(run: Run): Promise<void> {
    const integration = await this.integrations.one(run.clubId);
    const refused = integration?.suspendedReason ?? integration?.accountSuspendedReason;
    if (!integration?.enabled || !this.connector.inbound) return this.fail(run, 'The integration is not enabled.');
    if (refused) return this.fail(run, `${this.connector.title} refuses access (${refused}); the integration is suspended.`);
    // Renewed by time, not by page: a slow vendor must not look like a dead instance.
    const renewal = setInterval(() => void this.runs.renew(run, leaseMs).catch(() => undefined), leaseMs / 4);
    try {
      const club = await this.access.open(integration, { trace: { requestId: run.runId } });
      const ready = run.state === 'reporting' ? run : await keepingSecret(club.hide, () => this.read(run, integration, club));
      if (ready) await this.report(ready, integration, club);
    } catch (error) {
      await this.conclude(run, integration, error as Error);
    } finally {
      clearInterval(renewal);
    }
  }

  private async read(run: Run, integration: Integration, club: OpenClub): Promise<Run | undefined> {
    const startedAt = run.startedAt ?? this.clock();
    await this.own(run, async () => {
      await this.runs.startReading(run.runId);
      await this.outbox.add([this.progress(run, {}, [], 'started')]);
    });
    const { settings, cursor, fullNext } = integration;
    const full = run.full || fullNext;
    const pages = this.connector.inbound!.pull(club.client, { cursor, full, startedAt, settings, options: integration.options, club: integration.club!, reference: club.facts.reference });
    for (;;) {
      const next = await pages.next();
      if (this.loop.stopped) return undefined;
      if (next.done) {
        const nextCursor = { ...next.value, full };
        const readCount = await this.own(run, async () => {
          if (!run.dryRun) await this.runs.setDown(run.runId, await this.seen.dueAgain(run.clubId, club.facts.today, run.runId), true);
          return this.runs.readAll(run.runId, nextCursor);
        });
        return { ...run, state: 'reporting', startedAt, nextCursor, readCount };
      }
      const { restart, records } = next.value;
      await this.own(run, async () => {
        if (restart) await this.runs.startReading(run.runId);
        await this.runs.setDown(run.runId, records);
      });
    }
  }

  private async report(run: Run, integration: Integration, club: OpenClub): Promise<void> {
    const known = { sources: await this.lookups.byVendorId(run.clubId, 'lead-sources'), staff: await this.lookups.byVendorId(run.clubId, 'staff') };
    let counts: RunCounts = run.counts;
    for (;;) {
      const done = await this.own(run, async () => {
        const records = await this.runs.takeRecords(run.runId, reportLot);
        const delivered = await this.deliveries.deliveredTo(run.clubId, records.map(({ vendorContactId }) => vendorContactId));
        const marks = records.flatMap(({ raw }) => this.connector.inbound!.markOf?.(raw, integration.settings) ?? []);
        const marked = await this.deliveries.deliveredAs(run.clubId, marks);
        const reported = records.map((record) => reportRecord(this.connector, record, run, integration, club.facts, { ...known, delivered, marked }));
        counts = await this.reportLot(run, reported, counts);
        if (records.length === reportLot) return false;
        await this.finish(run, counts);
        return true;
      });
      if (done) return;
    }
  }

  private async reportLot(run: Run, reported: readonly Reported[], counts: RunCounts): Promise<RunCounts> {
    const reports = reported.flatMap((it) => (it.kind === 'report' ? [it] : []));
    if (!run.dryRun) await this.seen.keep(reports.map(({ seen }) => seen), run.startedAt!);
    const events: Outgoing[] = reports.map(({ seen }) => outgoing<ContactReported>(topics.contactReported, seen.report, { requestId: run.runId }));
    const left = reported.flatMap((it) => (it.kind === 'report' ? [] : [it]));
    const items: RunItem[] = run.dryRun ? left.map(({ item }) => item) : [];
    const warnings = run.dryRun ? [] : left.flatMap(({ logged }) => logged);
    await this.outbox.add([...events, ...warnings, ...(items.length > 0 ? [this.progress(run, {}, items, null)] : [])]);
    const added = (what: 'ignored' | 'rejected'): number => (counts[what] ?? 0) + left.filter(({ kind }) => kind === what).length;
    const total = { ignored: added('ignored'), rejected: added('rejected') };
    await this.runs.count(run.runId, total);
    return total;
  }

  private async finish(run: Run, counts: RunCounts): Promise<void> {
    const { full, ...cursor } = run.nextCursor ?? {};
    // A dry run leaves no trace: the next real one reads what it read.
    if (!run.dryRun) await this.integrations.keepCursor(run.clubId, cursor, full === true);
    await this.runs.finish(run.runId);
    await this.outbox.add([this.progress(run, { ...counts, read: run.readCount }, [], 'read-all')]);
  }

  private async conclude(run: Run, integration: Integration, error: Error): Promise<void> {
    if (error instanceof RunLost) return;
    if (isTransient(error)) return this.runs.retryLater(run, 1_000);
    if (error instanceof Unavailable) return this.runs.retryLater(run, Math.min(error.longestWaitMs, 1_000 * 2 ** Math.min(run.attempts, 20)) * (0.5 + Math.random() / 2));
    if (error instanceof Throttled) {
      await this.slowing.hold(integration, error);
      return this.runs.retryLater(run, error.retryAfterSeconds * 1_000);
    }
    if (error instanceof Unauthorized || error instanceof CannotDecrypt) {
      await this.suspensions.suspend(integration, error instanceof Unauthorized ? error : new Unauthorized('integration', error.message));
    } else this.log.error({ ...describeFault(error), runId: run.runId }, 'a run failed');
    const known = error instanceof VendorError || error instanceof CannotDecrypt;
    return this.fail(run, known ? error.message : `An unexpected fault stopped this run (${run.runId}).`);
  }

  private async fail(run: Run, failure: string): Promise<void> {
    await this.own(run, async () => {
      await this.runs.finish(run.runId);
      await this.outbox.add([this.progress(run, {}, [], 'failed', failure)]);
    });
  }

  /** Everything that is written of a run, as long as it is ours. */
  private async own<T>(run: Run, work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      await this.runs.holdOwn(run);
      return work();
    });
  }

  private progress(run: Run, counts: RunCounts, items: RunItem[], phase: RunProgressed['phase'], failure: string | null = null): Outgoing<RunProgressed> {
    const { runId, clubId, kind } = run;
    return outgoing(topics.runProgressed, { runId, clubId, vendor: this.connector.vendor, kind, at: new Date().toISOString(), counts, items, phase, failure }, { requestId: runId });
  }
}
