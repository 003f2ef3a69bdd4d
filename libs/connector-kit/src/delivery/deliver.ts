import { Inject, Injectable } from '@nestjs/common';
import { attributeIn, fieldGroupOf } from '@intouch/smart-match';
import { ClubAccess } from '../club-access.js';
import type { AnyConnector, Content, Fitted, LinkedLookup } from '../define-connector.js';
import { Gone, LinkRefused } from '../errors.js';
import { LookupMatching } from '../lookups/lookup-matching.js';
import { keepingSecret } from '../secrets.js';
import type { ClaimedDelivery } from '../store/delivery.store.js';
import type { Link } from '../store/link.store.js';
import type { Lookup } from '../store/lookup.store.js';
import type { ShownRecord } from '../store/seen.store.js';
import { CONNECTOR } from '../tokens.js';
import { asShown, isShown } from './as-shown.js';
import { Assignment } from './assignment.js';
import { settled, type Settled } from './conflicts.js';
import { Creation } from './creation.js';
import { difference } from './difference.js';
import { Leases } from './leases.js';
import { Lookalikes } from './lookalikes.js';
import { Recorder } from './recorder.js';
import { neededLookups, type Job, type Sending } from './sending.js';

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
    @Inject(Leases) private readonly leases: Leases,
    @Inject(Lookalikes) private readonly lookalikes: Lookalikes,
    @Inject(Creation) private readonly creation: Creation,
    @Inject(Recorder) private readonly recorder: Recorder,
    @Inject(Assignment) private readonly assignment: Assignment,
  ) {}

  async deliver(job: Job): Promise<boolean> {
    const { claim, link } = job;
    const wish = wishOf(job, this.connector);
    // A create without an answer is looked for all the same: forgotten, it would be made a second time by a later save.
    const unsettled = claim.intent !== null && link === undefined;
    if (wish === 'archived' && !unsettled) return this.quietly(this.recorder.notSent(job, wish));
    const anew = link?.closed ? startsAnew(job, this.connector) : false;
    // Saved anew while nothing is sent by itself: made anew when that is over.
    if (anew && wish === 'automatic-off') return this.quietly(this.recorder.notSent(job, wish));
    if (link?.closed && !(anew && wish === 'send')) return this.quietly(this.recorder.closed(job, link));
    if (!unsettled && (isReasonNotTo(wish) || (wish === 'remove' && !link))) return this.quietly(this.recorder.notSent(job, isReasonNotTo(wish) ? wish : 'archived'));
    if (link?.closed) return this.deliverTo(await this.recorder.startedAnew(job, link), wish);
    return this.deliverTo(job, wish);
  }

  private async deliverTo(job: Job, wish: Wish): Promise<boolean> {
    const { claim, integration, link } = job;
    const trace = { requestId: claim.requestId ?? undefined, traceparent: claim.traceparent ?? undefined };
    const club = await this.access.open(integration, { trace, guard: () => this.leases.guard(job) });
    return keepingSecret(club.hide, async () => {
      const lookups = await this.matching.lookedFor(integration, neededLookups(claim), job.lookups);
      const linked = linkedOf(claim, lookups);
      const assigned = wish === 'send' ? await this.assignment.ownerOf(job, linked.owner) : null;
      const facts = { ...club.facts, contactId: claim.contactId, ...linked, ...(assigned ? { owner: assigned.owner } : {}), generation: claim.generation, creating: false };
      const sending: Sending = { ...job, lookups, club, trace, facts, assigned };
      if (link && wish === 'remove') return this.remove(sending, job, link);
      if (link) return this.update(sending, job, link);
      if (claim.intent) return this.creation.settle(sending, job, claim.intent, wish === 'send');
      return this.create(sending, job);
    });
  }

  /** Archived in InTouch, where that deletes at the vendor. */
  private async remove(sending: Sending, job: Job, link: Link): Promise<boolean> {
    if (!(await this.leases.confirm(job, { removing: true }))) return false;
    try {
      await this.recorder.removed(sending, link, await this.connector.outbound.remove!(sending.club.client, link.vendorContactId, sending.facts));
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
      // Deleted there before we came, it stays deleted, also when the contact is saved again; unless it was we who came before.
      if (error.reason === 'deleted' && job.claim.removing) await this.recorder.removed(sending, link, []);
      else await this.recorder.gone(sending, link, error);
    }
    return true;
  }

  private async quietly(recorded: Promise<void>): Promise<false> {
    await recorded;
    return false;
  }

  private async create(sending: Sending, job: Job): Promise<boolean> {
    const fitted = this.fit(sending, true);
    if (fitted.refusal) return this.quietly(this.recorder.refused(sending, fitted.refusal));
    if (await this.lookalikes.waitsFor(sending)) return false;
    return this.withoutRefusedLinks(sending, async (current) => {
      await this.creation.create(current, job, this.fit(current, true));
      return true;
    });
  }

  private async update(sending: Sending, job: Job, link: Link): Promise<boolean> {
    const fitted = this.fit(sending, false);
    if (fitted.refusal) return this.quietly(this.recorder.refused(sending, fitted.refusal));
    return this.withoutRefusedLinks(sending, (current) => this.updateOnce(current, job, link));
  }

  private async updateOnce(sending: Sending, job: Job, link: Link): Promise<boolean> {
    const { claim, club, facts } = sending;
    const { createOnly, ridesAlong = [], update } = this.connector.outbound;
    const fitted = this.fit(sending, false);
    const changed = difference(fitted.content, { delivered: claim.delivered, uncertain: sentAnyhow(claim), shown: this.shownContent(sending), isTouched: (key) => claim.touched.includes(attributeIn(key) === null ? key : 'attributes') });
    const wanted: Content = Object.fromEntries(Object.entries(changed).filter(([key]) => !(key in createOnly)));
    const met = await this.meet(sending, link, fitted.content, wanted);
    const { changes, kept } = met;
    const keys = Object.keys(changes);
    const there = without(fitted.content, kept.map(({ key }) => key));
    if (keys.every((key) => ridesAlong.includes(key))) {
      // What would only ride along is not there yet, and goes with the next update.
      await this.recorder.unchanged(sending, link, { ...fitted, content: without(there, keys) }, met);
      return kept.length > 0;
    }

    // From here until the answer nobody knows which of these the vendor has.
    if (!(await this.leases.confirm(job, { uncertain: [...new Set([...claim.uncertain, ...keys])] }))) return false;
    try {
      const more = await update(club.client, link.vendorContactId, changes, fitted.content, facts);
      await this.recorder.updated(sending, link, { ...fitted, content: there }, met, 'warnings' in more ? more : { warnings: more });
    } catch (error) {
      if (error instanceof Gone) await this.recorder.gone(sending, link, error);
      else throw error;
    }
    return true;
  }

  /** Where both sides' changes count, the record is looked at before it is written to. @throws what reading throws */
  private async meet(sending: Sending, link: Link, content: Content, changes: Content): Promise<Settled> {
    const { claim, club, facts, integration: { options } } = sending;
    const { outbound: { read }, inbound } = this.connector;
    const mayClash = Object.keys(changes).some((key) => fieldGroupOf(key) !== null && !sentAnyhow(claim).includes(key));
    const raw = read && inbound && options.updateContact && mayClash ? await read(club.client, link.vendorContactId, facts) : null;
    const now = raw === null ? null : inbound!.report(raw, { ...club.facts, linked: true });
    if (now?.kind !== 'report' || now.state === 'DELETED') return { changes, kept: [], replaced: [] };
    return settled({
      changes, content, delivered: claim.delivered, uncertain: sentAnyhow(claim), current: this.asContent(sending, { ...now.fields }), stamp: now.stamp,
      updatedAt: claim.contact.updatedAt ?? null, country: club.facts.club.country,
    });
  }

  /** The vendor has lost the staff member or source it once had: once more without; the link is looked for again. */
  private async withoutRefusedLinks(sending: Sending, work: (current: Sending) => Promise<boolean>): Promise<boolean> {
    let current = sending;
    for (;;) {
      try {
        return await work(current);
      } catch (error) {
        if (!(error instanceof LinkRefused)) throw error;
        const without = await this.matching.dropRefused(current, error.lookup);
        // Refused though none was sent, or refused once more: no link is to blame.
        if (!without) throw error;
        // What the vendor has under it by now is not known: linked anew, it is sent anew.
        const { [error.field!]: _refused, ...delivered } = current.claim.delivered;
        current = { ...current, claim: { ...current.claim, delivered }, facts: { ...current.facts, ...without } };
      }
    }
  }

  private fit({ claim, facts }: Sending, creating: boolean): Fitted {
    return this.connector.outbound.fit(claim.contact, { ...facts, creating });
  }

  /** What the vendor showed; nothing where that was before our own last delivery. */
  private shownContent(sending: Sending): Content {
    const { claim, shown } = sending;
    return !shown || (claim.deliveredAt !== null && shown.seenAt < claim.deliveredAt) ? {} : this.asContent(sending, shown.fields);
  }

  /** What the vendor told of a record, fitted for comparison. */
  private asContent({ claim, facts }: Sending, fields: ShownRecord['fields']): Content {
    const { content } = this.connector.outbound.fit(asShown(claim.contact, fields), facts);
    // Owner and lead source are fitted from the contact as it is: they say something only where the vendor showed the same.
    const told = (key: string): boolean => (isLookup(key) ? fields[key] !== undefined && fields[key] === claim.contact[key] : isShown(key, fields));
    return Object.fromEntries(Object.entries(content).filter(([key]) => told(key)));
  }
}

type ReasonNotTo = 'archived' | 'automatic-off' | 'not-a-lead';
type Wish = 'send' | 'remove' | ReasonNotTo;

/** What is to become of the contact at the vendor, or why nothing is. */
function wishOf({ claim, integration: { options, settings }, link }: Job, { outbound }: AnyConnector): Wish {
  if (claim.archived) return options.archiveLead && outbound.remove ? 'remove' : 'archived';
  if (!options.createUpdateLead && !claim.byHand) return 'automatic-off';
  return outbound.sends(claim.contact, link !== undefined && !link.closed, settings) ? 'send' : 'not-a-lead';
}

function isReasonNotTo(wish: Wish): wish is ReasonNotTo {
  return wish !== 'send' && wish !== 'remove';
}

/** We deleted the record and InTouch has the contact again; or it was deleted there, and a person sends it once more. */
function startsAnew({ claim, link }: Job, { outbound }: AnyConnector): boolean {
  return outbound.remove !== undefined && (link?.closed === 'archived' || (link?.closed === 'deleted' && claim.byHand));
}

/** Whatever was delivered: nobody knows whether the vendor has it, or it has something else and is to have this. */
function sentAnyhow({ uncertain, upheld }: ClaimedDelivery): readonly string[] {
  return [...uncertain, ...upheld];
}

function without(content: Content, keys: readonly string[]): Content {
  return Object.fromEntries(Object.entries(content).filter(([key]) => !keys.includes(key)));
}

function isLookup(key: string): key is 'ownerStaffId' | 'leadSourceId' {
  return key === 'ownerStaffId' || key === 'leadSourceId';
}

function linkedOf(claim: ClaimedDelivery, lookups: ReadonlyMap<string, Lookup>): { owner: LinkedLookup | null; leadSource: LinkedLookup | null } {
  const find = (kind: string, id: string | null | undefined): LinkedLookup | null => {
    if (!id) return null;
    const known = lookups.get(`${claim.clubId}:${kind}:${id}`);
    return known ? { id, name: known.name, vendorId: known.vendorId, status: known.status ?? 'not-found' } : { id, name: id, vendorId: null, status: 'not-found' };
  };
  return { owner: find('staff', claim.contact.ownerStaffId), leadSource: find('lead-sources', claim.contact.leadSourceId) };
}
