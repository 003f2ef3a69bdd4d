import { Inject } from '@nestjs/common';
import { topics, type LeadSourceUpserted, type StaffUpserted } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { Desk } from '../background/desk.js';
import { LookupStore, type LookupUpsert } from '../store/lookup.store.js';

/** Keeps staff and lead sources of every club, served or not: an integration may come later, and they are few. */
abstract class KeepLookups {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LookupStore) private readonly lookups: LookupStore,
    @Inject(Desk) private readonly desk: Desk,
  ) {}

  protected async keep(entries: readonly LookupUpsert[]): Promise<void> {
    const clubs = await this.lookups.keep(entries);
    await this.lookups.due(clubs);
    this.database.afterCommit(() => this.desk.wake());
  }
}

@On(topics.staffUpserted, { why: 'owners are linked to the vendor\'s employees' })
export class KeepStaffOnStaffUpserted extends KeepLookups {
  constructor(@Inject(Database) database: Database, @Inject(LookupStore) lookups: LookupStore, @Inject(Desk) desk: Desk) {
    super(database, lookups, desk);
  }

  async handle(messages: readonly Message<StaffUpserted>[]): Promise<void> {
    await this.keep(
      messages.map(({ payload: it }) => ({
        clubId: it.clubId, kind: 'staff', id: it.staffId, name: `${it.firstName} ${it.lastName}`, email: it.email ?? null, active: it.active, version: it.version,
      })),
    );
  }
}

@On(topics.leadSourceUpserted, { why: 'lead sources are linked to the vendor\'s' })
export class KeepLeadSourceOnLeadSourceUpserted extends KeepLookups {
  constructor(@Inject(Database) database: Database, @Inject(LookupStore) lookups: LookupStore, @Inject(Desk) desk: Desk) {
    super(database, lookups, desk);
  }

  async handle(messages: readonly Message<LeadSourceUpserted>[]): Promise<void> {
    await this.keep(
      messages.map(({ payload: it }) => ({ clubId: it.clubId, kind: 'lead-sources', id: it.leadSourceId, name: it.name, email: null, active: it.active, version: it.version })),
    );
  }
}
