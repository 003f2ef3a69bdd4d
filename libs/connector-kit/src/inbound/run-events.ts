import { Inject, Injectable } from '@nestjs/common';
import { topics, type ActivityLogged, type LogEntry, type RunCounts, type RunItem, type RunProgressed } from '@intouch/contracts';
import { outgoing, type Outgoing } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { AnyConnector } from '../define-connector.js';
import { activity } from '../delivery/activity.js';
import { RunStore, type Run } from '../store/run.store.js';
import { CONNECTOR } from '../tokens.js';

type RunFacts = Pick<Run, 'runId' | 'clubId' | 'kind'>;
interface Progress {
  readonly phase?: RunProgressed['phase'];
  readonly counts?: RunCounts;
  readonly items?: RunItem[];
  readonly failure?: string;
  readonly held?: boolean;
}

/** What is written and told of a run. */
@Injectable()
export class RunEvents {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(RunStore) private readonly runs: RunStore,
  ) {}

  /**
   * Everything that is written of a run, as long as it is ours.
   * @throws {RunLost}
   */
  async own<T>(run: Run, work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      await this.runs.holdOwn(run);
      return work();
    });
  }

  progress({ runId, clubId, kind }: RunFacts, { phase = null, counts = {}, items = [], failure, held }: Progress): Outgoing<RunProgressed> {
    const { vendor } = this.connector;
    const told = { runId, clubId, vendor, kind, at: new Date().toISOString(), counts, items, phase, failure: failure ?? null };
    return outgoing(topics.runProgressed, held === undefined ? told : { ...told, held }, { requestId: runId });
  }

  /** A line of the log about a run, or about a record of it. */
  line({ runId, clubId }: Pick<Run, 'runId' | 'clubId'>, entry: Omit<LogEntry, 'direction'>, about: { readonly contactId?: string; readonly vendorContactId?: string } = {}): Outgoing<ActivityLogged> {
    return activity({ clubId, vendor: this.connector.vendor, ...about }, { requestId: runId }, { direction: 'IN', ...entry });
  }
}
