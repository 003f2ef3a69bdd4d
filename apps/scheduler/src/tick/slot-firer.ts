import { Inject, Injectable } from '@nestjs/common';
import { topics } from '@intouch/contracts';
import { Barrier, outgoing, Outbox } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { latestSlot, nextSlot } from '@intouch/service';
import { Clock } from '../clock.js';
import { SlotStore, type DueSchedule, type FiredSlot } from '../store/slot.store.js';
import { runIdOf } from './run-id.js';

const batchSize = 500;
const barrierWithinMs = 5_000;
const slotsKeptMs = 7 * 86_400_000;
const cleaningEveryMs = 3_600_000;

/** What the schedules are made of: after a standstill, a pause that lies in the queue is heard before a slot fires. */
const configuration = [topics.clubConfigured, topics.integrationConfigured, topics.integrationStateChanged].map(({ name }) => name);

/** Fires what is due. Instances share the work by row locks, and a slot is written down in the transaction that tells of it. */
@Injectable()
export class SlotFirer {
  private cleanedAt = -Infinity;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SlotStore) private readonly slots: SlotStore,
    @Inject(Outbox) private readonly outbox: Pick<Outbox, 'add'>,
    @Inject(Barrier) private readonly barrier: Pick<Barrier, 'caughtUpWith'>,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** How long until the nearest slot, milliseconds, not below 0; Infinity where none is planned. */
  async untilNearest(): Promise<number> {
    const nearest = await this.slots.nearest();
    return nearest ? Math.max(0, nearest.getTime() - this.clock.now().getTime()) : Infinity;
  }

  /**
   * Answers how many slots were due and no other instance was at.
   * @throws {StillBehind} while this service has not heard the newest configuration; nothing has fired then
   */
  async fireDue(): Promise<number> {
    await this.clean();
    if ((await this.untilNearest()) > 0) return 0;
    await this.barrier.caughtUpWith(configuration, barrierWithinMs);
    let fired = 0;
    for (let claimed = batchSize; claimed === batchSize; fired += claimed) claimed = await this.database.transaction(() => this.fireBatch());
    return fired;
  }

  private async fireBatch(): Promise<number> {
    const now = this.clock.now();
    const due = await this.slots.claimDue(now, batchSize);
    if (due.length === 0) return 0;
    const fresh = await this.slots.fire(due.map((schedule) => latestOf(schedule, now)));
    await this.outbox.add(
      fresh.map(({ clubId, vendor, slotAt }) => {
        const runId = runIdOf({ clubId, vendor }, slotAt);
        const slot = slotAt.toISOString();
        return outgoing(topics.syncDue, { runId, clubId, vendor, slot, full: false, dryRun: false, requestedAt: now.toISOString() }, { requestId: runId });
      }),
    );
    return due.length;
  }

  private async clean(): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - this.cleanedAt < cleaningEveryMs) return;
    await this.slots.forget(new Date(now - slotsKeptMs));
    this.cleanedAt = now;
  }
}

/** Of the slots missed by a standstill only the latest fires: a pull goes on from its cursor and covers them all. */
function latestOf({ clubId, vendor, cron, zone, nextSlotAt }: DueSchedule, now: Date): FiredSlot {
  const slotAt = latestSlot(cron, zone, nextSlotAt, now) ?? nextSlotAt;
  return { clubId, vendor, slotAt, nextSlotAt: nextSlot(cron, zone, slotAt) };
}
