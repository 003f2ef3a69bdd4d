import { Inject, Injectable } from '@nestjs/common';
import { topics } from '@intouch/contracts';
import { Outbox, outgoing } from '@intouch/messaging';
import { keysOf } from '@intouch/smart-match';
import type { AnyConnector, Created, Fitted, FittedValue } from '../define-connector.js';
import { ReservationTaken, Unavailable } from '../errors.js';
import { DeliveryStore, type ClaimedDelivery, type StoredIntent } from '../store/delivery.store.js';
import { LinkStore } from '../store/link.store.js';
import { SeenStore } from '../store/seen.store.js';
import { CLOCK, CONNECTOR, type Clock } from '../tokens.js';
import { CreateTurns } from '../wire/create-turn.js';
import { leaseMsOf, type Sending } from './sending.js';
import { Recorder } from './recorder.js';

const reservationsAtMost = 5;
/** A lookalike that leads to neither a link nor a review by then is somebody else after all. */
const lookalikeWaitMs = 20_000;
const lookalikeCheckMs = 500;

/**
 * Creates are not idempotent anywhere. So a create is written down before it is sent; where no answer came, the record
 * is looked for (twice, `reconcileDelayMs` apart) and adopted before another create is thought of.
 */
@Injectable()
export class Creation {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(DeliveryStore) private readonly deliveries: DeliveryStore,
    @Inject(LinkStore) private readonly links: LinkStore,
    @Inject(SeenStore) private readonly seen: SeenStore,
    @Inject(CreateTurns) private readonly turns: CreateTurns,
    @Inject(Recorder) private readonly recorder: Recorder,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * No second record for a person the vendor already showed us: such a record is reported once more, and the create waits
   * for the link (or the review) that the matcher makes of it.
   */
  async waitsForLookalike({ claim, integration, trace }: Sending): Promise<boolean> {
    if (!this.connector.inbound) return false;
    const keys = keysOf(claim.contact, { country: integration.club!.country, asOf: this.clock().toISOString() });
    const lookalike = await this.seen.resembling(claim.clubId, keys, integration.options.birthDateVeto);
    if (!lookalike) return false;
    const since = claim.lookalikeSince ? new Date(claim.lookalikeSince) : null;
    const waited = since ? this.clock().getTime() - since.getTime() : 0;
    if (since && !lookalike.reviewOpen && waited > lookalikeWaitMs) return false;
    if (!since) await this.outbox.add([outgoing(topics.contactReported, { ...lookalike.report, runId: 'lookalike', dryRun: false }, trace)]);
    await this.recorder.waiting(claim, since ?? this.clock(), lookalike.reviewOpen ? 30_000 : lookalikeCheckMs, lookalike.reviewOpen);
    return true;
  }

  async create(sending: Sending, fitted: Fitted): Promise<void> {
    const { integration } = sending;
    const created = this.connector.outbound.oneCreateAtATime
      ? await this.turns.run(integration.account, () => this.reserveAndCreate(sending, fitted))
      : await this.reserveAndCreate(sending, fitted);
    if (created) await this.finish(sending, fitted, created, 'created');
  }

  /** After a create whose answer never came. Answers whether the vendor was spoken to. */
  async settle(sending: Sending, intent: StoredIntent): Promise<boolean> {
    const { claim, club, facts, integration } = sending;
    const now = this.clock().getTime();
    const from = Date.parse(intent.settleFrom);
    if (now < from) {
      await this.recorder.later(claim, from - now);
      return false;
    }

    const look = intent.looks + 1;
    // Looking may repeat the create where the vendor makes that safe: so it is written down again first.
    const written: StoredIntent = { ...intent, settleFrom: this.settleFrom(sending, true) };
    if (!(await this.deliveries.stillMine(claim, leaseMsOf(integration), { intent: written, unlinked: true }))) return false;
    const free = async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
      const held = await this.links.holders(claim.clubId, ids);
      return new Set(ids.filter((id) => !held.has(id)));
    };
    const attempt = async (): Promise<Created | null> => this.connector.outbound.settle(club.client, intent, look, free, facts);
    const found = this.connector.outbound.oneCreateAtATime ? await this.turns.run(integration.account, attempt) : await attempt();
    if (found) {
      await this.finish(sending, { content: intent.content, warnings: [] }, found, found.repeated ? 'created' : 'adopted', intent);
      return true;
    }
    const delay = this.reconcileDelayMs(sending);
    if (look >= 2) await this.recorder.notThere(claim);
    else await this.recorder.lookAgain(claim, { ...intent, looks: look, settleFrom: new Date(now + delay).toISOString() }, delay);
    return true;
  }

  private async reserveAndCreate(sending: Sending, fitted: Fitted): Promise<Created | undefined> {
    const { outbound } = this.connector;
    const { claim, club, facts, integration } = sending;
    for (let round = 1; ; round += 1) {
      const reserved: FittedValue = outbound.reserve ? await outbound.reserve(club.client, facts) : null;
      const intent: StoredIntent = { content: fitted.content, reserved, looks: 0, settleFrom: this.settleFrom(sending, true), origin: originOf(claim) };
      if (!(await this.deliveries.stillMine(claim, leaseMsOf(integration), { intent, unlinked: true }))) return undefined;
      try {
        return await outbound.create(club.client, intent, facts);
      } catch (error) {
        if (error instanceof ReservationTaken && round < reservationsAtMost) continue;
        if (error instanceof ReservationTaken) throw new Unavailable('what was reserved was taken again and again', false);
        if (error instanceof Unavailable && error.ambiguous) {
          await this.recorder.unanswered(claim, { ...intent, settleFrom: this.settleFrom(sending, false) }, this.reconcileDelayMs(sending), error);
          throw new Unanswered(error);
        }
        // The vendor said no: nothing was stored, nothing is to be looked for.
        await this.deliveries.stillMine(claim, leaseMsOf(integration), { intent: null });
        throw error;
      }
    }
  }

  private async finish(sending: Sending, fitted: Fitted, created: Created, how: 'created' | 'adopted', intent?: StoredIntent): Promise<void> {
    await this.recorder.created(sending, fitted, created, how, intent?.origin ?? originOf(sending.claim));
    const { afterCreate } = this.connector.outbound;
    if (!afterCreate) return;
    const { club, facts, claim } = sending;
    // The record stands whatever becomes of this: it is told, never a reason to create again.
    const warnings = await afterCreate(club.client, created.vendorContactId, fitted.content, facts).catch((error: Error) => [
      { code: 'note-not-sent', detail: `The notes could not be added: ${club.hide(error.message)}` },
    ]);
    await this.recorder.warn(claim, sending.trace, created.vendorContactId, warnings);
  }

  /** When the record may be looked for: after its answer's deadline where that is still open, and the vendor's lag. */
  private settleFrom(sending: Sending, answerOpen: boolean): string {
    const timeout = answerOpen ? leaseMsOf(sending.integration) : 0;
    return new Date(this.clock().getTime() + timeout + this.reconcileDelayMs(sending)).toISOString();
  }

  private reconcileDelayMs({ integration }: Sending): number {
    return Number(integration.settings['reconcileDelayMs'] ?? 30_000);
  }
}

/** An outage that has already been recorded with its intent; the breaker still wants to hear of it. */
export class Unanswered extends Unavailable {
  constructor(readonly first: Unavailable) {
    super(first.message, true);
  }
}

export function originOf({ contact }: ClaimedDelivery): Record<string, FittedValue> {
  return { ownerStaffId: contact.ownerStaffId ?? null, leadSourceId: contact.leadSourceId ?? null };
}
