import { Inject, Injectable } from '@nestjs/common';
import { topics, type LookupRefusal, type LookupsRequested } from '@intouch/contracts';
import { Outbox, outgoing } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { AnyConnector } from '../define-connector.js';
import { WakingStore } from '../store/waking.store.js';
import { LinkStore } from '../store/link.store.js';
import { CONNECTOR } from '../tokens.js';
import { LookupRecorder } from './lookup-recorder.js';

/** A person links or unlinks a contact, a staff member or a lead source. */
@Injectable()
export class LinksByHand {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(LinkStore) private readonly links: LinkStore,
    @Inject(WakingStore) private readonly deliveries: WakingStore,
    @Inject(LookupRecorder) private readonly lookups: LookupRecorder,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** Answers why not, or null. */
  async apply({ clubId, action, subject, id, vendorId, requestId }: LookupsRequested): Promise<LookupRefusal | null> {
    if (subject === null || id === null) return { code: 'not-found', detail: 'Nothing is named.', holder: null };
    if (subject !== 'contacts') {
      return action === 'unlink' ? this.lookups.unlinkByHand(clubId, subject, id) : this.lookups.linkByHand(clubId, subject, id, vendorId ?? '');
    }
    return this.database.transaction(() => (action === 'unlink' ? this.unlinkContact(clubId, id, requestId) : this.linkContact(clubId, id, vendorId ?? '', requestId)));
  }

  private async linkContact(clubId: string, contactId: string, vendorContactId: string, requestId: string): Promise<LookupRefusal | null> {
    const { vendor } = this.connector;
    const linking = await this.links.link({ clubId, contactId, vendorContactId, how: 'by-hand', outranks: true });
    if (linking.outcome === 'refused') {
      return { code: 'conflict', detail: `${vendorContactId} is linked to contact ${linking.holder} already.`, holder: linking.holder };
    }
    await this.deliveries.forgetDelivered([{ clubId, contactId }]);
    await this.deliveries.wake([{ clubId, contactId }]);
    await this.outbox.add([
      outgoing(topics.contactLinked, { clubId, contactId, vendor, vendorContactId, how: 'by-hand', role: linking.role, replaced: linking.replaced, linkedAt: new Date().toISOString() }, { requestId }),
    ]);
    return null;
  }

  /** Undoes a link. Nothing is sent for it; the contact is created or found anew with its next save. */
  private async unlinkContact(clubId: string, contactId: string, requestId: string): Promise<LookupRefusal | null> {
    const ids = await this.links.unlink(clubId, contactId);
    if (ids.length === 0) return { code: 'not-found', detail: 'The contact is not linked.', holder: null };
    await this.deliveries.forgetDelivered([{ clubId, contactId }]);
    await this.outbox.add(
      ids.map((vendorContactId) =>
        outgoing(topics.contactUnlinked, { clubId, contactId, vendor: this.connector.vendor, vendorContactId, unlinkedAt: new Date().toISOString() }, { requestId }),
      ),
    );
    return null;
  }
}
