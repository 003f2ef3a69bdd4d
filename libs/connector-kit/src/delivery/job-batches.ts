import { Inject, Injectable } from '@nestjs/common';
import type { ClaimedDelivery } from '../store/delivery.store.js';
import { IntegrationStore, type Integration } from '../store/integration.store.js';
import { LinkStore } from '../store/link.store.js';
import { LookupStore } from '../store/lookup.store.js';
import { SeenStore } from '../store/seen.store.js';
import { neededLookups, type Job } from './sending.js';

/** Fetches for a lot of claims what their deliveries need, one statement per kind instead of one per delivery. */
@Injectable()
export class JobBatches {
  constructor(
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(LinkStore) private readonly links: LinkStore,
    @Inject(LookupStore) private readonly lookups: LookupStore,
    @Inject(SeenStore) private readonly seen: SeenStore,
  ) {}

  async complete(claims: readonly ClaimedDelivery[]): Promise<Job[]> {
    const integrations = new Map<string, Integration>();
    for (const clubId of new Set(claims.map((claim) => claim.clubId))) {
      const integration = await this.integrations.one(clubId);
      if (integration) integrations.set(clubId, integration);
    }
    const links = await this.links.liveOfMany(claims);
    const lookups = await this.lookups.named(claims.filter(({ contact }) => contact !== null).flatMap(neededLookups));
    const shown = await this.seen.shown([...links.values()]);
    return claims.flatMap((claim) => {
      const integration = integrations.get(claim.clubId);
      const link = links.get(`${claim.clubId}:${claim.contactId}`);
      return integration ? [{ claim, integration, link, lookups, shown: link && shown.get(`${link.clubId}:${link.vendorContactId}`) }] : [];
    });
  }
}
