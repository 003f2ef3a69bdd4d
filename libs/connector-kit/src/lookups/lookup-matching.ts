import { Inject, Injectable } from '@nestjs/common';
import { topics, type LookupEntry, type LookupKind, type LookupRefusal } from '@intouch/contracts';
import { Outbox, outgoing, type Trace } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { ClubAccess } from '../club-access.js';
import type { AnyConnector, LinkedLookup } from '../define-connector.js';
import type { Sending } from '../delivery/sending.js';
import { Unavailable } from '../errors.js';
import { keepingSecret } from '../secrets.js';
import type { Integration } from '../store/integration.store.js';
import { LookupStore, type Lookup } from '../store/lookup.store.js';
import { VendorUserStore } from '../store/vendor-user.store.js';
import { CONNECTOR } from '../tokens.js';
import { LeadSourceCreation } from './lead-source-creation.js';
import { LookupRecorder } from './lookup-recorder.js';
import { leadSourceRules, matchLookups, staffRules, type LookupResult } from './match-lookups.js';

/** A list that could not be had is asked for again this soon. */
const againAfterFailureMs = 5_000;

export interface Matched {
  readonly looked: number;
  readonly linked: number;
}

/** Links all of a club's staff and lead sources in one go: the vendor's whole list is fetched once and matched. */
@Injectable()
export class LookupMatching {
  private readonly underWay = new Map<string, Promise<Matched>>();
  private readonly waiting = new Map<string, Promise<Matched>>();

  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(ClubAccess) private readonly access: ClubAccess,
    @Inject(LookupStore) private readonly lookups: LookupStore,
    @Inject(LeadSourceCreation) private readonly creation: LeadSourceCreation,
    @Inject(LookupRecorder) private readonly recorder: LookupRecorder,
    @Inject(VendorUserStore) private readonly users: VendorUserStore,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /**
   * A delivery whose owner or source was never looked for waits for that: it may be linked a moment later. Where the list
   * cannot be had the lead goes out without, and follows once it is linked.
   */
  async lookedFor(
    integration: Integration,
    needed: readonly { readonly clubId: string; readonly kind: LookupKind; readonly id: string }[],
    known: ReadonlyMap<string, Lookup>,
  ): Promise<ReadonlyMap<string, Lookup>> {
    if (!needed.some((it) => known.get(`${it.clubId}:${it.kind}:${it.id}`)?.status === null)) return known;
    try {
      await this.match(integration);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await this.lookups.due([integration.clubId], againAfterFailureMs);
    }
    return this.lookups.named(needed);
  }

  /** Matches all of the club's, once for all who ask while it is being done. @throws what the vendor's calls throw */
  async match(integration: Integration, trace: Trace = {}): Promise<Matched> {
    const { clubId } = integration;
    const before = this.underWay.get(clubId);
    if (!before) {
      const work = this.matchNow(integration, trace).finally(() => this.underWay.delete(clubId));
      this.underWay.set(clubId, work);
      return work;
    }
    // What is under way may have begun before the one this is about was there: once more, and once for all who wait.
    const waiting = this.waiting.get(clubId);
    if (waiting) return waiting;
    const next = before.then(() => undefined, () => undefined).then(() => {
      this.waiting.delete(clubId);
      return this.match(integration, trace);
    });
    this.waiting.set(clubId, next);
    return next;
  }

  /** The vendor refused an id it once gave: the link goes, and is looked for again with the next list. undefined: none was sent. */
  async dropRefused({ claim, facts, trace }: Sending, kind: LookupKind): Promise<{ owner?: LinkedLookup; leadSource?: LinkedLookup } | undefined> {
    const linked = kind === 'staff' ? facts.owner : facts.leadSource;
    if (!linked || linked.vendorId === null) return undefined;
    const known = await this.lookups.one(claim.clubId, kind, linked.id);
    // Linked to another meanwhile: only this delivery goes without.
    if (known?.vendorId === linked.vendorId) {
      await this.database.transaction(async () => {
        await this.recorder.refused(known, trace);
        await this.report(claim.clubId, null, null, trace);
      });
    }
    const without = { ...linked, vendorId: null, status: 'not-found' };
    return kind === 'staff' ? { owner: without } : { leadSource: without };
  }

  async report(clubId: string, requestId: string | null, refusal: LookupRefusal | null = null, trace: Trace = {}): Promise<void> {
    const all = await this.lookups.ofClub(clubId);
    const entries = (kind: LookupKind): LookupEntry[] => all.filter((it) => it.kind === kind).map(entryOf);
    await this.outbox.add([
      outgoing(topics.lookupsReported, { requestId, clubId, vendor: this.connector.vendor, staff: entries('staff'), leadSources: entries('lead-sources'), refusal }, trace),
    ]);
  }

  private async matchNow(integration: Integration, trace: Trace): Promise<Matched> {
    const { clubId } = integration;
    const { lookups, title } = this.connector;
    const staff = await this.lookups.ofKind(clubId, 'staff');
    const sources = await this.lookups.ofKind(clubId, 'lead-sources');
    const { client, hide } = await this.access.open(integration, { trace });
    return keepingSecret(hide, async () => {
      const theirStaff = (staff.length > 0 || this.connector.assignment) && lookups?.staff ? await lookups.staff(client) : null;
      if (theirStaff && this.connector.assignment) await this.users.keep(clubId, theirStaff);
      const theirSources = sources.length > 0 && lookups?.leadSources ? await lookups.leadSources(client) : null;
      const rules = leadSourceRules(title, lookups?.leadSourceRules);
      const results = matchLookups(sources, theirSources, rules);
      const creates = lookups?.creating?.wanted(integration.settings) === true && theirSources !== null;
      const missing = creates ? sources.filter(({ id }) => results.get(id)!.missing) : [];
      // Those still to be created are not told as missing meanwhile: a lead that needs one waits for it.
      for (const { id } of missing) results.delete(id);
      let linked = await this.record(clubId, [[staff, matchLookups(staff, theirStaff, staffRules(title))], [sources, results]], trace);
      if (missing.length > 0) {
        const created = await this.creation.createMissing(integration, client, rules);
        linked += await this.record(clubId, [[created.own, created.results]], trace);
        if (created.stoppedBy) throw created.stoppedBy;
      }
      return { looked: staff.length + sources.length, linked };
    });
  }

  private async record(clubId: string, found: readonly (readonly [readonly Lookup[], ReadonlyMap<string, LookupResult>])[], trace: Trace): Promise<number> {
    return this.database.transaction(async () => {
      let linked = 0;
      for (const [own, results] of found) linked += await this.recorder.matched(own, results, trace);
      await this.report(clubId, null, null, trace);
      return linked;
    });
  }
}

function entryOf({ id, name, vendorId, status, detail }: Lookup): LookupEntry {
  return { id, name, vendorId, status: status ?? 'not-found', detail: status === null ? 'Not looked for yet.' : detail };
}
