import { Inject, Injectable } from '@nestjs/common';
import { topics, type ContactLinked, type DeliveryState, type DeliveryStateName, type LogEntry } from '@intouch/contracts';
import { Outbox, outgoing, type Outgoing, type Trace } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { AnyConnector, Content, Created, Fitted, FittedValue, Warning } from '../define-connector.js';
import type { Gone, Unavailable } from '../errors.js';
import { DeliveryStore, type ClaimedDelivery, type DeliveryEnd, type StoredIntent } from '../store/delivery.store.js';
import { LinkStore, type Link } from '../store/link.store.js';
import { CONNECTOR } from '../tokens.js';
import { activity, failure, info, warning } from './activity.js';
import type { Job, Sending } from './sending.js';

const noTrace: Trace = {};

/** Writes down how a delivery ended: its row, its link, its lines in the Connector Log, all in one transaction. */
@Injectable()
export class Recorder {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(DeliveryStore) private readonly deliveries: DeliveryStore,
    @Inject(LinkStore) private readonly links: LinkStore,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  async created(sending: Sending, fitted: Fitted, created: Created, how: 'created' | 'adopted', origin: Readonly<Record<string, FittedValue>>): Promise<void> {
    const { claim, trace } = sending;
    const { clubId, contactId } = claim;
    const { vendorContactId } = created;
    const said = how === 'created' ? `${this.name(claim)} was created at ${this.connector.title}` : `${this.name(claim)} was found again at ${this.connector.title} after an unanswered create, and linked`;
    await this.database.transaction(async () => {
      const wanted = { clubId, contactId, vendorContactId, how };
      const fresh = await this.links.linkFresh(wanted);
      const linking = fresh ? null : await this.links.link({ ...wanted, outranks: false });
      const role = linking?.outcome === 'linked' ? linking.role : 'live';
      // An adopted record holds what we sent once, or something else by now: it gets everything again.
      const delivered = how === 'created' ? fitted.content : {};
      await this.finish(sending, {
        end: {
          state: how === 'created' ? 'delivered' : 'pending', againInMs: how === 'created' ? null : 0, attempts: 0, intent: null, lookalikeSince: null,
          delivered, deliveredOrigin: origin, uncertain: [], deliveredVersion: claim.version,
        },
        vendorContactId,
        entries: [info(said), ...this.warnings(claim, [...fitted.warnings, ...(created.warnings ?? [])])],
        events: linking?.outcome === 'refused'
          ? []
          : [outgoing(topics.contactLinked, this.linkedEvent(claim, vendorContactId, how, role), trace)],
      });
      if (linking?.outcome === 'linked' && linking.role === 'alias') {
        await this.warn(claim, trace, vendorContactId, [{ code: 'duplicate-at-vendor', detail: `Meanwhile the contact was linked to another record at ${this.connector.title}; this one is a second.`, howToFix: `Merge the two records at ${this.connector.title}.` }]);
      }
    });
  }

  async updated(sending: Sending, link: Link, fitted: Fitted, changes: Content, more: readonly Warning[]): Promise<void> {
    const { claim } = sending;
    const sent = new Set(Object.keys(changes));
    await this.finish(sending, {
      end: {
        state: 'delivered', againInMs: null, attempts: 0, uncertain: [], delivered: { ...claim.delivered, ...fitted.content },
        deliveredOrigin: this.origin(claim), deliveredVersion: claim.version,
      },
      vendorContactId: link.vendorContactId,
      entries: [
        info(`${this.name(claim)} was updated at ${this.connector.title}`, null, `Sent: ${[...sent].join(', ')}.`),
        ...this.warnings(claim, [...fitted.warnings.filter(({ key }) => key === undefined || sent.has(key)), ...this.originWarnings(claim), ...more]),
      ],
    });
  }

  /** Everything there is already: no call, and no line in the log unless something could not be carried over. */
  async unchanged(sending: Sending, link: Link, fitted: Fitted): Promise<void> {
    const { claim } = sending;
    await this.finish(sending, {
      end: {
        state: 'delivered', againInMs: null, attempts: 0, uncertain: [], delivered: { ...claim.delivered, ...fitted.content },
        deliveredOrigin: this.origin(claim), deliveredVersion: claim.version,
      },
      vendorContactId: link.vendorContactId,
      entries: this.warnings(claim, this.originWarnings(claim)),
    });
  }

  async notSent(job: Job, reason: string | null): Promise<void> {
    await this.finish(job, { end: { state: 'not-sent', reason, againInMs: null, attempts: 0, intent: null }, entries: [] });
  }

  async closed(job: Job, link: Link): Promise<void> {
    await this.finish(job, {
      end: { state: 'closed', reason: link.closed, againInMs: null, attempts: 0 },
      vendorContactId: link.vendorContactId,
      entries: [info(`${this.name(job.claim)} was not sent: the record at ${this.connector.title} takes no more changes`, 'link-closed')],
    });
  }

  async gone(job: Job, link: Link, error: Gone): Promise<void> {
    const code = error.reason === 'deleted' ? 'deleted-at-vendor' : 'converted-at-vendor';
    await this.database.transaction(async () => {
      await this.links.close(job.claim.clubId, link.vendorContactId, error.reason);
      await this.finish(job, {
        end: { state: 'closed', reason: code, againInMs: null, attempts: 0 },
        vendorContactId: link.vendorContactId,
        entries: [warning(`${this.name(job.claim)} takes no more changes at ${this.connector.title}`, { code, detail: `The record is ${error.reason} there. It stays known for matching; no second one is made.` })],
      });
    });
  }

  /** Data the vendor will never take, or a fault of ours: waits for a person or for the next save. */
  async parked(job: Job, code: string, detail: string, intent?: StoredIntent | null): Promise<void> {
    const summary = `${this.name(job.claim)} was not saved at ${this.connector.title}`;
    await this.finish(job, {
      end: { state: 'parked', reason: code, lastError: detail, againInMs: null, attempts: job.claim.attempts + 1, ...(intent === undefined ? {} : { intent }) },
      entries: [failure(summary, code, detail, 'Correct the contact in InTouch and save it again, or retry the parked delivery.')],
    });
  }

  async refused(sending: Sending, refusal: { readonly code: string; readonly detail: string }): Promise<void> {
    await this.parked(sending, refusal.code, refusal.detail);
  }

  /** Tried again by itself; the log says nothing, the contact's delivery tells why it waits. */
  async retry(job: Job, inMs: number, error: string): Promise<void> {
    await this.finish(job, { end: { state: 'pending', lastError: error, againInMs: inMs, attempts: job.claim.attempts + 1 }, entries: [] });
  }

  async unanswered(claim: ClaimedDelivery, intent: StoredIntent, inMs: number, error: Unavailable): Promise<void> {
    await this.deliveries.end(claim, { state: 'pending', lastError: error.message, againInMs: inMs, attempts: claim.attempts + 1, intent });
  }

  async lookAgain(claim: ClaimedDelivery, intent: StoredIntent, inMs: number): Promise<void> {
    await this.deliveries.end(claim, { state: 'pending', lastError: 'looking for the record once more before it is created again', againInMs: inMs, intent });
  }

  async notThere(claim: ClaimedDelivery): Promise<void> {
    await this.deliveries.end(claim, { state: 'pending', againInMs: 0, intent: null });
  }

  async later(claim: ClaimedDelivery, inMs: number): Promise<void> {
    await this.deliveries.end(claim, { state: 'pending', againInMs: inMs });
  }

  async waiting(claim: ClaimedDelivery, since: Date, inMs: number, reviewOpen: boolean): Promise<void> {
    const why = reviewOpen ? 'a similar record at the vendor waits for a review' : 'a similar record at the vendor is being matched';
    await this.deliveries.end(claim, { state: 'pending', reason: 'possible-match', lastError: why, againInMs: inMs, lookalikeSince: since.toISOString() });
  }

  async warn(claim: ClaimedDelivery, trace: Trace, vendorContactId: string | null, warnings: readonly Warning[]): Promise<void> {
    const about = { clubId: claim.clubId, vendor: this.connector.vendor, contactId: claim.contactId, vendorContactId };
    await this.outbox.add(this.warnings(claim, warnings).map((entry) => activity(about, trace, entry)));
  }

  private async finish(
    job: Job & { readonly trace?: Trace },
    { end, vendorContactId, entries, events = [] }: { readonly end: DeliveryEnd; readonly vendorContactId?: string; readonly entries: readonly LogEntry[]; readonly events?: readonly Outgoing[] },
  ): Promise<void> {
    const { claim } = job;
    const trace = job.trace ?? (claim.requestId ? { requestId: claim.requestId } : noTrace);
    await this.database.transaction(async () => {
      if (!(await this.deliveries.end(claim, end)) && events.length === 0) return;
      const about = { clubId: claim.clubId, vendor: this.connector.vendor, contactId: claim.contactId, vendorContactId: vendorContactId ?? null };
      const [first = null, ...rest] = entries;
      await this.outbox.add([...events, activity(about, trace, first, stateOf(claim, end)), ...rest.map((entry) => activity(about, trace, entry))]);
    });
  }

  private warnings(claim: ClaimedDelivery, warnings: readonly Warning[]): LogEntry[] {
    return warnings.map((it) => warning(`${this.name(claim)}: saved at ${this.connector.title}, but something was left out`, it));
  }

  /** Owner or lead source changed in InTouch after the create, where the vendor takes them only then. */
  private originWarnings(claim: ClaimedDelivery): Warning[] {
    const now = this.origin(claim);
    return Object.entries(this.connector.outbound.createOnly).flatMap(([key, code]) => {
      if (code === null || claim.deliveredOrigin[key] === undefined || claim.deliveredOrigin[key] === now[key]) return [];
      return [{ code, key, detail: `${key === 'ownerStaffId' ? 'The owner' : 'The lead source'} changed in InTouch, but ${this.connector.title} takes it only when the record is created.`, howToFix: `Change it at ${this.connector.title} by hand.` }];
    });
  }

  private origin({ contact }: ClaimedDelivery): Record<string, FittedValue> {
    return { ownerStaffId: contact.ownerStaffId ?? null, leadSourceId: contact.leadSourceId ?? null };
  }

  private linkedEvent(claim: ClaimedDelivery, vendorContactId: string, how: 'created' | 'adopted', role: 'live' | 'alias'): ContactLinked {
    return { clubId: claim.clubId, contactId: claim.contactId, vendor: this.connector.vendor, vendorContactId, how, role, replaced: null, linkedAt: new Date().toISOString() };
  }

  private name({ contact }: ClaimedDelivery): string {
    return `${contact.firstName} ${contact.lastName}`;
  }
}

function stateOf(claim: ClaimedDelivery, end: DeliveryEnd): DeliveryState {
  const again = end.againInMs === null ? null : new Date(Date.now() + end.againInMs).toISOString();
  return {
    state: end.state as DeliveryStateName,
    desiredVersion: claim.version,
    deliveredVersion: end.deliveredVersion === undefined ? claim.deliveredVersion : end.deliveredVersion,
    attempts: end.attempts ?? claim.attempts,
    nextAttemptAt: again,
    lastError: end.lastError ?? null,
    reason: end.reason ?? null,
  };
}
