import { Inject } from '@nestjs/common';
import { topics, type IntegrationStateChanged } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { ScheduleStore } from '../store/schedule.store.js';
import { Planner } from '../tick/planner.js';
import { newestRevisionPer } from './newest-revision-per.js';

@On(topics.integrationStateChanged, { after: [topics.integrationConfigured], why: 'nothing is pulled while the vendor refuses access' })
export class KeepSuspensionOnIntegrationStateChanged {
  constructor(
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(Planner) private readonly planner: Planner,
  ) {}

  async handle(messages: readonly Message<IntegrationStateChanged>[]): Promise<void> {
    const states = newestRevisionPer(messages.map(({ payload }) => payload), topics.integrationStateChanged.key);
    const clubIds = states.map(({ clubId }) => clubId);
    await this.schedules.lockClubs(clubIds);
    await this.schedules.keepSuspensions(states);
    await this.planner.plan(clubIds);
  }
}
