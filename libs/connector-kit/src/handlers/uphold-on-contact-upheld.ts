import { Inject } from '@nestjs/common';
import { topics, type ContactUpheld } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { AnyConnector } from '../define-connector.js';
import { Reconciler } from '../delivery/reconciler.js';
import { WakingStore } from '../store/waking.store.js';
import { CONNECTOR } from '../tokens.js';

@On(topics.contactUpheld, { after: [topics.contactLinkRequested], why: 'both sides changed a field, InTouch later: the vendor gets InTouch\'s value again' })
export class UpholdOnContactUpheld {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(WakingStore) private readonly deliveries: WakingStore,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
  ) {}

  async handle(messages: readonly Message<ContactUpheld>[]): Promise<void> {
    await this.deliveries.uphold(messages.map(({ payload }) => payload).filter(({ vendor }) => vendor === this.connector.vendor));
    this.database.afterCommit(() => this.reconciler.wake());
  }
}
