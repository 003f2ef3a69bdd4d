import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';
import type { Schedule, ScheduleKey } from './schedule.store.js';

export interface DueSchedule extends Schedule {
  /** The first slot that has not fired. */
  readonly nextSlotAt: Date;
}

export interface FiredSlot extends ScheduleKey {
  readonly slotAt: Date;
  readonly nextSlotAt: Date;
}

/** Slots that have fired, each once. */
@Injectable()
export class SlotStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** When the nearest slot of all is due, or null. */
  async nearest(): Promise<Date | null> {
    const row = await this.database.row<{ at: Date | null }>('SELECT min(next_slot_at) AS at FROM schedule WHERE next_slot_at IS NOT NULL');
    return row!.at;
  }

  /** Schedules with a slot due, locked until the transaction ends; those that another instance is at are left to it. */
  async claimDue(now: Date, limit: number): Promise<DueSchedule[]> {
    return this.database.rows<DueSchedule>(
      `SELECT club_id AS "clubId", vendor, cron, zone, next_slot_at AS "nextSlotAt" FROM schedule
       WHERE next_slot_at <= $1 ORDER BY next_slot_at, club_id, vendor LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [now.toISOString(), limit],
    );
  }

  /** Moves the schedules on and answers which of the slots had not fired before. */
  async fire(slots: readonly FiredSlot[]): Promise<FiredSlot[]> {
    const keys = [slots.map(({ clubId }) => clubId), slots.map(({ vendor }) => vendor), slots.map(({ slotAt }) => slotAt.toISOString())];
    await this.database.run(
      `UPDATE schedule SET last_slot_at = fired.slot_at, next_slot_at = fired.next_slot_at
       FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS fired (club_id, vendor, slot_at, next_slot_at)
       WHERE schedule.club_id = fired.club_id AND schedule.vendor = fired.vendor`,
      [...keys, slots.map(({ nextSlotAt }) => nextSlotAt.toISOString())],
    );
    // A slot may be planned twice, where an instance whose clock is behind plans anew: it still fires once.
    const fresh = await this.database.rows<{ n: number }>(
      `WITH given AS (
         SELECT club_id, vendor, slot_at, (n - 1)::int AS n
         FROM unnest($1::text[], $2::text[], $3::timestamptz[]) WITH ORDINALITY AS given (club_id, vendor, slot_at, n)
       ), inserted AS (
         INSERT INTO slot (club_id, vendor, slot_at) SELECT club_id, vendor, slot_at FROM given ON CONFLICT DO NOTHING
         RETURNING club_id, vendor, slot_at
       )
       SELECT n FROM given JOIN inserted USING (club_id, vendor, slot_at) ORDER BY n`,
      keys,
    );
    return fresh.map(({ n }) => slots[n]!);
  }

  /** Removes slots older than this; answers how many. */
  async forget(before: Date): Promise<number> {
    return this.database.run('DELETE FROM slot WHERE slot_at < $1', [before.toISOString()]);
  }
}
