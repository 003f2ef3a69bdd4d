import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { AnyConnector } from '../define-connector.js';
import { activity } from '../delivery/activity.js';
import type { ObservedEntry } from '../store/drop.store.js';
import { FileStore } from '../store/file.store.js';
import type { Integration } from '../store/integration.store.js';
import { CLOCK, CONNECTOR, type Clock } from '../tokens.js';
import type { Drop } from './drop.js';
import { FileFates } from './file-fates.js';
import { hashOf } from './file-reading.js';
import { astrayIn } from './lying.js';

const inWords: Readonly<Record<string, string>> = {
  'file-name': 'Its name is none that an update file has.',
  'file-unknown-club': 'Its name has a code that no club of this drop has.',
};

/** Puts aside what is no club's, and tells every club that has its files there: it may be the file one of them waits for. */
@Injectable()
export class Astray {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(FileStore) private readonly files: FileStore,
    @Inject(FileFates) private readonly fates: FileFates,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async setAside(drop: Drop, integrations: readonly Integration[], entries: readonly ObservedEntry[], stableSeconds: number): Promise<void> {
    const feed = this.connector.inbound!.files!;
    const astray = astrayIn(feed, integrations.map(({ settings }) => feed.code(settings)), stableSeconds, entries, this.clock());
    if (astray.length === 0) return;
    const clubIds = integrations.map(({ clubId }) => clubId);
    const moving = new Set((await this.files.toMove(clubIds)).map(({ name }) => name));
    for (const { name, reason } of astray.filter((it) => !moving.has(it.name))) {
      const sha256 = await hashOf(drop.read('in', name));
      await this.database.transaction(async () => {
        for (const clubId of clubIds) {
          await this.files.arrived({ clubId, name, stamp: null, at: this.clock() });
          await this.fates.setAside(clubId, name, reason, { sha256 });
        }
        await this.outbox.add(clubIds.map((clubId) => this.line(clubId, name, reason)));
      });
    }
  }

  private line(clubId: string, name: string, reason: string) {
    const { vendor, title } = this.connector;
    const howToFix = `Correct the codes in the settings or ask ${title} for the right name; then put the file into the drop again under a right name.`;
    return activity({ clubId, vendor }, {}, { level: 'ERROR', direction: 'IN', summary: `The file ${name} was put aside: nobody knows whose it is`, reason, detail: inWords[reason]!, howToFix });
  }
}
