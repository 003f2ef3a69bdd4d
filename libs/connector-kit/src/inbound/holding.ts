import { Inject, Injectable } from '@nestjs/common';
import { runOutcomes } from '@intouch/contracts';
import { Outbox } from '@intouch/messaging';
import type { AnyConnector } from '../define-connector.js';
import { FileFates } from '../files/file-fates.js';
import { RehearsalStore, type Rehearsal } from '../store/rehearsal.store.js';
import { RunStore } from '../store/run.store.js';
import { BRAKE, CONNECTOR } from '../tokens.js';
import { changesOf, isUnusual, type BrakeLimits } from './brake.js';
import { RunEvents } from './run-events.js';

/** The brake: what becomes of a run by what its rehearsal came to, and by a person's word. Inside the caller's transaction. */
@Injectable()
export class Holding {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(BRAKE) private readonly limits: BrakeLimits,
    @Inject(RehearsalStore) private readonly rehearsals: RehearsalStore,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(FileFates) private readonly files: FileFates,
    @Inject(RunEvents) private readonly events: RunEvents,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** Holds what is unusual, as soon as that is certain; lets the rest go on once all of it has been judged. */
  async settle(rehearsal: Rehearsal): Promise<void> {
    const { runId, state, shown, counts, contacts } = rehearsal;
    if (isUnusual(counts, contacts, this.limits)) return this.hold(rehearsal);
    const judged = runOutcomes.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);
    if (state === 'awaiting' && judged >= shown) await this.rehearsals.goOn(runId);
  }

  /** A person lets it go on, or ends it. A run that is not held (any more) stays as it is. */
  async decide(runId: string, decision: 'approve' | 'cancel'): Promise<void> {
    const run = await this.rehearsals.held(runId);
    if (!run) return;
    if (decision === 'approve') {
      await this.rehearsals.approve(runId);
      if (run.file) await this.files.reading(run.clubId, run.file);
      return this.outbox.add([this.events.progress(run, { held: false })]);
    }
    await this.runs.finish(runId);
    if (run.file) await this.files.setAside(run.clubId, run.file, 'run-cancelled');
    await this.outbox.add([this.events.progress(run, { phase: 'failed', failure: 'Cancelled by hand; nothing was written.' })]);
  }

  private async hold(rehearsal: Rehearsal): Promise<void> {
    const { runId, clubId, file, counts, contacts } = rehearsal;
    await this.rehearsals.hold(runId);
    if (file) await this.files.held(clubId, file);
    const { converted = 0, inserted = 0, lapsed = 0 } = counts;
    const what = file ? `The file ${file} of ${this.connector.title}` : `A run at ${this.connector.title}`;
    await this.outbox.add([
      this.events.progress(rehearsal, { held: true }),
      this.events.line(rehearsal, {
        level: 'ERROR', summary: `${what} would change unusually many contacts: held, nothing was written`, reason: 'run-held',
        detail: `At least ${changesOf(counts)} of the club's ${contacts} contacts would change (${converted} converted, ${inserted} inserted, ${lapsed} lapsed); more than ${this.limits.percent} % is unusual.`,
        howToFix: `Look at what would happen with a dry run. If it is right, approve run ${runId}; if not, cancel it and correct the settings or ask the vendor.`,
      }),
    ]);
  }
}
