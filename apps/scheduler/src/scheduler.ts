import { topics } from '@intouch/contracts';
import type { ServiceDefinition } from '@intouch/service';
import { Clock } from './clock.js';
import type { SchedulerConfig } from './config.js';
import { KeepSuspensionOnIntegrationStateChanged } from './handlers/keep-suspension-on-integration-state-changed.js';
import { KeepScheduleOnIntegrationConfigured } from './handlers/keep-schedule-on-integration-configured.js';
import { KeepZoneOnClubConfigured } from './handlers/keep-zone-on-club-configured.js';
import { SchedulerTables1700000001000 } from './store/migrations/0001-scheduler-tables.js';
import { ScheduleStore } from './store/schedule.store.js';
import { SlotStore } from './store/slot.store.js';
import { Planner } from './tick/planner.js';
import { SlotFirer } from './tick/slot-firer.js';
import { Ticker } from './tick/ticker.js';

/** The clock of the ring: `sync.due` per integration, in its club's time zone. Any number of instances may run. */
export function defineScheduler(config: SchedulerConfig, clock: () => Date = () => new Date()): ServiceDefinition {
  return {
    name: 'scheduler',
    config,
    migrations: [SchedulerTables1700000001000],
    handlers: [KeepZoneOnClubConfigured, KeepScheduleOnIntegrationConfigured, KeepSuspensionOnIntegrationStateChanged],
    publishes: [topics.syncDue],
    providers: [{ provide: Clock, useValue: { now: clock } satisfies Clock }, ScheduleStore, SlotStore, Planner, SlotFirer, Ticker],
    background: [Ticker],
  };
}
