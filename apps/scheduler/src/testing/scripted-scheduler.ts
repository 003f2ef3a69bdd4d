import type { ClubConfigured, IntegrationConfigured, IntegrationOptions, IntegrationStateChanged, SyncDue, Topic, Vendor } from '@intouch/contracts';
import { topics } from '@intouch/contracts';
import { MessagingTables1700000000000, Outbox, type Message, type Publisher } from '@intouch/messaging';
import type { Database } from '@intouch/postgres';
import { testDatabase } from '@intouch/postgres/testing';
import { serviceLog } from '@intouch/service';
import { Clock } from '../clock.js';
import { KeepScheduleOnIntegrationConfigured } from '../handlers/keep-schedule-on-integration-configured.js';
import { KeepSuspensionOnIntegrationStateChanged } from '../handlers/keep-suspension-on-integration-state-changed.js';
import { KeepZoneOnClubConfigured } from '../handlers/keep-zone-on-club-configured.js';
import { SchedulerTables1700000001000 } from '../store/migrations/0001-scheduler-tables.js';
import { ScheduleStore } from '../store/schedule.store.js';
import { SlotStore } from '../store/slot.store.js';
import { Planner } from '../tick/planner.js';
import { SlotFirer } from '../tick/slot-firer.js';

/** A time a test sets by hand. */
export class ScriptedClock extends Clock {
  constructor(public at: Date) {
    super();
  }

  now(): Date {
    return this.at;
  }

  set(at: string | number): void {
    this.at = new Date(at);
  }
}

export interface Instance {
  readonly firer: SlotFirer;
  hear(...told: Told[]): Promise<void>;
}

type Told =
  | { readonly topic: typeof topics.clubConfigured; readonly payload: ClubConfigured }
  | { readonly topic: typeof topics.integrationConfigured; readonly payload: IntegrationConfigured }
  | { readonly topic: typeof topics.integrationStateChanged; readonly payload: IntegrationStateChanged };

/** What may go wrong around a tick, for tests to set. */
export interface Trouble {
  behind?: Error | undefined;
  outbox?: Error | undefined;
}

/** Instances of the scheduler on one real database and one scripted clock, their broker left out: what they would publish stays in the outbox. */
export async function scriptedScheduler(at: string, instances = 2) {
  const server = await testDatabase();
  const clock = new ScriptedClock(new Date(at));
  const databases: Database[] = [];
  for (let n = 0; n < instances; n += 1) {
    databases.push(await server.open({ schema: 'scheduler', migrations: [MessagingTables1700000000000, SchedulerTables1700000001000] }));
  }
  const trouble: Trouble = {};
  return {
    clock,
    trouble,
    database: databases[0]!,
    instances: databases.map((database) => instance(database, clock, trouble)),
    /** Every `sync.due` so far, in the order of the outbox. */
    async told(): Promise<SyncDue[]> {
      const rows = await databases[0]!.rows<{ value: string }>('SELECT value FROM outbox WHERE topic = $1 ORDER BY id', [topics.syncDue.name]);
      return rows.map(({ value }) => JSON.parse(value) as SyncDue);
    },
    drop: () => server.drop(),
  };
}
export type ScriptedScheduler = Awaited<ReturnType<typeof scriptedScheduler>>;

function instance(database: Database, clock: Clock, trouble: Trouble): Instance {
  const schedules = new ScheduleStore(database);
  const planner = new Planner(schedules, clock);
  const handlers = {
    [topics.clubConfigured.name]: new KeepZoneOnClubConfigured(schedules, planner),
    [topics.integrationConfigured.name]: new KeepScheduleOnIntegrationConfigured(schedules, planner),
    [topics.integrationStateChanged.name]: new KeepSuspensionOnIntegrationStateChanged(schedules, planner),
  };
  const outbox = new Outbox(database, null as unknown as Publisher, 'scheduler', serviceLog('scheduler', 'error'));
  const firer = new SlotFirer(
    database,
    new SlotStore(database),
    { add: (messages) => (trouble.outbox ? Promise.reject(trouble.outbox) : outbox.add(messages)) },
    { caughtUpWith: () => (trouble.behind ? Promise.reject(trouble.behind) : Promise.resolve()) },
    clock,
  );
  return {
    firer,
    async hear(...told) {
      for (const [name, same] of Map.groupBy(told, ({ topic }) => topic.name)) {
        const messages = same.map(({ topic, payload }, n) => message(topic as Topic, payload, n));
        await database.transaction(() => handlers[name]!.handle(messages as never));
      }
    },
  };
}

function message(topic: Topic, payload: object, n: number): Message<object> {
  return { id: `event-${n}`, payload, topic: topic.name, partition: 0, offset: BigInt(n), time: '2026-01-01T00:00:00.000Z' };
}

export function club(clubId: string, timeZone: string, revision = 1): Told {
  return { topic: topics.clubConfigured, payload: { clubId, clientId: 'chain', name: clubId, timeZone, country: 'US', revision } };
}

type Particulars = Partial<Omit<IntegrationConfigured, 'options'>> & { readonly options?: Partial<IntegrationOptions> };

/** Hourly and letting members in, unless told otherwise. */
export function integration(clubId: string, { options, ...particulars }: Particulars = {}): Told {
  return {
    topic: topics.integrationConfigured,
    payload: {
      clubId, vendor: 'compete', revision: 1, enabled: true, paused: false, resumes: 0, settings: {}, credentials: null, schedule: '0 * * * *',
      ...particulars,
      options: {
        createUpdateLead: true, archiveLead: false, insertLead: false, convertLeadToMember: false, insertMember: true, convertMemberToFormerMember: false,
        updateContact: false, deleteLead: false, primaryOnly: false, autoMatchThroughTier: 6, tiePolicy: 'review', birthDateVeto: true,
        contactMethod: 'Import', leadSource: 'Import', ...options,
      },
    },
  };
}

export function state(clubId: string, word: 'active' | 'suspended', revision = 1, vendor: Vendor = 'compete'): Told {
  return {
    topic: topics.integrationStateChanged,
    payload: { clubId, vendor, revision, state: word, suspendedReason: word === 'suspended' ? 'credentials-refused' : null },
  };
}
