import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@intouch/messaging';
import type { OpenClub } from '../club-access.js';
import type { AnyConnector, RunWarning } from '../define-connector.js';
import { FileReading } from '../files/file-reading.js';
import type { Integration } from '../store/integration.store.js';
import { RunStore, type Run } from '../store/run.store.js';
import { SeenStore } from '../store/seen.store.js';
import { CLOCK, CONNECTOR, type Clock } from '../tokens.js';
import { RunEvents } from './run-events.js';

/** The first part of a run: what there is to read is set down, the same record twice counts once, nothing is reported yet. */
@Injectable()
export class Reading {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(SeenStore) private readonly seen: SeenStore,
    @Inject(FileReading) private readonly files: FileReading,
    @Inject(RunEvents) private readonly events: RunEvents,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** undefined: the run is over already, or the service stops. @throws what the vendor's calls throw */
  async read(run: Run, integration: Integration, club: OpenClub, stopped: () => boolean): Promise<Run | undefined> {
    const begun: Run = { ...run, state: 'reading', startedAt: run.startedAt ?? this.clock(), notes: {} };
    await this.events.own(run, async () => {
      await this.runs.startReading(run.runId);
      await this.outbox.add([this.events.progress(run, { phase: 'started' })]);
    });
    return this.connector.inbound!.files ? this.readFile(begun, integration, club, stopped) : this.pull(begun, integration, club, stopped);
  }

  private async pull(run: Run, { settings, options, cursor, fullNext, ...integration }: Integration, club: OpenClub, stopped: () => boolean): Promise<Run | undefined> {
    const full = run.full || fullNext;
    const pages = this.connector.inbound!.pull!(club.client, { cursor, full, scheduled: run.kind === 'scheduled', startedAt: run.startedAt!, settings, options, club: integration.club!, reference: club.facts.reference });
    const warnings = new Map<string, RunWarning>();
    for (;;) {
      const next = await pages.next();
      if (stopped()) return undefined;
      if (next.done) return this.allRead(run, next.value && { ...next.value, full }, club, undefined, [...warnings.values()]);
      const { restart, records } = next.value;
      for (const it of next.value.warnings ?? []) warnings.set(it.code, it);
      await this.events.own(run, async () => {
        if (restart) await this.runs.startReading(run.runId);
        await this.runs.setDown(run.runId, records);
      });
    }
  }

  private async readFile(run: Run, integration: Integration, club: OpenClub, stopped: () => boolean): Promise<Run | undefined> {
    const read = await this.files.read(run, integration, club, stopped);
    if (read === 'over') return undefined;
    // Reading a file is reading all there is: nothing waits for a fuller one.
    return this.allRead({ ...run, file: read.file }, { full: true }, club, read);
  }

  private async allRead(run: Run, nextCursor: object | null, { facts }: OpenClub, besides?: Parameters<RunStore['readAll']>[2], warnings: readonly RunWarning[] = []): Promise<Run> {
    const readCount = await this.events.own(run, async () => {
      if (!run.dryRun) await this.outbox.add(warnings.map(({ code, ...said }) => this.events.line(run, { level: 'WARNING', reason: code, ...said })));
      // Rows of an earlier run whose day has come; a dry run of one file is about that file.
      if (!run.dryRun) await this.runs.setDown(run.runId, await this.seen.dueAgain(run.clubId, facts.today, run.runId), true);
      return this.runs.readAll(run.runId, nextCursor, besides);
    });
    return { ...run, state: 'reporting', nextCursor: nextCursor as Run['nextCursor'], readCount, counts: besides?.counts ?? {}, notes: besides?.notes ?? {} };
  }
}
