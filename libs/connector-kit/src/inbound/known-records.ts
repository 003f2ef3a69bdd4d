import { Inject, Injectable } from '@nestjs/common';
import type { AnyConnector } from '../define-connector.js';
import { DeliveredStore } from '../store/delivered.store.js';
import type { Integration } from '../store/integration.store.js';
import { LinkStore } from '../store/link.store.js';
import { LookupStore } from '../store/lookup.store.js';
import type { SetDownRecord } from '../store/run.store.js';
import { SeenStore } from '../store/seen.store.js';
import { CONNECTOR } from '../tokens.js';
import type { KnownOfClub } from './report-record.js';

/** What the connector knows of records besides what they say: in a handful of statements for a lot of them. */
@Injectable()
export class KnownRecords {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(DeliveredStore) private readonly deliveries: DeliveredStore,
    @Inject(LookupStore) private readonly lookups: LookupStore,
    @Inject(LinkStore) private readonly links: LinkStore,
    @Inject(SeenStore) private readonly seen: SeenStore,
  ) {}

  /** Read once per run. */
  async ofClub(clubId: string): Promise<Pick<KnownOfClub, 'sources' | 'staff'>> {
    return { sources: await this.lookups.byVendorId(clubId, 'lead-sources'), staff: await this.lookups.byVendorId(clubId, 'staff') };
  }

  async of(records: readonly SetDownRecord[], { clubId, settings, options }: Integration): Promise<Omit<KnownOfClub, 'sources' | 'staff'>> {
    const { markOf } = this.connector.inbound!;
    const delivered = await this.deliveries.deliveredTo(clubId, records.map(({ vendorContactId }) => vendorContactId));
    const marked = await this.deliveries.deliveredAs(clubId, records.flatMap(({ raw }) => markOf?.(raw, settings) ?? []));
    const ids = records.map(({ vendorContactId }) => vendorContactId);
    const links = await this.links.holders(clubId, ids);
    const reported = this.connector.outbound.remove ? await this.seen.knownOf(clubId, ids) : new Set<string>();
    const contacts = [...links.values()].map(({ contactId }) => contactId);
    const removed = this.connector.outbound.remove && options.archiveLead ? await this.deliveries.archivedAmong(clubId, contacts) : new Set<string>();
    return { delivered, marked, links, reported, removed };
  }
}
