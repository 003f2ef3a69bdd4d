import { Inject } from '@nestjs/common';
import { topics, type ClubConfigured } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { ScheduleStore } from '../store/schedule.store.js';
import { Planner } from '../tick/planner.js';
import { newestRevisionPer } from './newest-revision-per.js';

@On(topics.clubConfigured, { why: 'schedules are in the time zone of the club; a club that moves has its next slot found anew' })
export class KeepZoneOnClubConfigured {
  constructor(
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(Planner) private readonly planner: Planner,
  ) {}

  async handle(messages: readonly Message<ClubConfigured>[]): Promise<void> {
    const clubs = newestRevisionPer(messages.map(({ payload }) => payload), topics.clubConfigured.key);
    const clubIds = clubs.map(({ clubId }) => clubId);
    await this.schedules.lockClubs(clubIds);
    await this.schedules.keepClubs(clubs);
    await this.planner.plan(clubIds);
  }
}
