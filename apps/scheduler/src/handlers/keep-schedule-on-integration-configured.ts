import { Inject } from '@nestjs/common';
import { topics, type IntegrationConfigured } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { ScheduleStore } from '../store/schedule.store.js';
import { Planner } from '../tick/planner.js';
import { newestRevisionPer } from './newest-revision-per.js';

@On(topics.integrationConfigured, { after: [topics.clubConfigured], why: 'schedule, switches and pause say when a sync is due' })
export class KeepScheduleOnIntegrationConfigured {
  constructor(
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(Planner) private readonly planner: Planner,
  ) {}

  async handle(messages: readonly Message<IntegrationConfigured>[]): Promise<void> {
    const integrations = newestRevisionPer(messages.map(({ payload }) => payload), topics.integrationConfigured.key);
    const clubIds = integrations.map(({ clubId }) => clubId);
    await this.schedules.lockClubs(clubIds);
    await this.schedules.keepIntegrations(integrations);
    await this.planner.plan(clubIds);
  }
}
