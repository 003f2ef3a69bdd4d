import { Inject, Injectable } from '@nestjs/common';
import { isTransient } from '@intouch/postgres';
import { CannotDecrypt, ServiceLog, type BackgroundWork } from '@intouch/service';
import { WakeableLoop } from '../background/wakeable-loop.js';
import { callsAtOnce, type AnyConnector } from '../define-connector.js';
import { describeFault } from '../describe-fault.js';
import { Rejected, Throttled, Unauthorized, Unavailable } from '../errors.js';
import { DeliveryStore } from '../store/delivery.store.js';
import { IntegrationStore, type Integration } from '../store/integration.store.js';
import { CONNECTOR } from '../tokens.js';
import { Breakers } from './breakers.js';
import { Unanswered } from './creation.js';
import { Delivering } from './deliver.js';
import { JobBatches } from './job-batches.js';
import { Leases } from './leases.js';
import { Recorder } from './recorder.js';
import { leaseMsOf, type Job } from './sending.js';
import { SlowingDown } from './slowing-down.js';
import { Suspensions } from './suspensions.js';

const firstRetryMs = 500;
/** A storm of wakes costs one look at the table per this long. */
const lookAtMostEveryMs = 25;

/**
 * Brings what the vendors have to what InTouch wants, as a controller does: looks for accounts with due deliveries and
 * works each in a lane of its own, so that one vendor account never delays another's. Instances share the work by leases.
 */
@Injectable()
export class Reconciler implements BackgroundWork {
  private readonly loop: WakeableLoop;
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly again = new Set<string>();

  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(DeliveryStore) private readonly deliveries: DeliveryStore,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(Delivering) private readonly delivering: Delivering,
    @Inject(JobBatches) private readonly batches: JobBatches,
    @Inject(Leases) private readonly leases: Leases,
    @Inject(SlowingDown) private readonly slowing: SlowingDown,
    @Inject(Recorder) private readonly recorder: Recorder,
    @Inject(Breakers) private readonly breakers: Breakers,
    @Inject(Suspensions) private readonly suspensions: Suspensions,
    @Inject(ServiceLog) private readonly log: ServiceLog,
  ) {
    this.loop = new WakeableLoop('deliveries', () => this.look(), log);
  }

  start(): void {
    this.loop.start();
  }

  wake(): void {
    this.loop.wake();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    await Promise.all(this.lanes.values());
  }

  private async look(): Promise<number | null> {
    const { accounts, nextInMs } = await this.deliveries.due();
    for (const account of accounts) {
      this.again.add(account);
      if (this.lanes.has(account)) continue;
      const lane = this.runLane(account)
        .catch((error: Error) => this.log.warn(describeFault(error), 'deliveries of an account wait and go on'))
        .finally(() => {
          this.lanes.delete(account);
          if (this.again.has(account)) this.loop.wake();
        });
      this.lanes.set(account, lane);
    }
    return nextInMs === null ? null : Math.max(lookAtMostEveryMs, nextInMs);
  }

  /** Works an account's due deliveries until there are none; new ones that come meanwhile included. */
  private async runLane(account: string): Promise<void> {
    const [clubId] = await this.integrations.clubsOfAccount(account);
    const sample = clubId === undefined ? undefined : await this.integrations.one(clubId);
    if (!sample) {
      this.again.delete(account);
      return;
    }
    const width = callsAtOnce(this.connector, sample.settings);
    const active = new Set<Promise<void>>();
    try {
      await this.workAll(account, sample, width, active);
    } finally {
      await Promise.all(active);
    }
  }

  private async workAll(account: string, sample: Integration, width: number, active: Set<Promise<void>>): Promise<void> {
    while (!this.loop.stopped) {
      // Twice the width: while calls are under way, the next are already claimed. Claims go in lots, not one by one.
      const room = this.breakers.probing(account) ? 1 - active.size : width * 2 - active.size;
      if (room <= 0 || (room < width && active.size > 0 && !this.breakers.probing(account))) {
        await Promise.race(active);
        continue;
      }
      this.again.delete(account);
      const since = Date.now();
      const claims = await this.deliveries.claim(account, room, leaseMsOf(sample));
      if (claims.length === 0 && active.size === 0) break;
      if (claims.length === 0) {
        await Promise.race(active);
        continue;
      }
      for (const job of await this.batches.complete(claims)) {
        this.leases.hold(job, since, leaseMsOf(sample));
        const work: Promise<void> = this.work(job).finally(() => {
          this.leases.release(job);
          active.delete(work);
        });
        active.add(work);
      }
    }
  }

  private async work(job: Job): Promise<void> {
    const { account } = job.integration;
    try {
      if (await this.delivering.deliver(job)) await this.breakers.succeeded(account);
    } catch (error) {
      await this.conclude(job, error as Error).catch((fault: Error) => {
        // The lease runs out and somebody takes the delivery up again, its intent with it.
        this.log.warn(describeFault(fault), 'the end of a delivery could not be written down');
      });
    }
  }

  /** Every error is named by what happens next; this is where it happens. */
  private async conclude(job: Job, error: Error): Promise<void> {
    const { claim, integration } = job;
    if (isTransient(error)) throw error;
    if (error instanceof Unavailable) {
      if (!(error instanceof Unanswered)) await this.recorder.retry(job, backOff(claim.attempts, error.longestWaitMs), error.message);
      return this.breakers.failed(integration.account, `${claim.clubId}:${claim.contactId}`, error);
    }
    if (error instanceof Throttled) {
      await this.slowing.hold(integration, error);
      // Its place in the line is kept: afterwards everything goes on in order.
      return this.deliveries.giveBack([claim]);
    }
    if (error instanceof Unauthorized || error instanceof CannotDecrypt) {
      const refused = error instanceof Unauthorized ? error : new Unauthorized('integration', error.message);
      // What is claimed already and waits for its call would only be refused as well; so would what was claimed meanwhile.
      this.leases.turnBack(job, refused.scope);
      await this.suspensions.suspend(integration, refused);
      this.leases.turnBack(job, refused.scope);
      return this.deliveries.giveBack([claim]);
    }
    await this.breakers.succeeded(integration.account);
    if (error instanceof Rejected) return this.recorder.parked(job, error.code, error.field && !error.message.includes(error.field) ? `${error.field}: ${error.message}` : error.message);
    this.log.error({ ...describeFault(error), requestId: claim.requestId }, 'a delivery failed by a fault of ours');
    return this.recorder.parked(job, 'internal-error', `An unexpected fault stopped this delivery (request ${claim.requestId ?? 'unknown'}).`);
  }
}

function backOff(attempts: number, longestMs: number): number {
  return Math.min(longestMs, firstRetryMs * 2 ** Math.min(attempts, 20)) * (0.5 + Math.random() / 2);
}
