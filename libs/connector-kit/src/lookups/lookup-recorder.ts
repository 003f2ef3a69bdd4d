import { Inject, Injectable } from '@nestjs/common';
import type { LookupRefusal, LookupKind } from '@intouch/contracts';
import { Outbox, type Trace } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { AnyConnector } from '../define-connector.js';
import { activity, info, warning } from '../delivery/activity.js';
import { WakingStore } from '../store/waking.store.js';
import { LookupStore, type Lookup, type LookupChange } from '../store/lookup.store.js';
import { CONNECTOR } from '../tokens.js';
import type { LookupResult } from './match-lookups.js';

/** Writes down how staff and lead sources are linked, with history and log, and lets the leads follow that went without. */
@Injectable()
export class LookupRecorder {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(LookupStore) private readonly lookups: LookupStore,
    @Inject(WakingStore) private readonly deliveries: WakingStore,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** Answers how many links were made. */
  async matched(own: readonly Lookup[], results: ReadonlyMap<string, LookupResult>, trace: Trace): Promise<number> {
    const news = own.flatMap((before) => {
      const result = results.get(before.id);
      const same = !result || (before.vendorId === result.vendorId && before.status === result.status && before.detail === result.detail);
      return same ? [] : [{ before, undoneVendorId: before.undoneVendorId, ...result }];
    });
    const isCreated = ({ status, before }: LookupChange): boolean => status === 'created' && before.vendorId === null;
    const written = [
      ...(await this.lookups.change(news.filter(isCreated), 'created')),
      ...(await this.lookups.change(news.filter((it) => !isCreated(it)), 'matched')),
    ];
    const linked = written.filter(({ before, vendorId }) => vendorId !== null && vendorId !== before.vendorId);
    await this.follow(linked);
    await this.tell(linked, trace);
    await this.warn(written, results, trace);
    return linked.length;
  }

  /** The vendor no longer takes the id; the delivery it was refused to tells of it. */
  async refused(before: Lookup, trace: Trace): Promise<void> {
    const { title, vendor } = this.connector;
    await this.database.transaction(async () => {
      const detail = `${title} no longer takes ${before.vendorId}; looked for again with the next list.`;
      const written = await this.lookups.change([{ before, vendorId: null, status: 'not-found', detail, undoneVendorId: before.undoneVendorId }], 'refused');
      if (written.length === 0) return;
      const entry = warning(`${before.name} is not linked at ${title} any more`, { code: 'link-refused', detail, howToFix: `Look at ${before.name} at ${title}.` });
      await this.outbox.add([activity({ clubId: before.clubId, vendor }, trace, entry)]);
    });
  }

  async linkByHand(clubId: string, kind: LookupKind, id: string, vendorId: string): Promise<LookupRefusal | null> {
    return this.database.transaction(async () => {
      const before = await this.lookups.locked(clubId, kind, id);
      if (!before) return { code: 'not-found', detail: `InTouch has not published ${kind === 'staff' ? 'a staff member' : 'a lead source'} with this id.`, holder: null };
      await this.follow(await this.lookups.change([{ before, vendorId, status: 'matched', detail: 'Linked by hand.', undoneVendorId: null }], 'by-hand'));
      return null;
    });
  }

  /** Sends nothing: what was delivered stays as it is. The same pair is linked again only by hand. */
  async unlinkByHand(clubId: string, kind: LookupKind, id: string): Promise<LookupRefusal | null> {
    return this.database.transaction(async () => {
      const before = await this.lookups.locked(clubId, kind, id);
      if (!before?.vendorId) return { code: 'not-found', detail: 'Nothing is linked under this id.', holder: null };
      await this.lookups.change([{ before, vendorId: null, status: 'not-found', detail: 'Unlinked by hand.', undoneVendorId: before.vendorId }], 'by-hand');
      return null;
    });
  }

  /** Leads that went out without them are due again. */
  private async follow(linked: readonly LookupChange[]): Promise<void> {
    for (const [kind, field] of [['staff', 'ownerStaffId'], ['lead-sources', 'leadSourceId']] as const) {
      const ids = linked.filter(({ before }) => before.kind === kind).map(({ before }) => before.id);
      if (ids.length > 0) await this.deliveries.wakeThoseWith(linked[0]!.before.clubId, field, ids);
    }
  }

  private async tell(linked: readonly LookupChange[], trace: Trace): Promise<void> {
    const { title, vendor } = this.connector;
    await this.outbox.add(
      linked.map(({ before, vendorId, status, detail }) => {
        const what = status === 'created' ? `${before.name} was created at ${title} as ${vendorId}` : `${before.name} is linked to ${vendorId} at ${title}`;
        return activity({ clubId: before.clubId, vendor }, trace, info(what, status === 'created' ? 'source-created' : 'lookup-linked', detail));
      }),
    );
  }

  private async warn(written: readonly LookupChange[], results: ReadonlyMap<string, LookupResult>, trace: Trace): Promise<void> {
    const { title, vendor } = this.connector;
    await this.outbox.add(
      written.flatMap(({ before, vendorId, detail }) => {
        const code = results.get(before.id)?.warning;
        if (code === undefined) return [];
        const summary = vendorId === null ? `${before.name} could not be linked at ${title}` : `${before.name} was linked at ${title}, but perhaps not to the right one`;
        return [activity({ clubId: before.clubId, vendor }, trace, warning(summary, { code, detail: detail ?? '', howToFix: 'Link the right one by hand.' }))];
      }),
    );
  }
}
