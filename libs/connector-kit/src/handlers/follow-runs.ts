import { Inject } from '@nestjs/common';
import { topics, type ActivityLogged, type FilesReported, type RunDecided, type RunProgressed, type RunRehearsed } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import type { AnyConnector } from '../define-connector.js';
import { Holding } from '../inbound/holding.js';
import { Puller } from '../inbound/puller.js';
import { RehearsalStore } from '../store/rehearsal.store.js';
import { CONNECTOR } from '../tokens.js';

export type ToldOfHolding = RunProgressed | ActivityLogged | FilesReported;
const emits = [topics.runProgressed, topics.activityLogged, topics.filesReported] as const;

@On(topics.runRehearsed, { emits, why: 'a run that would change unusually many contacts is held before its first write' })
export class BrakeOnRunRehearsed {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(RehearsalStore) private readonly rehearsals: RehearsalStore,
    @Inject(Holding) private readonly holding: Holding,
    @Inject(Puller) private readonly puller: Puller,
  ) {}

  async handle(messages: readonly Message<RunRehearsed>[]): Promise<void> {
    for (const { payload } of messages.filter((it) => it.payload.vendor === this.connector.vendor)) {
      const rehearsal = await this.rehearsals.add(payload);
      if (rehearsal) await this.holding.settle(rehearsal);
    }
    this.database.afterCommit(() => this.puller.wake());
  }
}

@On(topics.runDecided, { emits, why: 'a person lets a held run go on, or ends it' })
export class DecideOnRunDecided {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(Database) private readonly database: Database,
    @Inject(Holding) private readonly holding: Holding,
    @Inject(Puller) private readonly puller: Puller,
  ) {}

  async handle(messages: readonly Message<RunDecided>[]): Promise<void> {
    for (const { payload } of messages) if (payload.vendor === this.connector.vendor) await this.holding.decide(payload.runId, payload.decision);
    this.database.afterCommit(() => this.puller.wake());
  }
}
