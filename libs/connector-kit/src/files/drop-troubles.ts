import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { CannotDecrypt } from '@intouch/service';
import type { AnyConnector } from '../define-connector.js';
import { activity } from '../delivery/activity.js';
import { DropStore } from '../store/drop.store.js';
import type { Integration } from '../store/integration.store.js';
import { CLOCK, CONNECTOR, type Clock } from '../tokens.js';
import { DropRefused } from './drop.js';

/** An outage shorter than this mends itself and is nobody's concern. */
const patienceMs = 5 * 60_000;

/** A drop that cannot be looked at: told once to every club that has its files there, and once when it can be again. */
@Injectable()
export class DropTroubles {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(DropStore) private readonly drops: DropStore,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async tell(dropKey: string, integrations: readonly Integration[], error: Error): Promise<void> {
    const code = error instanceof DropRefused ? error.code : error instanceof CannotDecrypt ? 'drop-refused' : 'drop-unavailable';
    await this.database.transaction(async () => {
      const now = this.clock();
      const { since, told } = await this.drops.troubled(dropKey, now);
      if (told === code || (code === 'drop-unavailable' && now.getTime() - since.getTime() < patienceMs)) return;
      await this.drops.told(dropKey, code);
      const { vendor, title } = this.connector;
      const entry = {
        level: 'ERROR' as const, direction: 'IN' as const, summary: `The files of ${title} cannot be reached`, reason: code, detail: `${error.message}. Nothing of them comes in meanwhile; it is tried again all the time.`,
        howToFix: 'Correct the address, the login or the host key of the drop in the settings, or ask who runs it.',
      };
      await this.outbox.add(integrations.map(({ clubId }) => activity({ clubId, vendor }, {}, entry)));
    });
  }

  async over(dropKey: string, integrations: readonly Integration[]): Promise<void> {
    await this.database.transaction(async () => {
      if ((await this.drops.recovered(dropKey)) === null) return;
      const { vendor, title } = this.connector;
      const entry = { level: 'INFO' as const, direction: 'IN' as const, summary: `The files of ${title} can be reached again`, reason: 'drop-available', detail: null, howToFix: null };
      await this.outbox.add(integrations.map(({ clubId }) => activity({ clubId, vendor }, {}, entry)));
    });
  }
}
