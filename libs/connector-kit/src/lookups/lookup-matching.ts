import { Inject, Injectable } from '@nestjs/common';
import { topics, type LookupEntry, type LookupKind, type LookupRefusal } from '@intouch/contracts';
import { Outbox, outgoing, type Trace } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { ClubAccess } from '../club-access.js';
import type { AnyConnector, LinkedLookup, VendorLookup } from '../define-connector.js';
import { activity, warning } from '../delivery/activity.js';
import type { Sending } from '../delivery/sending.js';
import { keepingSecret } from '../secrets.js';
import { DeliveryStore } from '../store/delivery.store.js';
import type { Integration } from '../store/integration.store.js';
import { LinkStore } from '../store/link.store.js';
import { LookupStore, type Lookup } from '../store/lookup.store.js';
import { CONNECTOR } from '../tokens.js';
import { matchLeadSource, matchStaff, type LookupResult } from './match-lookups.js';

/** Links all of a club's staff and lead sources in one go: the vendor's whole list is fetched once and matched. */
@Injectable()
export class LookupMatching {
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, Promise<void>>();

  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(ClubAccess) private readonly access: ClubAccess,
    @Inject(LookupStore) private readonly lookups: LookupStore,
    @Inject(DeliveryStore) private readonly deliveries: DeliveryStore,
    @Inject(LinkStore) private readonly links: LinkStore,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** A delivery whose owner or source was never looked for waits for that: it may be linked a moment later. */
  async lookedFor(
    integration: Integration,
    needed: readonly { readonly clubId: string; readonly kind: LookupKind; readonly id: string }[],
    known: ReadonlyMap<string, Lookup>,
  ): Promise<ReadonlyMap<string, Lookup>> {
    if (!needed.some((it) => known.get(`${it.clubId}:${it.kind}:${it.id}`)?.status === null)) return known;
    await this.match(integration, false);
    return this.lookups.named(needed);
  }

  /** @throws what the vendor's calls throw */
  async match(integration: Integration, again: boolean, trace: Trace = {}): Promise<void> {
    const { clubId } = integration;
    const before = this.underWay.get(clubId);
    if (!before) {
      const work = this.matchNow(integration, again, trace).finally(() => this.underWay.delete(clubId));
      this.underWay.set(clubId, work);
      return work;
    }
    // What is under way may have begun before the one this is about was there: once more, and once for all who wait.
    const waiting = again ? undefined : this.waiting.get(clubId);
    if (waiting) return waiting;
    const next = before.then(() => undefined, () => undefined).then(() => {
      if (this.waiting.get(clubId) === next) this.waiting.delete(clubId);
      return this.match(integration, again, trace);
    });
    if (!again) this.waiting.set(clubId, next);
    return next;
  }

  /** The vendor refused an id it once gave: the link goes, and is looked for again with the next list. */
  async dropRefused({ claim, facts }: Sending, kind: LookupKind): Promise<{ owner?: LinkedLookup | null; leadSource?: LinkedLookup | null }> {
    const linked = kind === 'staff' ? facts.owner : facts.leadSource;
    const known = linked && (await this.lookups.one(claim.clubId, kind, linked.id));
    if (known) await this.record(known, { vendorId: null, status: 'not-found', detail: `${this.connector.title} no longer takes this id.` }, false);
    const without = linked && { ...linked, vendorId: null, status: 'not-found' };
    return kind === 'staff' ? { owner: without } : { leadSource: without };
  }

  async linkByHand(clubId: string, kind: LookupKind, id: string, vendorId: string): Promise<LookupRefusal | null> {
    return this.database.transaction(async () => {
      const known = await this.lookups.one(clubId, kind, id);
      if (!known) return { code: 'not-found', detail: `InTouch has not published ${kind === 'staff' ? 'a staff member' : 'a lead source'} with this id.`, holder: null };
      await this.record(known, { vendorId, status: 'matched', detail: 'Linked by hand.' }, true);
      await this.deliveries.wakeThoseWith(clubId, kind === 'staff' ? 'ownerStaffId' : 'leadSourceId', [id]);
      return null;
    });
  }

  async unlinkByHand(clubId: string, kind: LookupKind, id: string): Promise<LookupRefusal | null> {
    const known = await this.lookups.one(clubId, kind, id);
    if (!known?.vendorId) return { code: 'not-found', detail: 'Nothing is linked under this id.', holder: null };
    await this.record(known, { vendorId: null, status: 'not-found', detail: 'Unlinked by hand.' }, true);
    return null;
  }

  async report(clubId: string, requestId: string | null, refusal: LookupRefusal | null = null, trace: Trace = {}): Promise<void> {
    const all = await this.lookups.ofClub(clubId);
    const entries = (kind: LookupKind): LookupEntry[] => all.filter((it) => it.kind === kind).map((it) => this.entry(it));
    await this.outbox.add([
      outgoing(topics.lookupsReported, { requestId, clubId, vendor: this.connector.vendor, staff: entries('staff'), leadSources: entries('lead-sources'), refusal }, trace),
    ]);
  }

  private async matchNow(integration: Integration, again: boolean, trace: Trace): Promise<void> {
    const { clubId } = integration;
    const { lookups } = this.connector;
    const own = await this.lookups.ofClub(clubId);
    const needed = (kind: LookupKind): Lookup[] => own.filter((it) => it.kind === kind && (again || it.vendorId === null) && !it.byHand);
    const staff = needed('staff');
    const sources = needed('lead-sources');
    const { client, hide } = await this.access.open(integration, { trace });
    const theirStaff = staff.length > 0 && lookups?.staff ? await keepingSecret(hide, () => lookups.staff!(client)) : null;
    const theirSources = sources.length > 0 && lookups?.leadSources ? await keepingSecret(hide, () => lookups.leadSources!(client)) : null;
    const found: { own: Lookup; result: LookupResult }[] = [
      ...staff.map((it) => ({ own: it, result: this.resultOf(it, theirStaff, matchStaff) })),
      ...sources.map((it) => ({ own: it, result: this.resultOf(it, theirSources, matchLeadSource) })),
    ];
    await this.database.transaction(async () => {
      for (const { own: it, result } of found) {
        if (it.vendorId !== result.vendorId || it.status !== result.status || it.detail !== result.detail) await this.record(it, result, false);
        if (result.status === 'ambiguous' && it.status !== 'ambiguous') await this.warnAmbiguous(it, result, trace);
      }
      const linked = (kind: LookupKind): string[] => found.filter((it) => it.own.kind === kind && it.result.vendorId !== null && it.own.vendorId === null).map((it) => it.own.id);
      await this.deliveries.wakeThoseWith(clubId, 'ownerStaffId', linked('staff'));
      await this.deliveries.wakeThoseWith(clubId, 'leadSourceId', linked('lead-sources'));
      await this.report(clubId, null, null, trace);
    });
  }

  private resultOf(own: Lookup, theirs: readonly VendorLookup[] | null, match: (own: Lookup, theirs: readonly VendorLookup[]) => LookupResult): LookupResult {
    if (theirs === null) return { vendorId: null, status: 'unsupported', detail: `${this.connector.title} has no list of these.` };
    if (!own.active) return { vendorId: own.vendorId, status: 'inactive', detail: 'Not active in InTouch.' };
    return match(own, theirs);
  }

  private async record(own: Lookup, result: LookupResult, byHand: boolean): Promise<void> {
    const { clubId, kind, id } = own;
    await this.lookups.record([{ clubId, kind, id, ...result, byHand, linkedName: result.vendorId ? own.name : null, linkedEmail: result.vendorId ? own.email : null }]);
    if (own.vendorId && own.vendorId !== result.vendorId) await this.links.remember(clubId, kind, id, own.vendorId, 'unlinked');
    if (result.vendorId && own.vendorId !== result.vendorId) await this.links.remember(clubId, kind, id, result.vendorId, byHand ? 'linked: by-hand' : 'linked: matched');
  }

  private async warnAmbiguous(own: Lookup, result: LookupResult, trace: Trace): Promise<void> {
    const code = own.kind === 'staff' ? 'staff-ambiguous' : 'source-ambiguous';
    const about = { clubId: own.clubId, vendor: this.connector.vendor };
    await this.outbox.add([activity(about, trace, warning(`${own.name} could not be linked at ${this.connector.title}`, { code, detail: result.detail ?? '', howToFix: 'Link the right one by hand.' }))]);
  }

  private entry({ id, name, vendorId, status, detail }: Lookup): LookupEntry {
    return { id, name, vendorId, status: status ?? 'not-found', detail: status === null ? 'Not looked for yet.' : detail };
  }
}
