import { Inject } from '@nestjs/common';
import { inboundOptions, topics, type ClubConfigured, type IntegrationConfigured } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { Desk } from '../background/desk.js';
import { ClubAccess } from '../club-access.js';
import type { AnyConnector } from '../define-connector.js';
import { Reconciler } from '../delivery/reconciler.js';
import { Suspensions } from '../delivery/suspensions.js';
import { FileFates } from '../files/file-fates.js';
import { WakingStore } from '../store/waking.store.js';
import { DropStore } from '../store/drop.store.js';
import { IntegrationStore } from '../store/integration.store.js';
import { CONNECTOR } from '../tokens.js';

@On(topics.clubConfigured, { why: 'the time zone decides what "today" is' })
export class KeepClubOnClubConfigured {
  constructor(@Inject(IntegrationStore) private readonly integrations: IntegrationStore) {}

  async handle(messages: readonly Message<ClubConfigured>[]): Promise<void> {
    await this.integrations.keepClubs(messages.map(({ payload }) => payload));
  }
}

@On(topics.integrationConfigured, { emits: [topics.integrationStateChanged, topics.activityLogged, topics.filesReported], why: 'settings, options and credentials are per club' })
export class KeepIntegrationOnIntegrationConfigured {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(ClubAccess) private readonly access: ClubAccess,
    @Inject(Suspensions) private readonly suspensions: Suspensions,
    @Inject(WakingStore) private readonly deliveries: WakingStore,
    @Inject(DropStore) private readonly drops: DropStore,
    @Inject(FileFates) private readonly fates: FileFates,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
    @Inject(Desk) private readonly desk: Desk,
  ) {}

  async handle(messages: readonly Message<IntegrationConfigured>[]): Promise<void> {
    const own = messages.filter(({ payload }) => payload.vendor === this.connector.vendor);
    // Integrations are few and change seldom; one by one keeps each rule readable.
    for (const { payload } of own) await this.keep(payload);
    await this.suspensions.tell([...new Set(own.map(({ payload }) => payload.clubId))]);
    if (own.length > 0) {
      this.database.afterCommit(() => {
        this.reconciler.wake();
        this.desk.wake();
      });
    }
  }

  private async keep(it: IntegrationConfigured): Promise<void> {
    const known = await this.integrations.locked(it.clubId);
    if (known && known.revision >= it.revision) return;
    const account = this.access.accountOf(it);
    const dropKey = this.access.dropKeyOf(it);
    const resumed = known !== undefined && it.resumes > known.resumes;
    const newlyIn = inboundOptions.some((name) => it.options[name] && !known?.options[name]);
    await this.integrations.put(it, account, {
      suspendedReason: known?.suspendedReason ?? null,
      // What was ignored while an option was off is looked at again.
      fullNext: newlyIn || (known?.fullNext ?? true),
      dropKey,
    });
    if (dropKey) {
      await this.drops.keep(dropKey);
      await this.fates.codesMayHaveChanged(it.clubId);
    }
    if (known && !known.options.createUpdateLead && it.options.createUpdateLead) await this.deliveries.wakeHeldBack(it.clubId);
    // Saved anew, be it with the same settings and credentials: who does that has mended something, here or at the vendor.
    const saved = known !== undefined && it.paused === known.paused && it.resumes === known.resumes;
    if (resumed || saved) await this.suspensions.lift({ clubId: it.clubId, account }, false);
  }
}
