import { Inject, Injectable } from '@nestjs/common';
import { topics, type ContactReported } from '@intouch/contracts';
import { Outbox, outgoing } from '@intouch/messaging';
import type { OpenClub } from '../club-access.js';
import type { AnyConnector } from '../define-connector.js';
import { FileReading } from '../files/file-reading.js';
import type { Integration } from '../store/integration.store.js';
import { RehearsalStore, type Showing } from '../store/rehearsal.store.js';
import type { Run } from '../store/run.store.js';
import { BRAKE, CONNECTOR } from '../tokens.js';
import type { BrakeLimits } from './brake.js';
import { Holding } from './holding.js';
import { KnownRecords } from './known-records.js';
import { reportRecord } from './report-record.js';
import { RunEvents } from './run-events.js';

const lot = 500;

/**
 * A run that could change many is shown to the matcher before its first write: it decides as in a dry run and only counts.
 * Whoever hears the sum (`holding.ts`) lets the run go on, or holds it.
 */
@Injectable()
export class Rehearsing {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(BRAKE) private readonly limits: BrakeLimits,
    @Inject(RehearsalStore) private readonly rehearsals: RehearsalStore,
    @Inject(KnownRecords) private readonly known: KnownRecords,
    @Inject(Holding) private readonly holding: Holding,
    @Inject(RunEvents) private readonly events: RunEvents,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** Whether the run, all read, is to be rehearsed: too few changed records can never be too many changes. */
  async begins(run: Run, integration: Integration): Promise<boolean> {
    if (run.dryRun || run.approved) return false;
    return this.events.own(run, async () => {
      if (!(await this.rehearsals.hasAtLeast(run, this.showing(run, integration), this.limits.atLeast))) return false;
      await this.rehearsals.begin(run.runId);
      return true;
    });
  }

  async show(run: Run, integration: Integration, club: OpenClub, stopped: () => boolean): Promise<void> {
    const known = await this.known.ofClub(run.clubId);
    const showing = this.showing(run, integration);
    while (!stopped()) {
      const more = await this.events.own(run, async () => {
        const records = await this.rehearsals.next(run, showing, lot);
        const all = { ...known, ...(await this.known.of(records, integration)) };
        const reported = records.map((record) => reportRecord(this.connector, record, run, integration, club.facts, all));
        const reports = reported.flatMap((it) => (it.kind === 'report' ? [it.seen.report] : []));
        await this.outbox.add(reports.map((report) => outgoing<ContactReported>(topics.contactReported, { ...report, dryRun: true, rehearsal: true }, { requestId: run.runId })));
        if (records.length > 0) await this.rehearsals.showed(run.runId, records.at(-1)!.position, reports.length);
        if (records.length === lot) return true;
        await this.holding.settle(await this.rehearsals.await(run.runId));
        return false;
      });
      if (!more) return;
    }
  }

  private showing(run: Run, { fullNext }: Integration): Showing {
    return { all: fullNext, stamp: FileReading.stampOf(this.connector, run) };
  }
}
