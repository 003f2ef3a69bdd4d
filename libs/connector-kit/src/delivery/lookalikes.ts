import { Inject, Injectable } from '@nestjs/common';
import { outsideRuns, topics } from '@intouch/contracts';
import { Outbox, outgoing } from '@intouch/messaging';
import { findMatch, keysOf, type Candidate } from '@intouch/smart-match';
import type { AnyConnector } from '../define-connector.js';
import { SeenStore, type Lookalike } from '../store/seen.store.js';
import { CLOCK, CONNECTOR, type Clock } from '../tokens.js';
import { Recorder } from './recorder.js';
import type { Sending } from './sending.js';

/** The matcher answers in well under a second; by then it is away for long, or saw a second candidate and nothing to decide. */
const matchWaitMs = 60_000;
/** A doubtful one leads to a review, or to nothing where no option could change anybody. */
const doubtWaitMs = 15_000;
const checkMs = 500;
const reviewCheckMs = 30_000;

/**
 * No second record for a person the vendor already showed us: such a record is reported once more, and the create waits for
 * the link (or the review) that the matcher makes of it.
 */
@Injectable()
export class Lookalikes {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(SeenStore) private readonly seen: SeenStore,
    @Inject(Recorder) private readonly recorder: Recorder,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async waitsFor(sending: Sending): Promise<boolean> {
    if (!this.connector.inbound) return false;
    const { claim, trace } = sending;
    const hit = await this.hit(sending);
    if (!hit) return false;
    const { lookalike, sure } = hit;
    const since = claim.lookalikeSince ? new Date(claim.lookalikeSince) : null;
    const waited = since ? this.clock().getTime() - since.getTime() : 0;
    if (!lookalike.reviewOpen && waited > (sure ? matchWaitMs : doubtWaitMs)) return false;
    if (!since) {
      const { position: _ofItsRun, ...report } = lookalike.report;
      await this.outbox.add([outgoing(topics.contactReported, { ...report, runId: outsideRuns, dryRun: false }, trace)]);
    }
    await this.recorder.waiting(sending, since, this.clock(), lookalike.reviewOpen ? reviewCheckMs : checkMs, lookalike.reviewOpen);
    return true;
  }

  /** By Smart Match's own rules, with this contact as the only candidate. `sure`: they would match it without a person. */
  private async hit({ claim, integration }: Sending): Promise<{ readonly lookalike: Lookalike; readonly sure: boolean } | undefined> {
    const { clubId, contactId, contact } = claim;
    const { country } = integration.club!;
    const keys = keysOf(contact, { country, asOf: this.clock().toISOString() });
    const lookalikes = await this.seen.resembling(clubId, keys);
    const self: Candidate = { contactId, status: contact.status, keys, linkedIds: [], aliasIds: [], archived: false };
    const hits = lookalikes.flatMap((lookalike) => {
      const { report } = lookalike;
      const reported = { ...keysOf(report.fields, { country, asOf: report.stamp }), vendor: report.vendor, vendorContactId: report.vendorContactId };
      const { by } = findMatch(reported, [self], integration.options);
      return by === 'none' ? [] : [{ lookalike, sure: by === 'tier' }];
    });
    return hits.find(({ sure }) => sure) ?? hits.find(({ lookalike }) => lookalike.reviewOpen) ?? hits[0];
  }
}
