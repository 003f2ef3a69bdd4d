import { Injectable } from '@nestjs/common';
import { ulid } from 'ulid';
import { topics, type SyncDue } from '@intouch/contracts';
import { outgoing, Outbox, type Trace } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { invalid } from '../../problem/problem.js';
import type { StoredIntegration } from '../../store/integration.store.js';
import { RunStore } from '../../store/run.store.js';

/** Pulls that a person asks for; they run while paused, too. */
@Injectable()
export class RunsByHand {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly runs: RunStore,
  ) {}

  async start({ clubId, vendor }: StoredIntegration, wanted: Pick<SyncDue, 'full' | 'dryRun' | 'file'>, trace: Trace): Promise<{ runId: string }> {
    const runId = ulid();
    const requestedAt = new Date().toISOString();
    await this.database.transaction(async () => {
      await this.runs.start(runId, clubId, vendor, wanted.dryRun ? 'dry-run' : 'by-hand', requestedAt);
      await this.outbox.add([outgoing(topics.syncDue, { runId, clubId, vendor, slot: null, ...wanted, requestedAt }, trace)]);
    });
    return { runId };
  }
}

/** @throws {Problem} 422 */
export function mustBeEnabled({ enabled }: StoredIntegration): void {
  if (!enabled) throw invalid([{ field: 'enabled', message: 'the integration is not enabled' }]);
}
