import { Inject, Injectable } from '@nestjs/common';
import { Held, Unavailable } from '../errors.js';
import { DeliveryStore, type StoredIntent } from '../store/delivery.store.js';
import { leaseMsOf, timeoutMsOf, type Job } from './sending.js';

/** Well below the margin of a lease over a call's deadline. */
const renewEveryMs = 4_000;

/** What is about to be sent, written down with the check that the claim is still ours. */
export interface AboutToSend {
  readonly intent?: StoredIntent | null;
  readonly uncertain?: readonly string[];
  /** Refused where a link appeared since the claim: it makes a create a duplicate. */
  readonly unlinked?: boolean;
  /** The record is about to be deleted. */
  readonly removing?: boolean;
}

/**
 * Claims end by themselves, so that a dead instance's work comes back. As long as this process lives they are renewed, and no
 * call goes out that could still be under way when its claim has ended.
 */
@Injectable()
export class Leases {
  private readonly held = new Map<Job, { until: number; readonly since: number }>();
  /** When deliveries were last turned back, by account and by club. */
  private readonly turned = new Map<string, number>();
  private renewal: NodeJS.Timeout | undefined;

  constructor(@Inject(DeliveryStore) private readonly deliveries: DeliveryStore) {}

  /** `since`: this process's time before the claim was asked for, so that we count rather too short than too long. */
  hold(job: Job, since: number, leaseMs: number): void {
    this.held.set(job, { until: since + leaseMs, since });
    this.renewal ??= setInterval(() => void this.renew().catch(() => undefined), renewEveryMs);
  }

  release(job: Job): void {
    this.held.delete(job);
    if (this.held.size > 0) return;
    clearInterval(this.renewal);
    this.renewal = undefined;
  }

  /** The check right before a write. False: somebody else has claimed the delivery, nothing may be sent. */
  async confirm(job: Job, about: AboutToSend): Promise<boolean> {
    const from = Date.now();
    const leaseMs = leaseMsOf(job.integration);
    const mine = await this.deliveries.stillMine(job.claim, leaseMs, about);
    const lease = this.held.get(job);
    if (lease) lease.until = mine ? from + leaseMs : 0;
    return mine;
  }

  /**
   * The vendor refuses access, to all of the account or to the one club: what is claimed by now, or just being claimed, makes no
   * call any more and waits with the others.
   */
  turnBack({ claim, integration }: Job, scope: 'integration' | 'club'): void {
    this.turned.set(scope === 'club' ? `club ${claim.clubId}` : `account ${integration.account}`, Date.now());
  }

  /**
   * Runs right before each call; nothing was sent where it throws.
   * @throws {Unavailable} the call could outlive the claim · @throws {Held} turned back
   */
  guard(job: Job): void {
    const lease = this.held.get(job);
    if (!lease) return;
    const { claim, integration } = job;
    const turned = Math.max(this.turned.get(`club ${claim.clubId}`) ?? -1, this.turned.get(`account ${integration.account}`) ?? -1);
    if (lease.since <= turned) throw new Held(0);
    if (Date.now() + timeoutMsOf(integration) > lease.until) throw new Unavailable('the claim ended before the call could be sent', false);
  }

  private async renew(): Promise<void> {
    const from = Date.now();
    const old = [...this.held].filter(([, lease]) => from - lease.since >= renewEveryMs / 2);
    for (const leaseMs of new Set(old.map(([job]) => leaseMsOf(job.integration)))) {
      const jobs = old.filter(([job]) => leaseMsOf(job.integration) === leaseMs);
      const ours = await this.deliveries.renew(jobs.map(([{ claim }]) => claim), leaseMs);
      for (const [{ claim }, lease] of jobs) lease.until = ours.has(`${claim.clubId}:${claim.contactId}`) ? Math.max(lease.until, from + leaseMs) : 0;
    }
  }
}
