import { Inject } from '@nestjs/common';
import { topics, type ActivityLogged, type LeadSourceUpserted, type StaffUpserted } from '@intouch/contracts';
import { On, type Message, type Outgoing } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { Desk } from '../background/desk.js';
import type { AnyConnector } from '../define-connector.js';
import { activity, warning } from '../delivery/activity.js';
import { LookupStore, type ChangedStaff, type LookupUpsert } from '../store/lookup.store.js';
import { CONNECTOR } from '../tokens.js';

/** Thirty saved one after the other are looked for with one list; a lead that needs its owner at once does not wait for this. */
const gatherMs = 200;

/** Keeps staff and lead sources of every club, served or not: an integration may come later, and they are few. */
abstract class KeepLookups {
  constructor(
    private readonly database: Database,
    protected readonly lookups: LookupStore,
    private readonly desk: Desk,
  ) {}

  protected async keep(entries: readonly LookupUpsert[]): Promise<void> {
    const clubs = await this.lookups.keep(entries);
    await this.lookups.due(clubs, gatherMs);
    this.database.afterCommit(() => this.desk.wake(gatherMs));
  }
}

@On(topics.staffUpserted, { emits: [topics.activityLogged], why: 'owners are linked to the vendor\'s employees' })
export class KeepStaffOnStaffUpserted extends KeepLookups {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) database: Database,
    @Inject(LookupStore) lookups: LookupStore,
    @Inject(Desk) desk: Desk,
  ) {
    super(database, lookups, desk);
  }

  async handle(messages: readonly Message<StaffUpserted>[]): Promise<Outgoing<ActivityLogged>[]> {
    await this.keep(
      messages.map(({ payload: it }) => ({
        clubId: it.clubId, kind: 'staff', id: it.staffId, name: `${it.firstName} ${it.lastName}`, email: it.email ?? null, active: it.active, version: it.version,
      })),
    );
    const changed = await this.lookups.changedSinceLinked(messages.map(({ payload }) => ({ clubId: payload.clubId, id: payload.staffId })));
    return changed.map((it) => this.tell(it, messages));
  }

  /** The link stays: it may be a marriage, or another person who took over the account. */
  private tell({ clubId, id, nameBefore, emailBefore, name, email }: ChangedStaff, messages: readonly Message<StaffUpserted>[]): Outgoing<ActivityLogged> {
    const { title, vendor } = this.connector;
    const cause = messages.find(({ payload }) => payload.clubId === clubId && payload.staffId === id);
    const entry = warning(`${name} is linked at ${title} and was changed in InTouch`, {
      code: 'staff-changed',
      detail: `When linked: ${nameBefore ?? 'no name'} (${emailBefore ?? 'no e-mail'}); now: ${name} (${email ?? 'no e-mail'}). The link stays.`,
      howToFix: `If this is another person, unlink the staff member and match all again.`,
    });
    return activity({ clubId, vendor }, cause ?? {}, entry);
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
