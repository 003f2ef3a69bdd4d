import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { RunCounts } from '@intouch/contracts';
import { Outbox } from '@intouch/messaging';
import { ClubAccess, type OpenClub } from '../club-access.js';
import type { AnyConnector } from '../define-connector.js';
import { keepingSecret } from '../secrets.js';
import { RunEvents } from '../inbound/run-events.js';
import { DropStore } from '../store/drop.store.js';
import { FileStore, type KnownFile } from '../store/file.store.js';
import type { Integration } from '../store/integration.store.js';
import { RunStore, type NotesByCode, type Run } from '../store/run.store.js';
import { CLOCK, CONNECTOR, type Clock } from '../tokens.js';
import { DropFileGone, openDrop, type Drop } from './drop.js';
import { FileFates } from './file-fates.js';
import { orderOf, UnusableFile, type BadRow, type FileRow } from './file-feed.js';
import { lyingFor } from './lying.js';
import { placeIn } from './stored-name.js';

const dropTimeoutMs = 15_000;
/** Rows of one transaction. */
const lot = 2_000;
/** Bad rows that are kept with their lines; beyond, they are counted. */
const badRowsKept = 10_000;
/** Those that are named beside a file in quarantine. */
const badRowsTold = 1_000;

/** Whoever looks at the drops moves a file within a second or two. */
const movedWithinMs = 500;

/** Somebody may still be writing the file, or is about to move it. */
export class NotWholeYet extends Error {
  override readonly name = 'NotWholeYet';
  constructor(readonly inMs: number) {
    super('the file is not ready to be read');
  }
}

/** What reading came to besides the records set down. `file` null: none lies there. */
export interface ReadFile {
  readonly file: string | null;
  readonly counts: RunCounts;
  readonly notes: NotesByCode;
}

interface Content {
  readonly sha256: string;
  readonly good: number;
  readonly bad: number;
}

/** Reads the file of a run: sets its rows down and judges it as a whole, before the first of them is applied. */
@Injectable()
export class FileReading {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(ClubAccess) private readonly access: ClubAccess,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(FileStore) private readonly files: FileStore,
    @Inject(DropStore) private readonly drops: DropStore,
    @Inject(FileFates) private readonly fates: FileFates,
    @Inject(RunEvents) private readonly events: RunEvents,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The place of a run's file in the order of files; null: it reads none. */
  static stampOf({ inbound }: AnyConnector, { file }: Pick<Run, 'file'>): string | null {
    const name = file ? inbound?.files?.nameOf(file) : null;
    return name ? orderOf(name) : null;
  }

  /** `over`: the run has ended here, or the service stops. @throws {NotWholeYet} what drops throw */
  async read(run: Run, integration: Integration, { hide }: OpenClub, stopped: () => boolean): Promise<ReadFile | 'over'> {
    const place = this.access.placeOf(integration);
    if (!place) return { file: null, counts: {}, notes: {} };
    return keepingSecret(hide, async () => {
      const drop = await openDrop(place, dropTimeoutMs);
      try {
        const name = run.file ?? (await this.find(run, integration, drop));
        return name === null ? { file: null, counts: {}, notes: {} } : await this.readNamed({ ...run, file: name }, integration, drop, stopped);
      } finally {
        await drop.close();
      }
    });
  }

  /** The first that lies there. Those behind it get runs of their own, since somebody asked for what lies there. */
  private async find(run: Run, { clubId, settings, dropKey }: Integration, drop: Drop): Promise<string | null> {
    const feed = this.connector.inbound!.files!;
    const entries = await this.drops.observe(dropKey!, await drop.list('in'), this.clock());
    const lying = lyingFor(feed, feed.code(settings), feed.timing(settings).stable, entries, this.clock());
    const handled = new Set((await this.files.named([clubId], lying.map(({ name }) => name))).filter(({ moveTo }) => moveTo !== null).map(({ name }) => name));
    const [first, ...others] = lying.filter(({ name }) => !handled.has(name));
    if (!first) return null;
    if (first.readyInMs > 0) throw new NotWholeYet(first.readyInMs);
    await this.events.own(run, async () => {
      await this.runs.takesFile(run.runId, first.name);
      if (run.dryRun) return;
      await this.runs.queueFiles(others.map(({ name }, index) => ({ runId: `${run.runId}-${index + 2}`, clubId, file: name })));
      for (const { name, stamp } of [first, ...others]) if (!(await this.files.one(clubId, name))) await this.fates.arrived(clubId, name, stamp);
    });
    return first.name;
  }

  private async readNamed(run: Run & { readonly file: string }, integration: Integration, drop: Drop, stopped: () => boolean): Promise<ReadFile | 'over'> {
    const known = await this.files.one(run.clubId, run.file);
    // What became of it is decided; it is about to be moved to where it belongs.
    if (known?.moveTo) throw new NotWholeYet(movedWithinMs);
    const at = placeIn(known ?? { name: run.file, folder: 'in', sha256: null });
    if (!run.dryRun) await this.events.own(run, () => this.fates.reading(run.clubId, run.file));
    try {
      const { largest } = this.connector.inbound!.files!;
      if (((await drop.list(at.folder)).find(({ name }) => name === at.name)?.size ?? 0) > largest) throw new UnusableFile('file-too-big', `The file is larger than ${Math.round(largest / 2 ** 20)} MiB.`);
      const content = await this.setDown(run, integration, drop.read(at.folder, at.name), stopped);
      return content === null ? 'over' : await this.judge({ ...run, byName: isDeliberate(run, known) }, integration, content);
    } catch (error) {
      if (error instanceof DropFileGone) return this.end(run, known, `The file ${run.file} is not there any more.`, async () => undefined);
      if (!(error instanceof UnusableFile)) throw error;
      return this.unusable({ ...run, byName: isDeliberate(run, known) }, known, error, await hashOf(drop.read(at.folder, at.name)));
    }
  }

  /** null: the service stops. */
  private async setDown(run: Run, { settings }: Integration, bytes: AsyncIterable<Uint8Array>, stopped: () => boolean): Promise<Content | null> {
    const hash = createHash('sha256');
    let [good, bad] = [0, 0];
    let waiting: (FileRow<unknown> | BadRow)[] = [];
    const flush = async (): Promise<void> => {
      const rows = waiting.filter((row) => 'raw' in row);
      const wrong = waiting.filter((row) => 'code' in row);
      const kept = wrong.slice(0, Math.max(0, badRowsKept - bad));
      [good, bad, waiting] = [good + rows.length, bad + wrong.length, []];
      await this.events.own(run, async () => {
        await this.runs.setDown(run.runId, rows);
        await this.runs.keepBadRows(run.runId, kept);
      });
    };
    for await (const batch of this.connector.inbound!.files!.rows(hashing(bytes, hash), settings)) {
      if (stopped()) return null;
      waiting.push(...batch);
      if (waiting.length >= lot) await flush();
    }
    await flush();
    return { sha256: hash.digest('hex'), good, bad };
  }

  private async judge(run: Run & { readonly file: string }, { settings }: Integration, { sha256, good, bad }: Content): Promise<ReadFile | 'over'> {
    const total = good + bad;
    const { minBad, percent } = this.connector.inbound!.files!.threshold(settings);
    const before = run.byName ? null : await this.files.appliedAs(run.clubId, sha256);
    if (before !== null) return this.replay(run, sha256, before);
    if (!run.byName && bad >= minBad && bad * 100 > total * percent) {
      const rows = await this.runs.badRows(run.runId, badRowsTold);
      const failure = `${bad} of the ${total} records of ${run.file} cannot be read: nothing was applied. ${rows.slice(0, 10).map(({ line, message, code }) => `Line ${line}: ${message} (${code})`).join('; ')}.`;
      return this.end(run, undefined, failure, () => this.fates.setAside(run.clubId, run.file, 'file-too-bad', { rows: total, bad, sha256 }, { rows }), 'file-too-bad');
    }
    if (!run.dryRun) await this.events.own(run, () => this.files.change({ clubId: run.clubId, name: run.file, state: 'reading', at: this.clock(), rows: total, bad, sha256 }));
    return { file: run.file, counts: { rejected: bad }, notes: {} };
  }

  private async replay(run: Run & { readonly file: string }, sha256: string, before: string): Promise<'over'> {
    await this.events.own(run, async () => {
      if (!run.dryRun) {
        await this.fates.replayed(run.clubId, run.file, sha256);
        const detail = `The file has the very content of ${before}, which was applied before; nothing was done.`;
        await this.outbox.add([this.events.line(run, { level: 'INFO', summary: `The file ${run.file} came once more`, reason: 'file-replayed', detail, howToFix: null })]);
      }
      await this.runs.finish(run.runId);
      await this.outbox.add([this.events.progress(run, { phase: 'read-all', counts: { read: 0 } })]);
    });
    return 'over';
  }

  private async unusable(run: Run & { readonly file: string }, known: KnownFile | undefined, { reason, message }: UnusableFile, sha256: string): Promise<'over'> {
    if (run.byName) return this.end(run, known, message, async () => undefined);
    return this.end(run, undefined, message, () => this.fates.setAside(run.clubId, run.file, reason, { sha256 }), reason);
  }

  /** Ends the run without a record applied; a file that was to be processed once more lies as it lay. */
  private async end(run: Run & { readonly file: string }, putBack: KnownFile | undefined, failure: string, fate: () => Promise<void>, code?: string): Promise<'over'> {
    await this.events.own(run, async () => {
      if (!run.dryRun) {
        if (putBack) await this.fates.putBack(putBack);
        await fate();
        if (code) {
          const howToFix = `Ask the vendor for a correct file; or process ${run.file} by hand all the same: its good rows are applied then.`;
          await this.outbox.add([this.events.line(run, { level: 'ERROR', summary: `The file ${run.file} of ${this.connector.title} was put aside, nothing of it was applied`, reason: code, detail: failure, howToFix })]);
        }
      }
      await this.runs.finish(run.runId);
      await this.outbox.add([this.events.progress(run, { phase: 'failed', failure })]);
    });
    return 'over';
  }
}

/** A person wants this file, whatever became of it before. In a dry run one that was not read yet is tried as it would be read anyhow. */
function isDeliberate({ byName, dryRun }: Run, known: KnownFile | undefined): boolean {
  return byName && known !== undefined && (!dryRun || known.folder !== 'in');
}

async function* hashing(bytes: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

export async function hashOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}
