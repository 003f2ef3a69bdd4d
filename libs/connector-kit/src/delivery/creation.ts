import { Inject, Injectable } from '@nestjs/common';
import type { AnyConnector, Created, Fitted, FittedValue, Settling } from '../define-connector.js';
import { ReservationTaken, Unavailable, VendorError } from '../errors.js';
import type { StoredIntent } from '../store/delivery.store.js';
import { LinkStore } from '../store/link.store.js';
import { CLOCK, CONNECTOR, type Clock } from '../tokens.js';
import { CreateTurns } from '../wire/create-turn.js';
import { Leases } from './leases.js';
import { Recorder } from './recorder.js';
import { leaseMsOf, originOf, type Job, type Sending } from './sending.js';

const reservationsAtMost = 5;
const looksAtMost = 2;

/**
 * Creates are not idempotent anywhere. So a create is written down before it is sent; where no answer came, the record
 * is looked for (twice, `reconcileDelayMs` apart) and adopted before another create is thought of.
 */
@Injectable()
export class Creation {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Leases) private readonly leases: Leases,
    @Inject(LinkStore) private readonly links: LinkStore,
    @Inject(CreateTurns) private readonly turns: CreateTurns,
    @Inject(Recorder) private readonly recorder: Recorder,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async create(sending: Sending, job: Job, fitted: Fitted): Promise<void> {
    const created = await this.inTurn(sending, () => this.reserveAndCreate(sending, job, fitted));
    if (!created) return;
    const { content, warnings } = fitted;
    await this.recorder.created(sending, { content, warnings, origin: originOf(sending.claim) }, created, 'created');
    await this.addTo(sending, content, created.vendorContactId);
  }

  /**
   * After a create whose answer never came. Answers whether the vendor was spoken to.
   * @param mayRepeat false: the contact is not to be sent any more; the record is only looked for
   */
  async settle(sending: Sending, job: Job, intent: StoredIntent, mayRepeat: boolean): Promise<boolean> {
    const { claim, club, facts } = sending;
    const wait = Date.parse(intent.settleFrom) - this.clock().getTime();
    if (wait > 0) {
      await this.recorder.later(claim, wait);
      return false;
    }
    const look = intent.looks + 1;
    // Looking may repeat the create where the vendor makes that safe: so it is written down again first.
    if (!(await this.leases.confirm(job, { intent: { ...intent, settleFrom: this.inMs(leaseMsOf(sending.integration) + this.delayMs(sending)) }, unlinked: true }))) return false;
    const settling: Settling = { intent, look, now: this.clock(), mayRepeat, free: (ids) => this.free(claim.clubId, ids) };
    let found: Created | null;
    try {
      found = await this.inTurn(sending, () => this.connector.outbound.settle(club.client, settling, facts));
    } catch (error) {
      // An answer came, or surely none will: the time to look is known again.
      const lost = error instanceof Unavailable && error.ambiguous;
      if (error instanceof VendorError) await this.leases.confirm(job, { intent: lost ? { ...intent, settleFrom: this.inMs(this.delayMs(sending)) } : intent });
      throw error;
    }
    if (found) {
      await this.recorder.created(sending, intent, found, found.repeated ? 'repeated' : 'adopted');
      await this.addTo(sending, intent.content, found.vendorContactId);
    } else if (look >= looksAtMost) await this.recorder.notThere(claim);
    else await this.recorder.lookAgain(claim, { ...intent, looks: look, settleFrom: this.inMs(this.delayMs(sending)) }, this.delayMs(sending));
    return true;
  }

  private async reserveAndCreate(sending: Sending, job: Job, { content, warnings }: Fitted): Promise<Created | undefined> {
    const { outbound } = this.connector;
    const { claim, club, facts } = sending;
    const origin = originOf(claim);
    const firstTriedAt = this.inMs(0);
    for (let round = 1; ; round += 1) {
      const reserved: FittedValue = outbound.reserve ? await outbound.reserve(club.client, facts) : null;
      const settleFrom = this.inMs(leaseMsOf(sending.integration) + this.delayMs(sending));
      const intent: StoredIntent = { content, warnings, reserved, firstTriedAt, origin, looks: 0, settleFrom };
      if (!(await this.leases.confirm(job, { intent, unlinked: true }))) return undefined;
      try {
        return await outbound.create(club.client, intent, facts, (ids) => this.free(claim.clubId, ids));
      } catch (error) {
        // A fault of ours says nothing about what the vendor stored: the intent stays.
        if (!(error instanceof VendorError)) throw error;
        if (error instanceof Unavailable && error.ambiguous) {
          const firstLookInMs = outbound.looksAtOnce ? 0 : this.delayMs(sending);
          await this.recorder.unanswered(sending, { ...intent, settleFrom: this.inMs(firstLookInMs) }, firstLookInMs, error);
          throw new Unanswered(error);
        }
        // The vendor said no: nothing was stored, nothing is to be looked for.
        if (!(await this.leases.confirm(job, { intent: null }))) return undefined;
        if (!(error instanceof ReservationTaken)) throw error;
        if (round === reservationsAtMost) throw new Unavailable('what was reserved was taken again and again', false);
      }
    }
  }

  private async inTurn<T>({ integration }: Sending, work: () => Promise<T>): Promise<T> {
    return this.connector.outbound.oneCreateAtATime ? this.turns.run(integration.account, work) : work();
  }

  private async free(clubId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const held = await this.links.holders(clubId, ids);
    return new Set(ids.filter((id) => !held.has(id)));
  }

  /** The record stands whatever becomes of this: it is told, never a reason to create again. */
  private async addTo(sending: Sending, content: Fitted['content'], vendorContactId: string): Promise<void> {
    const { club, facts } = sending;
    const { afterCreate } = this.connector.outbound;
    if (!afterCreate) return;
    const warnings = await afterCreate(club.client, vendorContactId, content, facts).catch((error: Error) => [
      { code: 'note-not-sent', detail: `The notes could not be added: ${club.hide(error.message)}` },
    ]);
    await this.recorder.warn(sending, vendorContactId, warnings);
  }

  /** When the record may be looked for: after the deadline of an answer that is still open, and the vendor's lag. */
  private inMs(ms: number): string {
    return new Date(this.clock().getTime() + ms).toISOString();
  }

  private delayMs({ integration }: Sending): number {
    return Number(integration.settings['reconcileDelayMs'] ?? 30_000);
  }
}

/** An outage that has already been recorded with its intent; the breaker still wants to hear of it. */
export class Unanswered extends Unavailable {
  constructor(readonly first: Unavailable) {
    super(first.message, true);
  }
}
