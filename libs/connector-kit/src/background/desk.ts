import { Inject, Injectable } from '@nestjs/common';
import { topics, type IntegrationCheckRequested, type LookupsRequested } from '@intouch/contracts';
import { Outbox, outgoing } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { CannotDecrypt, ServiceLog, type BackgroundWork } from '@intouch/service';
import { ClubAccess } from '../club-access.js';
import { describeFault } from '../describe-fault.js';
import type { AnyConnector, Finding } from '../define-connector.js';
import { SlowingDown } from '../delivery/slowing-down.js';
import { Suspensions } from '../delivery/suspensions.js';
import { Reconciler } from '../delivery/reconciler.js';
import { Throttled, Unauthorized, Unavailable, VendorError } from '../errors.js';
import { LinksByHand } from '../lookups/links-by-hand.js';
import { LookupMatching } from '../lookups/lookup-matching.js';
import { IntegrationStore, type Integration } from '../store/integration.store.js';
import { LookupStore, type DueLookups } from '../store/lookup.store.js';
import { RequestStore, type DeskRequest } from '../store/request.store.js';
import { CONNECTOR } from '../tokens.js';
import { WakeableLoop } from './wakeable-loop.js';

const hourMs = 3_600_000;
const leaseMs = 120_000;
/** A vendor that does not answer is asked again for its lists this soon. */
const againAfterFailureMs = 30_000;
/** What is away for longer than this says so. */
const outageMs = 60_000;
/** Matching a club takes less; an instance that died over it has its clubs taken over after this. */
const matchingLeaseMs = 60_000;
const atOnce = 8;

/** What people ask for and what is due by the hour: access checks, links by hand, matching of staff and sources, probes. */
@Injectable()
export class Desk implements BackgroundWork {
  private readonly loop: WakeableLoop;
  private readonly active = new Set<Promise<void>>();

  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(RequestStore) private readonly requests: RequestStore,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(LookupStore) private readonly lookups: LookupStore,
    @Inject(LookupMatching) private readonly matching: LookupMatching,
    @Inject(LinksByHand) private readonly byHand: LinksByHand,
    @Inject(ClubAccess) private readonly access: ClubAccess,
    @Inject(SlowingDown) private readonly slowing: SlowingDown,
    @Inject(Suspensions) private readonly suspensions: Suspensions,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(ServiceLog) private readonly log: ServiceLog,
  ) {
    this.loop = new WakeableLoop('desk', () => this.look(), log);
  }

  start(): void {
    this.loop.start();
  }

  wake(inMs = 0): void {
    this.loop.wake(inMs);
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    await Promise.all(this.active);
  }

  private async look(): Promise<number | null> {
    for (const request of await this.requests.claim(Math.max(0, atOnce - this.active.size), leaseMs)) this.begin(() => this.answer(request));
    for (const due of await this.lookups.claimDue(matchingLeaseMs)) this.begin(() => this.matchOnTime(due));
    for (const clubId of await this.integrations.dueProbes()) this.begin(() => this.probe(clubId));
    return null;
  }

  private begin(work: () => Promise<void>): void {
    const running: Promise<void> = work()
      .catch((error: Error) => this.log.warn(describeFault(error), 'desk work failed and is tried again'))
      .finally(() => this.active.delete(running));
    this.active.add(running);
  }

  private async answer(request: DeskRequest): Promise<void> {
    if (request.kind === 'check') await this.check(request.body as unknown as IntegrationCheckRequested);
    else await this.workOnLookups(request.body as unknown as LookupsRequested);
    await this.requests.done(request.requestId);
    this.reconciler.wake();
  }

  private async check({ requestId, clubId, vendor }: IntegrationCheckRequested): Promise<void> {
    const integration = await this.integrations.one(clubId);
    const problems: readonly Finding[] = integration ? await this.problems(integration) : [{ code: 'not-configured', detail: 'The connector does not know this integration.', howToFix: 'Save the integration again.' }];
    await this.database.transaction(async () => {
      const ok = problems.every(({ harmless }) => harmless === true);
      if (integration && ok) await this.suspensions.lift(integration);
      const told = problems.map(({ code, detail, howToFix }) => ({ code, detail, howToFix }));
      await this.outbox.add([outgoing(topics.integrationChecked, { requestId, clubId, vendor, ok, problems: told })]);
    });
  }

  private async problems(integration: Integration): Promise<readonly Finding[]> {
    try {
      return await (await this.access.open(integration)).check();
    } catch (error) {
      if (error instanceof Unauthorized) {
        const howToFix = error.scope === 'club' ? 'Ask the vendor to enable this club, or correct its number.' : 'Correct the credentials, the address or the port.';
        return [{ code: error.code, detail: error.message, howToFix }];
      }
      if (error instanceof CannotDecrypt) return [{ code: 'credentials-refused', detail: error.message, howToFix: 'Save the credentials again.' }];
      if (error instanceof Throttled) return [{ code: 'throttled', detail: 'The vendor asks to slow down.', howToFix: 'Try again in a minute.' }];
      if (error instanceof VendorError) return [{ code: 'vendor-unavailable', detail: error.message, howToFix: 'Check the address and the port; try again later.' }];
      throw error;
    }
  }

  private async workOnLookups(request: LookupsRequested): Promise<void> {
    const { requestId, clubId, action, runId } = request;
    const integration = await this.integrations.one(clubId);
    if (!integration) return;
    if (action !== 'resync') return this.matching.report(clubId, requestId, await this.byHand.apply(request), { requestId });
    const run = { runId: runId ?? requestId, clubId, vendor: this.connector.vendor, kind: 'lookups' as const, at: new Date().toISOString(), items: [] };
    try {
      const { looked, linked } = await this.matching.match(integration, { requestId });
      await this.database.transaction(async () => {
        await this.outbox.add([outgoing(topics.runProgressed, { ...run, counts: { read: looked, updated: linked, unchanged: looked - linked }, phase: 'read-all' as const, failure: null })]);
        await this.matching.report(clubId, requestId, null, { requestId });
      });
    } catch (error) {
      await this.putOff(integration, error as Error);
      await this.outbox.add([outgoing(topics.runProgressed, { ...run, counts: {}, phase: 'failed' as const, failure: (error as Error).message })]);
    }
  }

  private async matchOnTime({ clubId, until }: DueLookups): Promise<void> {
    const integration = await this.integrations.one(clubId);
    // The club's own event has not come yet.
    if (!integration?.club) return this.lookups.due([clubId], 1_000);
    try {
      await this.matching.match(integration);
      await this.lookups.matched(clubId, until, hourMs);
      this.reconciler.wake();
    } catch (error) {
      await this.putOff(integration, error as Error);
    }
  }

  /** A vendor that does not give its lists is asked again later. @throws what is a fault of ours */
  private async putOff(integration: Integration, error: Error): Promise<void> {
    if (!(error instanceof VendorError) && !(error instanceof CannotDecrypt)) throw error;
    if (error instanceof Unauthorized) await this.suspensions.suspend(integration, error);
    if (error instanceof Throttled) await this.slowing.hold(integration, error);
    const isLong = error instanceof Unavailable && error.longestWaitMs > outageMs;
    await this.lookups.due([integration.clubId], isLong ? error.longestWaitMs : againAfterFailureMs);
  }

  /** A suspended scope is tried again with calls that only read. */
  private async probe(clubId: string): Promise<void> {
    const integration = await this.integrations.one(clubId);
    if (!integration || !(await this.problems(integration)).every(({ harmless }) => harmless === true)) return;
    if (await this.suspensions.lift(integration)) this.reconciler.wake();
  }
}
