import { Inject, Injectable } from '@nestjs/common';
import { nextSlot } from '@intouch/service';
import { Clock } from '../clock.js';
import { ScheduleStore } from '../store/schedule.store.js';

/** Gives schedules that have become active, or have changed, their first slot: the next one after now. */
@Injectable()
export class Planner {
  constructor(
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async plan(clubIds: readonly string[]): Promise<void> {
    const now = this.clock.now();
    const unplanned = await this.schedules.unplanned(clubIds);
    await this.schedules.plan(unplanned.map(({ clubId, vendor, cron, zone }) => ({ clubId, vendor, nextSlotAt: nextSlot(cron, zone, now) })));
  }
}
