import { Inject, Injectable } from '@nestjs/common';
import { ulid } from 'ulid';
import { Database } from '@intouch/postgres';
import { CannotDecrypt, ServiceLog, type BackgroundWork } from '@intouch/service';
import { WakeableLoop } from '../background/wakeable-loop.js';
import { ClubAccess } from '../club-access.js';
import { localDate } from '../club-time.js';
import type { AnyConnector } from '../define-connector.js';
import { describeFault } from '../describe-fault.js';
import { DropStore, type ObservedEntry } from '../store/drop.store.js';
import { FileStore } from '../store/file.store.js';
import { IntegrationStore, type Integration } from '../store/integration.store.js';
import { RunStore } from '../store/run.store.js';
import { SeenStore } from '../store/seen.store.js';
import { CLOCK, CONNECTOR, type Clock } from '../tokens.js';
import { Archiving } from './archiving.js';
import { DropRefused, openDrop, type Drop } from './drop.js';
import { DropTroubles } from './drop-troubles.js';
import { Astray } from './astray.js';
import { FeedSilence } from './feed-silence.js';
import { FileFates } from './file-fates.js';
import { lyingFor } from './lying.js';

const leaseMs = 30_000;
const dropTimeoutMs = 15_000;
const troubledPauseMs = 15_000;

/**
 * Looks at the drops of all clubs: moves what is done, gives each club's next whole file a run, puts aside what is nobody's, and
 * notices silence. One instance looks at a drop at a time; reading files is the runs' work.
 */
@Injectable()
export class FileWatcher implements BackgroundWork {
  private readonly loop: WakeableLoop;

  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(DropStore) private readonly drops: DropStore,
    @Inject(FileStore) private readonly files: FileStore,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(SeenStore) private readonly seen: SeenStore,
    @Inject(ClubAccess) private readonly access: ClubAccess,
    @Inject(Archiving) private readonly archiving: Archiving,
    @Inject(Astray) private readonly astray: Astray,
    @Inject(FileFates) private readonly fates: FileFates,
    @Inject(FeedSilence) private readonly silence: FeedSilence,
    @Inject(DropTroubles) private readonly troubles: DropTroubles,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ServiceLog) private readonly log: ServiceLog,
  ) {
    this.loop = new WakeableLoop('files', () => this.look(), log);
  }

  start(): void {
    if (this.connector.inbound?.files) this.loop.start();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
  }

  private async look(): Promise<number | null> {
    for (let dropKey = await this.drops.claimDue(leaseMs); dropKey && !this.loop.stopped; dropKey = await this.drops.claimDue(leaseMs)) {
      const key = dropKey;
      const renewal = setInterval(() => void this.drops.renew(key, leaseMs).catch(() => undefined), leaseMs / 4);
      const againInMs = await this.lookAt(key).finally(() => clearInterval(renewal));
      await this.drops.lookAgain(key, againInMs);
    }
    return null;
  }

  /** Answers when to look again, milliseconds. */
  private async lookAt(dropKey: string): Promise<number> {
    const integrations = (await this.integrations.ofDrop(dropKey)).filter(({ club }) => club !== null);
    if (integrations.length === 0) return troubledPauseMs;
    await this.judgeDays(integrations);
    let drop: Drop;
    try {
      drop = await this.open(integrations);
    } catch (error) {
      await this.troubles.tell(dropKey, integrations, error as Error);
      return troubledPauseMs;
    }
    try {
      const againInMs = await this.lookIn(drop, dropKey, integrations);
      await this.troubles.over(dropKey, integrations);
      return againInMs;
    } catch (error) {
      await this.troubles.tell(dropKey, integrations, error as Error);
      this.log.warn({ ...describeFault(error as Error) }, 'looking at a drop failed and is tried again');
      return troubledPauseMs;
    } finally {
      await drop.close();
    }
  }

  /** With the login of the first club that has one that works: they share the place, not necessarily the password. */
  private async open(integrations: readonly Integration[]): Promise<Drop> {
    let refused: unknown;
    for (const integration of integrations) {
      try {
        return await openDrop(this.access.placeOf(integration)!, dropTimeoutMs);
      } catch (error) {
        if (!(error instanceof DropRefused) && !(error instanceof CannotDecrypt)) throw error;
        refused ??= error;
      }
    }
    throw refused;
  }

  private async lookIn(drop: Drop, dropKey: string, integrations: readonly Integration[]): Promise<number> {
    const feed = this.connector.inbound!.files!;
    await this.archiving.moveAll(drop, integrations.map(({ clubId }) => clubId));
    const entries = await this.drops.observe(dropKey, await drop.list('in'), this.clock());
    const waits = [];
    for (const integration of integrations) waits.push(await this.begin(integration, entries));
    const timings = integrations.map(({ settings }) => feed.timing(settings));
    await this.astray.setAside(drop, integrations, entries, Math.max(...timings.map(({ stable }) => stable)));
    await this.archiving.moveAll(drop, integrations.map(({ clubId }) => clubId));
    await this.silence.judge(integrations);
    return Math.max(50, Math.min(...waits, ...timings.map(({ poll }) => poll * 1_000)));
  }

  /** Gives the club's first file a run, if it is whole and none is under way. Answers when it may be, milliseconds. */
  private async begin({ clubId, settings, paused }: Integration, entries: readonly ObservedEntry[]): Promise<number> {
    const feed = this.connector.inbound!.files!;
    const lying = lyingFor(feed, feed.code(settings), feed.timing(settings).stable, entries, this.clock());
    if (lying.length === 0) return Infinity;
    const known = new Map((await this.files.named([clubId], lying.map(({ name }) => name))).map((file) => [file.name, file]));
    const waiting = lying.filter(({ name }) => !known.get(name)?.moveTo);
    return this.database.transaction(async () => {
      for (const { name, stamp } of waiting) {
        const file = known.get(name);
        // Unknown, or come once more after it was moved away.
        if (!file || file.folder !== 'in') await this.fates.arrived(clubId, name, stamp);
      }
      const [first] = waiting;
      if (!first || paused || (await this.runs.anyReal(clubId))) return Infinity;
      if (first.readyInMs > 0) return first.readyInMs;
      await this.runs.queueFiles([{ runId: ulid(), clubId, file: first.name }]);
      return Infinity;
    });
  }

  /** Ends and starts that lay ahead are judged on their day, whether or not a file comes. */
  private async judgeDays(integrations: readonly Integration[]): Promise<void> {
    const going = integrations.filter(({ paused }) => !paused);
    const clubs = going.map(({ clubId, club }) => ({ clubId, today: localDate(this.clock(), club!.timeZone) }));
    const due = new Set(await this.seen.clubsDueAgain(clubs));
    const { vendor } = this.connector;
    const requestedAt = this.clock().toISOString();
    await this.runs.queue(clubs.filter(({ clubId }) => due.has(clubId)).map(({ clubId, today }) => ({ runId: `${clubId}-${today}`, clubId, vendor, slot: requestedAt, full: false, dryRun: false, requestedAt })));
  }
}
