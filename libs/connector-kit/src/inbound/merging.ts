import { Inject, Injectable } from '@nestjs/common';
import { topics } from '@intouch/contracts';
import { Outbox, outgoing, type Outgoing } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { AnyConnector } from '../define-connector.js';
import { Reconciler } from '../delivery/reconciler.js';
import { WakingStore } from '../store/waking.store.js';
import { LinkStore, type Linking } from '../store/link.store.js';
import type { Run } from '../store/run.store.js';
import { SeenStore } from '../store/seen.store.js';
import { CONNECTOR } from '../tokens.js';
import type { Merger } from './report-record.js';
import { RunEvents } from './run-events.js';

/**
 * Records that were merged away at the vendor: their link goes to the record that stands for both now, and where that is
 * somebody else's it is closed. Inside the run's transaction, before anything of the same lot is reported: the record that stays
 * is to be found under its link.
 */
@Injectable()
export class Merging {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(LinkStore) private readonly links: LinkStore,
    @Inject(WakingStore) private readonly deliveries: WakingStore,
    @Inject(SeenStore) private readonly seen: SeenStore,
    @Inject(Reconciler) private readonly reconciler: Reconciler,
    @Inject(RunEvents) private readonly events: RunEvents,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  async follow(run: Run, mergers: readonly Merger[]): Promise<void> {
    const { clubId } = run;
    await this.seen.resemblesNobody(clubId, mergers.map(({ vendorContactId }) => vendorContactId));
    const linked = mergers.flatMap(({ link, into }) => (link ? [{ link, into, wanted: { clubId, contactId: link.contactId, vendorContactId: into, how: 'adopted' as const, outranks: link.live } }] : []));
    await this.links.lock(linked.map(({ wanted }) => wanted));
    const moved: { clubId: string; contactId: string }[] = [];
    // People merge records by twos: there are never many.
    for (const { link, into, wanted } of linked) {
      const linking = await this.links.link(wanted);
      await this.links.close(clubId, link.vendorContactId, 'merged');
      if (linking.outcome === 'linked') moved.push(link);
      await this.outbox.add(this.told(run, link, into, linking));
    }
    await this.deliveries.followLink(moved, this.connector.outbound.ridesAlong ?? []);
    this.database.afterCommit(() => this.reconciler.wake());
  }

  private told(run: Run, { contactId, vendorContactId }: NonNullable<Merger['link']>, into: string, linking: Linking): Outgoing[] {
    const { title, vendor } = this.connector;
    const what = `${vendorContactId} was merged into ${into} at ${title}.`;
    const [detail, howToFix] = linking.outcome === 'linked'
      ? [`${what} The contact is linked to that one from now on, and still found under the old id.`, null]
      : [`${what} That one is linked to contact ${linking.holder}: this contact's link is closed, and nothing is sent to it any more.`, `If contacts ${contactId} and ${linking.holder} are one person, merge them in InTouch.`];
    const warning = this.events.line(run, { level: 'WARNING', summary: `Two records were merged at ${title}`, reason: 'merged-at-vendor', detail, howToFix }, { contactId, vendorContactId });
    if (linking.outcome !== 'linked' || linking.known) return [warning];
    const { role, replaced } = linking;
    const link = { clubId: run.clubId, contactId, vendor, vendorContactId: into, how: 'adopted' as const, role, replaced, linkedAt: new Date().toISOString() };
    return [outgoing(topics.contactLinked, link, { requestId: run.runId }), warning];
  }
}
