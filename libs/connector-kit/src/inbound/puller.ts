import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@intouch/messaging';
import { isTransient } from '@intouch/postgres';
import { CannotDecrypt, ServiceLog, type BackgroundWork } from '@intouch/service';
import { WakeableLoop } from '../background/wakeable-loop.js';
import { ClubAccess, type OpenClub } from '../club-access.js';
import type { AnyConnector } from '../define-connector.js';
import { SlowingDown } from '../delivery/slowing-down.js';
import { Suspensions } from '../delivery/suspensions.js';
import { describeFault } from '../describe-fault.js';
import { Throttled, Unauthorized, Unavailable, VendorError } from '../errors.js';
import { DropRefused, DropUnavailable } from '../files/drop.js';
import { FileFates } from '../files/file-fates.js';
import { NotWholeYet } from '../files/file-reading.js';
import { keepingSecret } from '../secrets.js';
import { IntegrationStore, type Integration } from '../store/integration.store.js';
import { RunLost, RunStore, type Run } from '../store/run.store.js';
import { CONNECTOR } from '../tokens.js';
import { Reading } from './reading.js';
import { Rehearsing } from './rehearsing.js';
import { Reporting } from './reporting.js';
import { RunEvents } from './run-events.js';

/** Who dies over a run leaves it standing for so long. Short is safe: whoever is overtaken writes nothing more (`holdOwn`). */
const leaseMs = 30_000;
const runsAtOnce = 4;

/** Works on runs that are due, one at a time per club: reads, rehearses where much could change, reports; and what is wrong decides whether a run goes on later or has failed. */
@Injectable()
export class Puller implements BackgroundWork {
  private readonly loop: WakeableLoop;
  private readonly active = new Set<Promise<void>>();

  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(RunStore) private readonly runs: RunStore,
    @Inject(Reading) private readonly reading: Reading,
    @Inject(Rehearsing) private readonly rehearsing: Rehearsing,
    @Inject(Reporting) private readonly reporting: Reporting,
    @Inject(FileFates) private readonly fates: FileFates,
    @Inject(RunEvents) private readonly events: RunEvents,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(ClubAccess) private readonly access: ClubAccess,
    @Inject(SlowingDown) private readonly slowing: SlowingDown,
    @Inject(Suspensions) private readonly suspensions: Suspensions,
    @Inject(Outbox) private readonly outbox: Outbox,
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
    if (!integration?.enabled || !this.connector.inbound) return this.fail(run, 'The integration is not enabled.');
    const refused = integration.suspendedReason ?? integration.accountSuspendedReason;
    // Files lie elsewhere: that the vendor refuses calls does not keep them from being read.
    if (refused && !this.connector.inbound.files) return this.fail(run, `${this.connector.title} refuses access (${refused}); the integration is suspended.`);
    // Renewed by time, not by page: a slow vendor must not look like a dead instance.
    const renewal = setInterval(() => void this.runs.renew(run, leaseMs).catch(() => undefined), leaseMs / 4);
    try {
      const club = await this.access.open(integration, { trace: { requestId: run.runId } });
      await keepingSecret(club.hide, () => this.goOn(run, integration, club));
    } catch (error) {
      await this.conclude(run, integration, error as Error);
    } finally {
      clearInterval(renewal);
    }
  }

  /** From wherever it is: read, shown to the matcher where it could change many, reported. */
  private async goOn(run: Run, integration: Integration, club: OpenClub): Promise<void> {
    const stopped = (): boolean => this.loop.stopped;
    if (run.state === 'rehearsing') return this.rehearsing.show(run, integration, club, stopped);
    if (run.state === 'reporting') return this.reporting.report(run, integration, club, stopped);
    const read = await this.reading.read(run, integration, club, stopped);
    if (!read) return;
    if (await this.rehearsing.begins(read, integration)) return this.rehearsing.show(read, integration, club, stopped);
    return this.reporting.report(read, integration, club, stopped);
  }

  private async conclude(run: Run, integration: Integration, error: Error): Promise<void> {
    if (error instanceof RunLost) return;
    if (isTransient(error)) return this.runs.retryLater(run, 1_000);
    if (error instanceof NotWholeYet) return this.runs.retryLater(run, error.inMs);
    // What is the matter with the drop is told by who looks there all the time.
    if (error instanceof DropUnavailable || error instanceof DropRefused) return this.runs.retryLater(run, Math.min(60_000, 1_000 * 2 ** Math.min(run.attempts, 20)));
    if (error instanceof Unavailable) return this.runs.retryLater(run, Math.min(error.longestWaitMs, 1_000 * 2 ** Math.min(run.attempts, 20)) * (0.5 + Math.random() / 2));
    if (error instanceof Throttled) {
      await this.slowing.hold(integration, error);
      return this.runs.retryLater(run, error.retryAfterSeconds * 1_000);
    }
    if (error instanceof Unauthorized || error instanceof CannotDecrypt) {
      await this.suspensions.suspend(integration, error instanceof Unauthorized ? error : new Unauthorized('integration', error.message));
    } else this.log.error({ ...describeFault(error), runId: run.runId }, 'a run failed');
    const known = error instanceof VendorError || error instanceof CannotDecrypt;
    return this.fail(run, known ? error.message : `An unexpected fault stopped this run (${run.runId}).`, !known);
  }

  /** A file that met a fault of ours is put aside: read again by itself, it would fail for ever and keep those behind it waiting. */
  private async fail(run: Run, failure: string, isFault = false): Promise<void> {
    await this.events.own(run, async () => {
      const file = await this.runs.finish(run.runId);
      if (isFault && file && !run.dryRun) {
        await this.fates.setAside(run.clubId, file, 'internal-error');
        const howToFix = `Tell those who run the Connector; process ${file} by hand when they have mended it.`;
        await this.outbox.add([this.events.line(run, { level: 'ERROR', summary: `The file ${file} of ${this.connector.title} was put aside: a fault of the Connector`, reason: 'internal-error', detail: failure, howToFix })]);
      }
      await this.outbox.add([this.events.progress(run, { phase: 'failed', failure })]);
    });
  }
}
