import { Inject, Injectable } from '@nestjs/common';
import { ClubAccess } from '../club-access.js';
import type { AnyConnector, Content, Fitted, LinkedLookup } from '../define-connector.js';
import { Gone, LinkRefused } from '../errors.js';
import { LookupMatching } from '../lookups/lookup-matching.js';
import { DeliveryStore, type ClaimedDelivery } from '../store/delivery.store.js';
import type { Link } from '../store/link.store.js';
import type { Lookup } from '../store/lookup.store.js';
import { CONNECTOR } from '../tokens.js';
import { Creation } from './creation.js';
import { difference } from './difference.js';
import { Recorder } from './recorder.js';
import { leaseMsOf, neededLookups, type Job, type Sending } from './sending.js';

/**
 * Brings one contact at the vendor to what InTouch wants: create, update, or nothing. Answers whether the vendor was spoken
 * to; throws the vendor's errors on.
 */
@Injectable()
export class Delivering {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(ClubAccess) private readonly access: ClubAccess,
    @Inject(LookupMatching) private readonly matching: LookupMatching,
    @Inject(DeliveryStore) private readonly deliveries: DeliveryStore,
    @Inject(Creation) private readonly creation: Creation,
    @Inject(Recorder) private readonly recorder: Recorder,
  ) {}

  async deliver(job: Job): Promise<boolean> {
    const { claim, integration, link } = job;
    const { outbound } = this.connector;
    if (claim.archived && !integration.options.archiveLead) return this.quietly(this.recorder.notSent(job, 'archived'));
    if (link?.closed) return this.quietly(this.recorder.closed(job, link));
    if (!claim.intent && !outbound.sends(claim.contact, link !== undefined)) return this.quietly(this.recorder.notSent(job, null));

    const trace = { requestId: claim.requestId ?? undefined, traceparent: claim.traceparent ?? undefined };
    const club = await this.access.open(integration, trace);
    const lookups = await this.matching.lookedFor(integration, neededLookups(claim), job.lookups);
    const sending: Sending = { ...job, lookups, club, trace, facts: { ...club.facts, ...linkedOf(claim, lookups), creating: false } };

    if (link) return this.update(sending, link);
    if (claim.intent) return this.creation.settle(sending, claim.intent);
    return this.create(sending);
  }

  private async quietly(recorded: Promise<void>): Promise<false> {
    await recorded;
    return false;
  }

  private async create(sending: Sending): Promise<boolean> {
    const fitted = this.fit(sending, true);
    if (fitted.refusal) return this.quietly(this.recorder.refused(sending, fitted.refusal));
    if (await this.creation.waitsForLookalike(sending)) return false;
    try {
      await this.creation.create(sending, fitted);
    } catch (error) {
      if (!(error instanceof LinkRefused)) throw error;
      // The vendor has lost the staff member or source it once had: go without, once; the link is looked for again.
      const without = await this.matching.dropRefused(sending, error.lookup);
      const second = { ...sending, facts: { ...sending.facts, ...without } };
      await this.creation.create(second, this.fit(second, true));
    }
    return true;
  }

  private async update(sending: Sending, link: Link): Promise<boolean> {
    const { claim, integration } = sending;
    const { createOnly } = this.connector.outbound;
    const fitted = this.fit(sending, false);
    if (fitted.refusal) return this.quietly(this.recorder.refused(sending, fitted.refusal));

    const changed = difference(fitted.content, { delivered: claim.delivered, uncertain: claim.uncertain, shown: this.shownContent(sending) });
    const changes: Content = Object.fromEntries(Object.entries(changed).filter(([key]) => !(key in createOnly)));
    const keys = Object.keys(changes);
    if (keys.length === 0) return this.quietly(this.recorder.unchanged(sending, link, fitted));

    // From here until the answer nobody knows which of these the vendor has.
    const mine = await this.deliveries.stillMine(claim, leaseMsOf(integration), { uncertain: [...new Set([...claim.uncertain, ...keys])] });
    if (!mine) return false;
    try {
      const more = await this.connector.outbound.update(sending.club.client, link.vendorContactId, changes, fitted.content, sending.facts);
      await this.recorder.updated(sending, link, fitted, changes, more);
    } catch (error) {
      if (error instanceof Gone) await this.recorder.gone(sending, link, error);
      else throw error;
    }
    return true;
  }

  private fit({ claim, facts }: Sending, creating: boolean): Fitted {
    return this.connector.outbound.fit(claim.contact, { ...facts, creating });
  }

  private shownContent({ claim, facts, shown }: Sending): Content {
    if (!shown) return {};
    const { content } = this.connector.outbound.fit({ ...claim.contact, ...shown } as ClaimedDelivery['contact'], facts);
    return Object.fromEntries(Object.entries(content).filter(([key]) => key in shown));
  }
}

function linkedOf(claim: ClaimedDelivery, lookups: ReadonlyMap<string, Lookup>): { owner: LinkedLookup | null; leadSource: LinkedLookup | null } {
  const find = (kind: string, id: string | null | undefined): LinkedLookup | null => {
    if (!id) return null;
    const known = lookups.get(`${claim.clubId}:${kind}:${id}`);
    return known ? { id, name: known.name, vendorId: known.vendorId, status: known.status ?? 'not-found' } : { id, name: id, vendorId: null, status: 'not-found' };
  };
  return { owner: find('staff', claim.contact.ownerStaffId), leadSource: find('lead-sources', claim.contact.leadSourceId) };
}
