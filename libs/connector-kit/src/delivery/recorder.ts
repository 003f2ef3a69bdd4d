import { Inject, Injectable } from '@nestjs/common';
import { topics, type LogEntry } from '@intouch/contracts';
import { Outbox, outgoing, type Outgoing, type Trace } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { AnyConnector, Created, Fitted, Updated, Warning } from '../define-connector.js';
import type { Gone, Unavailable } from '../errors.js';
import type { Hide } from '../secrets.js';
import { DeliveryStore, type ClaimedDelivery, type DeliveryEnd, type StoredIntent } from '../store/delivery.store.js';
import { LinkStore, type Link, type Linking } from '../store/link.store.js';
import { CONNECTOR } from '../tokens.js';
import { activity, deliveryState, failure, info, warning } from './activity.js';
import type { Overruled, Settled } from './conflicts.js';
import { originOf, type Job, type Sending } from './sending.js';
import { news, originWarnings, telling } from './telling.js';

/** The other record may be a conversion's: InTouch saves the contact as a member in less than this. */
const otherRecordMs = 30_000;

interface Ending {
  readonly end: DeliveryEnd;
  readonly vendorContactId?: string;
  readonly entries?: readonly LogEntry[];
  readonly events?: readonly Outgoing[];
}

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

  /** `repeated`: the first try had not been stored, the second was; `adopted`: what the first try stored was found. */
  async created(sending: Sending, sent: Pick<StoredIntent, 'content' | 'warnings' | 'origin'>, created: Created, how: 'created' | 'repeated' | 'adopted'): Promise<void> {
    const { claim, trace, club } = sending;
    const { vendorContactId } = created;
    const { title, vendor } = this.connector;
    const linkedHow = how === 'adopted' ? 'adopted' : 'created';
    await this.database.transaction(async () => {
      const linking = await this.link(claim, vendorContactId, linkedHow);
      if (linking.outcome === 'refused') return this.notOurs(sending, vendorContactId, linking.holder, how);
      const { role } = linking;
      if (created.closed) await this.links.close(claim.clubId, vendorContactId, created.closed);
      const said = how === 'adopted' ? `${this.name(claim)} was found again at ${title} after an unanswered create, and linked` : `${this.name(claim)} was created at ${title}`;
      const second = { code: 'duplicate-at-vendor', detail: `Meanwhile the contact was linked to another record at ${title}; this one is a second.`, howToFix: `Merge the two records at ${title}.` };
      const sold = { code: closedCode(created.closed ?? null), detail: `${vendorContactId} was ${created.closed === 'deleted' ? 'deleted' : 'sold'} at ${title} meanwhile: it stays known for matching, and takes no more changes.` };
      const warnings = [...sent.warnings, ...hidden(created.warnings ?? [], club.hide), ...(role === 'alias' ? [second] : []), ...(created.closed ? [sold] : [])];
      await this.finish(sending, {
        end: {
          // What the contact has become since the create was written down goes out next, and all of it to a record that is not just made.
          ...(created.closed
            ? { state: 'closed', reason: closedCode(created.closed), againInMs: null }
            : how === 'created' && role === 'live'
              ? { state: 'delivered', againInMs: null, deliveredVersion: claim.version }
              : { state: 'pending', againInMs: role === 'live' ? 0 : otherRecordMs }),
          wrote: true, attempts: 0, intent: null, lookalikeSince: null, deliveredOrigin: sent.origin, told: sent.warnings.map(telling),
          delivered: role === 'live' && how !== 'adopted' ? { ...sent.content, ...created.stored } : {},
          uncertain: role === 'live' && how === 'adopted' ? Object.keys(sent.content).filter((key) => sent.content[key] !== null) : [],
        },
        vendorContactId,
        entries: [info(said, null, sending.assigned?.why ?? null), ...this.warnings(claim, [...warnings, ...(sending.assigned?.warnings ?? [])])],
        events: [outgoing(topics.contactLinked, { clubId: claim.clubId, contactId: claim.contactId, vendor, vendorContactId, how: linkedHow, role, replaced: role === 'live' ? (sending.replaces ?? null) : null, linkedAt: new Date().toISOString() }, trace)],
      });
    });
  }

  /** `fitted` without what the vendor keeps. */
  async updated(sending: Sending, link: Link, fitted: Fitted, met: Settled, { warnings: more, stored }: Updated): Promise<void> {
    const { changes } = met;
    const sent = info(`${this.name(sending.claim)} was updated at ${this.connector.title}`, null, [`Sent: ${Object.keys(changes).join(', ')}.`, ...('ownerStaffId' in changes && sending.assigned?.why ? [sending.assigned.why] : [])].join(' '));
    await this.upToDate(sending, link, { ...fitted, content: { ...fitted.content, ...stored } }, true, [sent, ...this.losers(sending, met)], [...hidden(more, sending.club.hide), ...(sending.assigned?.warnings ?? [])]);
  }

  /** Everything there is already, or stays as it is there: no line in the log unless something could not be carried over. */
  async unchanged(sending: Sending, link: Link, fitted: Fitted, met: Settled): Promise<void> {
    await this.upToDate(sending, link, fitted, false, this.losers(sending, met), []);
  }

  async notSent(job: Job, reason: 'archived' | 'automatic-off' | 'not-a-lead'): Promise<void> {
    const said = info(`${this.name(job.claim)} was not sent to ${this.connector.title}: not a lead`, reason);
    await this.finish(job, {
      end: { state: 'not-sent', reason, againInMs: null, attempts: 0, intent: null, lookalikeSince: null },
      entries: reason === 'not-a-lead' ? [said] : [],
    });
  }

  /** The contact was archived in InTouch, and its record is deleted. */
  async removed(sending: Sending, link: Link, more: readonly Warning[]): Promise<void> {
    const { claim, club } = sending;
    await this.database.transaction(async () => {
      await this.links.close(claim.clubId, link.vendorContactId, 'archived');
      await this.finish(sending, {
        end: { state: 'closed', reason: 'archived', againInMs: null, attempts: 0, intent: null, delivered: {}, uncertain: [], deliveredVersion: claim.version, wrote: true },
        vendorContactId: link.vendorContactId,
        entries: [info(`${this.name(claim)} was deleted at ${this.connector.title}: archived in InTouch`, 'archived'), ...this.warnings(claim, hidden(more, club.hide))],
      });
    });
  }

  /** The deleted record's link gives way: a new record is made for the contact, under the next generation of its id. */
  async startedAnew(job: Job, link: Link): Promise<Job> {
    const { claim } = job;
    await this.database.transaction(async () => {
      await this.links.retire(link);
      await this.deliveries.startAnew(claim);
    });
    const anew = { ...claim, generation: claim.generation + 1, delivered: {}, deliveredOrigin: {}, uncertain: [], told: [], deliveredVersion: null, deliveredAt: null };
    return { ...job, claim: anew, link: undefined, shown: undefined, replaces: link.vendorContactId };
  }

  async closed(job: Job, link: Link): Promise<void> {
    await this.finish(job, {
      end: { state: 'closed', reason: closedCode(link.closed), againInMs: null, attempts: 0, intent: null },
      vendorContactId: link.vendorContactId,
      // Nobody asked for anything that was not done.
      entries: job.claim.archived ? [] : [info(`${this.name(job.claim)} was not sent: the record at ${this.connector.title} takes no more changes`, 'link-closed')],
    });
  }

  async gone(job: Job, link: Link, { reason }: Gone): Promise<void> {
    const code = closedCode(reason);
    await this.database.transaction(async () => {
      await this.links.close(job.claim.clubId, link.vendorContactId, reason);
      await this.finish(job, {
        end: { state: 'closed', reason: code, againInMs: null, attempts: 0, intent: null },
        vendorContactId: link.vendorContactId,
        // Archived here and deleted there: both sides are as somebody wanted.
        entries: job.claim.archived && reason === 'deleted' ? [] : [warning(`${this.name(job.claim)} takes no more changes at ${this.connector.title}`, { code, detail: `The record is ${reason} there. It stays known for matching; no second one is made.` })],
      });
    });
  }

  /** Data the vendor will never take, or a fault of ours: waits for a person or for the next save. An open create stays open. */
  async parked(job: Job, code: string, detail: string): Promise<void> {
    const summary = `${this.name(job.claim)} was not saved at ${this.connector.title}`;
    await this.finish(job, {
      end: { state: 'parked', reason: code, lastError: detail, againInMs: null, attempts: job.claim.attempts + 1 },
      entries: [failure(summary, code, detail, 'Correct the contact in InTouch and save it again, or retry the parked delivery.')],
    });
  }

  async refused(sending: Sending, refusal: { readonly code: string; readonly detail: string }): Promise<void> {
    await this.parked(sending, refusal.code, refusal.detail);
  }

  /** Tried again by itself; the log says nothing, the contact's delivery tells why it waits. */
  async retry(job: Job, inMs: number, error: string): Promise<void> {
    await this.finish(job, { end: { state: 'pending', lastError: error, againInMs: inMs, attempts: job.claim.attempts + 1 } });
  }

  async unanswered(sending: Sending, intent: StoredIntent, inMs: number, error: Unavailable): Promise<void> {
    await this.finish(sending, { end: { state: 'pending', lastError: sending.club.hide(error.message), againInMs: inMs, attempts: sending.claim.attempts + 1, intent } });
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

  async waiting(job: Job, since: Date | null, now: Date, inMs: number, reviewOpen: boolean): Promise<void> {
    const lastError = reviewOpen ? 'a similar record at the vendor waits for a review' : 'a similar record at the vendor is being matched';
    const end: DeliveryEnd = { state: 'pending', reason: 'possible-match', lastError, againInMs: inMs, lookalikeSince: (since ?? now).toISOString() };
    // Told once; after that it only looks whether the answer is there.
    if (since === null) await this.finish(job, { end });
    else await this.deliveries.end(job.claim, end);
  }

  async warn({ claim, trace }: Sending, vendorContactId: string | null, warnings: readonly Warning[]): Promise<void> {
    const about = { clubId: claim.clubId, vendor: this.connector.vendor, contactId: claim.contactId, vendorContactId };
    await this.outbox.add(this.warnings(claim, warnings).map((entry) => activity(about, trace, entry)));
  }

  private async upToDate(sending: Sending, link: Link, fitted: Fitted, wrote: boolean, said: readonly LogEntry[], more: readonly Warning[]): Promise<void> {
    const { claim } = sending;
    const { createOnly } = this.connector.outbound;
    const relevant = fitted.warnings.filter(({ key }) => key === undefined || !(key in createOnly));
    await this.finish(sending, {
      end: {
        state: 'delivered', againInMs: null, attempts: 0, intent: null, lookalikeSince: null, deliveredVersion: claim.version, wrote,
        delivered: { ...claim.delivered, ...fitted.content }, deliveredOrigin: originOf(claim), told: relevant.map(telling),
        // A value that could not be sent at all leaves the vendor with whatever it had.
        uncertain: claim.uncertain.filter((key) => !(key in fitted.content)),
      },
      vendorContactId: link.vendorContactId,
      entries: [...said, ...this.warnings(claim, [...news(relevant, claim.told), ...originWarnings(this.connector, claim), ...more])],
    });
  }

  /** Both sides had changed the same: what was lost, with both values, since one of them is nowhere else by now. */
  private losers({ claim }: Sending, { kept, replaced }: Settled): LogEntry[] {
    const { title } = this.connector;
    const both = (lost: readonly Overruled[]): string => lost.map(({ key, inTouch, vendor }) => `${key}: "${inTouch ?? ''}" in InTouch, "${vendor ?? ''}" at ${title}.`).join(' ');
    return [
      ...(kept.length === 0 ? [] : [warning(`${this.name(claim)}: ${title}'s later change stays, InTouch's was not sent`, {
        code: 'newer-at-vendor', detail: `Both sides changed it; the one made at ${title} is the later. ${both(kept)}`, howToFix: 'If InTouch is right, save the contact once more.',
      })]),
      ...(replaced.length === 0 ? [] : [info(`${this.name(claim)}: InTouch's later change replaced one made at ${title}`, 'newer-in-intouch', `Both sides changed it; the one made in InTouch is the later. ${both(replaced)}`)]),
    ];
  }

  private async link({ clubId, contactId }: ClaimedDelivery, vendorContactId: string, how: 'created' | 'adopted'): Promise<Linking> {
    const wanted = { clubId, contactId, vendorContactId, how };
    if ((await this.links.linkFresh([wanted])).size === 1) return { outcome: 'linked', role: 'live', replaced: null, known: false };
    return this.links.link({ ...wanted, outranks: false });
  }

  /** The vendor's id belongs to somebody else. A create that answers it is the vendor's fault; a record found was not ours. */
  private async notOurs(sending: Sending, vendorContactId: string, holder: string, how: 'created' | 'repeated' | 'adopted'): Promise<void> {
    if (how === 'adopted') {
      await this.notThere(sending.claim);
      return;
    }
    await this.deliveries.forgetIntent(sending.claim);
    await this.parked(sending, 'vendor-fault', `${this.connector.title} answered the create with ${vendorContactId}, which is linked to contact ${holder}.`);
  }

  private async finish(job: Job & { readonly trace?: Trace }, { end, vendorContactId = undefined, entries = [], events = [] }: Ending): Promise<void> {
    const { claim } = job;
    const trace = job.trace ?? { requestId: claim.requestId ?? undefined };
    await this.database.transaction(async () => {
      const mine = await this.deliveries.end(claim, end);
      if (!mine && events.length === 0) return;
      const about = { clubId: claim.clubId, vendor: this.connector.vendor, contactId: claim.contactId, vendorContactId: vendorContactId ?? null };
      const [first = null, ...rest] = entries;
      await this.outbox.add([...events, activity(about, trace, first, mine ? deliveryState(claim, end) : null), ...rest.map((entry) => activity(about, trace, entry))]);
    });
  }

  private warnings(claim: ClaimedDelivery, warnings: readonly Warning[]): LogEntry[] {
    return warnings.map((it) => warning(`${this.name(claim)}: saved at ${this.connector.title}, but something was left out`, it));
  }

  /** A contact that was archived before it was ever saved has none. */
  private name({ contact, contactId }: ClaimedDelivery): string {
    return contact ? `${contact.firstName} ${contact.lastName}` : contactId;
  }
}

function closedCode(reason: string | null): string {
  if (reason === 'archived') return 'archived';
  return reason === 'converted' || reason === 'merged' ? `${reason}-at-vendor` : 'deleted-at-vendor';
}

function hidden(warnings: readonly Warning[], hide: Hide): Warning[] {
  return warnings.map((it) => ({ ...it, detail: hide(it.detail) }));
}
