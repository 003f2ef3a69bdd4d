import { Inject, Injectable } from '@nestjs/common';
import type { LogLevel } from '@intouch/contracts';
import { Outbox, type Outgoing } from '@intouch/messaging';
import type { AnyConnector } from '../define-connector.js';
import type { Reported } from '../inbound/report-record.js';
import { RunEvents } from '../inbound/run-events.js';
import { inWords, withNotes, type Noted } from '../inbound/run-notes.js';
import { DropStore } from '../store/drop.store.js';
import { FeedStore } from '../store/feed.store.js';
import { FileStore } from '../store/file.store.js';
import { IntegrationStore, type Integration } from '../store/integration.store.js';
import { RunStore, type NotesByCode, type Run, type SetDownRecord } from '../store/run.store.js';
import { SeenStore } from '../store/seen.store.js';
import { CONNECTOR } from '../tokens.js';
import { FileFates } from './file-fates.js';
import { FileReading } from './file-reading.js';

type Left = Extract<Reported, { kind: 'ignored' | 'rejected' }>;

const badRowsTold = 10_000;
const badRowsInLog = 50;

/** What reporting the rows of a file takes besides reporting records. Inside the lot's transaction. */
@Injectable()
export class FileReporting {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(FileStore) private readonly files: FileStore,
    @Inject(FeedStore) private readonly feeds: FeedStore,
    @Inject(SeenStore) private readonly seen: SeenStore,
    @Inject(DropStore) private readonly drops: DropStore,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(FileFates) private readonly fates: FileFates,
    @Inject(RunEvents) private readonly events: RunEvents,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** Rows that a newer file has shown are left out. Those of earlier runs, remembered for today, are none of the file's. */
  async judge(run: Run, taken: readonly SetDownRecord[]): Promise<{ readonly records: readonly SetDownRecord[]; readonly left: readonly Left[] }> {
    const stamp = FileReading.stampOf(this.connector, run);
    const own = taken.filter(({ again }) => !again);
    if (stamp === null || own.length === 0) return { records: taken, left: [] };
    const fresh = await this.files.fresh(run.clubId, own.map(({ vendorContactId }) => vendorContactId), stamp, !run.dryRun);
    const isStale = ({ again, vendorContactId }: SetDownRecord): boolean => !again && !fresh.has(vendorContactId);
    return { records: taken.filter((record) => !isStale(record)), left: taken.filter(isStale).map(({ vendorContactId }) => stale(vendorContactId)) };
  }

  /** The run's notes with those of a lot. Codes without a word in the settings are remembered. */
  async noted(run: Run, reported: readonly Reported[], { settings }: Integration): Promise<NotesByCode> {
    if (!run.file) return run.notes;
    const own = reported.flatMap((it) => (it.kind === 'report' && !it.seen.again ? [it] : []));
    const left = reported.flatMap((it) => (it.kind === 'report' ? [] : [it]));
    const codes = this.unmappedIn(reported, settings);
    const known = new Set(run.notes['type-unmapped']?.examples ?? []);
    const fresh = [...codes].filter((code) => !known.has(code));
    if (fresh.length > 0 && !run.dryRun) await this.feeds.addCodes(run.clubId, fresh);
    const unchanged = run.dryRun ? 0 : await this.seen.countSame(own.map(({ seen }) => seen));
    return withNotes(run.notes, [
      ...left.map(({ note }) => note),
      ...own.flatMap(({ warnings, seen }) => warnings.map(({ code, detail, howToFix }): Noted => ({ code, level: 'WARNING', example: `${seen.vendorContactId}: ${detail}`, howToFix }))),
      ...fresh.map((code): Noted => ({ code: 'type-unmapped', level: 'WARNING', example: code, howToFix: 'Say in the settings what these codes mean.' })),
      ...Array.from({ length: unchanged }, (): Noted => ({ code: 'row-unchanged', level: 'INFO' })),
    ]);
  }

  async finish(run: Run & { readonly file: string }): Promise<void> {
    const { clubId, file: name, runId } = run;
    const bad = await this.runs.badRows(runId, badRowsTold);
    if (run.dryRun) {
      const items = bad.map(({ line, code }) => ({ vendorContactId: `line ${line}`, outcome: 'rejected' as const, by: 'none' as const, tier: null, contactId: null, reason: code }));
      if (items.length > 0) await this.outbox.add([this.events.progress(run, { items })]);
      return;
    }
    const file = await this.files.one(clubId, name);
    const [total, badCount] = [file?.rows ?? 0, file?.bad ?? 0];
    await this.fates.applied(clubId, name, { rows: total, bad: badCount });
    await this.outbox.add([...this.badLines(run, bad, total, badCount), ...this.noteLines(run), this.summary(run, total, badCount)]);
    const dropKey = (await this.integrations.one(clubId))?.dropKey;
    if (dropKey) await this.drops.lookNow(dropKey);
  }

  private unmappedIn(reported: readonly Reported[], settings: Integration['settings']): ReadonlySet<string> {
    const feed = this.connector.inbound!.files!;
    return new Set(reported.flatMap((it) => (it.raw === undefined ? [] : (feed.unmapped(it.raw, settings) ?? []))));
  }

  private badLines(run: Run & { readonly file: string }, bad: readonly { line: number; code: string; message: string }[], total: number, badCount: number): Outgoing[] {
    return [...Map.groupBy(bad, ({ code }) => code)].map(([code, rows]) => {
      const more = rows.length - badRowsInLog;
      const lines = rows.slice(0, badRowsInLog).map(({ line, message }) => `line ${line}: ${message}`);
      const detail = `${badCount} of ${total} records were left out, ${rows.length} of them for this (${code}): ${lines.join('; ')}${more > 0 ? `; and ${more} more` : ''}. The others were applied.`;
      return this.line(run, 'WARNING', `${rows.length} bad ${rows.length === 1 ? 'row' : 'rows'} in the file ${run.file}`, code, detail, 'Ask the vendor to correct these rows; they are read when they come in a later file.');
    });
  }

  private noteLines(run: Run & { readonly file: string }): Outgoing[] {
    return Object.entries(run.notes)
      .filter(([, { examples }]) => examples.length > 0)
      .map(([code, note]) => this.line(run, note.level, `${note.count} × ${code} in the file ${run.file}`, code, inWords(note), note.howToFix));
  }

  private summary(run: Run & { readonly file: string }, total: number, bad: number): Outgoing {
    const count = (code: string): number => run.notes[code]?.count ?? 0;
    const filtered = (run.counts.ignored ?? 0) - count('row-stale');
    const duplicates = total - bad - run.readCount + (run.counts.rejected ?? bad);
    const unchanged = count('row-unchanged');
    const applied = Math.max(0, total - bad - duplicates - count('row-stale') - filtered - unchanged);
    const detail = `${total} records: ${applied} applied, ${unchanged} unchanged, ${count('row-stale')} stale, ${filtered} filtered, ${duplicates} repeated in the file, ${bad} bad.`;
    return this.line(run, 'INFO', `The file ${run.file} of ${this.connector.title} was applied`, 'file-applied', detail, null);
  }

  private line(run: Run, level: LogLevel, summary: string, reason: string, detail: string, howToFix: string | null): Outgoing {
    return this.events.line(run, { level, summary, reason, detail, howToFix });
  }
}

function stale(vendorContactId: string): Left {
  return {
    kind: 'ignored', item: { vendorContactId, outcome: 'ignored', by: 'none', tier: null, contactId: null, reason: 'STALE' }, logged: [],
    note: { code: 'row-stale', level: 'INFO', example: `${vendorContactId} came in a newer file` },
  };
}
