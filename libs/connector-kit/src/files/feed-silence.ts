import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { AnyConnector } from '../define-connector.js';
import { activity } from '../delivery/activity.js';
import { FeedStore } from '../store/feed.store.js';
import { FileStore } from '../store/file.store.js';
import type { Integration } from '../store/integration.store.js';
import { CLOCK, CONNECTOR, type Clock } from '../tokens.js';
import { slotsToJudge } from './slots.js';

/** A file that does not come says nothing: somebody has to notice. WARNING after one slot, ERROR after two in a row, then nothing until one comes. */
@Injectable()
export class FeedSilence {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(FeedStore) private readonly feeds: FeedStore,
    @Inject(FileStore) private readonly files: FileStore,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async judge(integrations: readonly Integration[]): Promise<void> {
    const now = this.clock();
    for (const { clubId, club, paused } of integrations) {
      if (paused) continue;
      const feed = await this.feeds.of(clubId, now);
      const slots = slotsToJudge(this.connector.inbound!.files!.slots, club!.timeZone, feed.judgedTo, now);
      if (slots.length === 0) continue;
      await this.database.transaction(async () => {
        let { missed } = feed;
        for (const { from, to } of slots) {
          missed = (await this.files.cameBetween(clubId, from, to)) ? 0 : missed + 1;
          if (missed === 1 || missed === 2) await this.outbox.add([this.line(clubId, from, missed)]);
        }
        await this.feeds.judged(clubId, slots.at(-1)!.at, missed);
      });
    }
  }

  private line(clubId: string, slot: string, missed: 1 | 2) {
    const { vendor, title } = this.connector;
    const when = `${slot.slice(0, 4)}-${slot.slice(4, 6)}-${slot.slice(6, 8)} ${slot.slice(8, 10)}:${slot.slice(10)}`;
    const howToFix = `Ask ${title} whether its export runs, and look whether the drop takes its files.`;
    return activity({ clubId, vendor }, {}, missed === 1
      ? { level: 'WARNING', direction: 'IN', summary: `No file has come from ${title} for ${when}`, reason: 'feed-late', detail: 'What was sold or ended there since the last file is not known here.', howToFix }
      : { level: 'ERROR', direction: 'IN', summary: `${title} is silent: no file for two times in a row, last for ${when}`, reason: 'feed-silent', detail: 'Nothing comes in until a file does; this is told once.', howToFix });
  }
}
