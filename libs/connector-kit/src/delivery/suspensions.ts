import { Inject, Injectable } from '@nestjs/common';
import { topics } from '@intouch/contracts';
import { Outbox, outgoing } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { ServiceLog } from '@intouch/service';
import type { AnyConnector } from '../define-connector.js';
import type { Unauthorized } from '../errors.js';
import { IntegrationStore, type Integration } from '../store/integration.store.js';
import { CONNECTOR } from '../tokens.js';
import { activity, failure, info } from './activity.js';

/** Access refused: the scope stops, its deliveries wait, one ERROR says so; lifted when access works again. */
@Injectable()
export class Suspensions {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(ServiceLog) private readonly log: ServiceLog,
  ) {}

  async suspend(integration: Integration, error: Unauthorized): Promise<void> {
    const { clubId } = integration;
    await this.database.transaction(async () => {
      const clubs = await this.integrations.suspend(integration, error.scope, error.code, error.message);
      if (clubs.length === 0) return;
      this.log.error({ clubId, scope: error.scope, code: error.code }, 'access refused: suspended until it works again');
      const entry = failure(
        `${this.connector.title} refuses access; nothing is sent or read until that is mended`,
        error.code,
        `${this.connector.title} answered: ${error.message}. Everything that waits is kept.`,
        error.scope === 'club' ? `Ask ${this.connector.title} to enable this club, then resume the integration.` : 'Check the credentials and the address, then resume the integration.',
      );
      await this.outbox.add([activity({ clubId, vendor: this.connector.vendor }, {}, entry)]);
      await this.tell(clubs);
    });
  }

  /** `proven`: access was just seen to work; else it is tried again because a person said so. Answers whether anything was suspended. */
  async lift({ clubId, account }: Pick<Integration, 'clubId' | 'account'>, proven = true): Promise<boolean> {
    return this.database.transaction(async () => {
      const clubs = await this.integrations.lift(clubId, account);
      if (clubs.length === 0) return false;
      const { title } = this.connector;
      const entry = proven ? info(`${title} accepts access again; deliveries go on`, 'access-restored') : info(`${title} is tried again: what waits goes out if it accepts access`, 'access-retried');
      await this.outbox.add([activity({ clubId, vendor: this.connector.vendor }, {}, entry)]);
      await this.tell(clubs);
      return true;
    });
  }

  /** Tells the gateway how far these clubs' integrations are followed, and whether they work. */
  async tell(clubIds: readonly string[]): Promise<void> {
    for (const clubId of clubIds) {
      const known = await this.integrations.one(clubId);
      if (!known) continue;
      const reason = known.suspendedReason ?? known.accountSuspendedReason;
      const state = reason ? 'suspended' : 'active';
      await this.outbox.add([outgoing(topics.integrationStateChanged, { clubId, vendor: this.connector.vendor, revision: known.revision, state, suspendedReason: reason })]);
    }
  }
}
