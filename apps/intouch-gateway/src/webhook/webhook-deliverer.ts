import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { idPattern } from '@intouch/contracts';
import { Database, type QueryRunner } from '@intouch/postgres';
import { ServiceLog, type BackgroundWork } from '@intouch/service';
import { Acks } from '../api/changes/acks.js';
import { ChangesCame } from '../answers/wake.js';
import { Notes } from '../feed/notes.js';
import { Problem } from '../problem/problem.js';
import { isObject } from '../problem/read.js';
import { asRead } from '../store/change.store.js';
import { WebhookStore, type DueDelivery } from '../store/webhook.store.js';
import { postSigned } from './post-signed.js';
import { Webhook } from './webhook.js';

const atOnce = 16;
const pollMs = 500;
const electionEveryMs = 2_000;
const firstBackOffMs = 500;
const longestBackOffMs = 60_000;

/**
 * POSTs changes: one deliverer per database, elected by an advisory lock. The first of each contact goes out; the next
 * of that contact only when it has been taken. What waits lies in the database and survives everything.
 */
@Injectable()
export class WebhookDeliverer implements BackgroundWork {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly store: WebhookStore,
    private readonly webhook: Webhook,
    private readonly acks: Acks,
    private readonly notes: Notes,
    private readonly came: ChangesCame,
    private readonly log: ServiceLog,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      let session: QueryRunner | undefined;
      try {
        session = this.database.session();
        const [{ got }] = (await session.query("SELECT pg_try_advisory_lock(hashtext('webhook'), hashtext($1)) AS got", [this.database.options.schema])) as [{ got: boolean }];
        if (got) await this.deliverWhileElected(session);
        else await this.nap(electionEveryMs);
      } catch (error) {
        this.log.warn({ error: (error as Error).message }, 'the webhook waits: the database is away');
        await this.nap(electionEveryMs);
      } finally {
        await session?.release().catch(() => undefined);
      }
    }
  }

  private async deliverWhileElected(session: QueryRunner): Promise<void> {
    try {
      while (!this.stopping.signal.aborted) {
        const due = await this.came.until(async () => {
          const some = await this.store.due(atOnce);
          return some.length > 0 ? some : undefined;
        }, electionEveryMs, pollMs);
        // On the lock's own connection: where that is lost, so is the office.
        await session.query('SELECT 1');
        const target = due ? await this.webhook.current() : undefined;
        if (due && target) await Promise.all(due.map((delivery) => this.deliver(delivery, target)));
      }
    } finally {
      await session.query("SELECT pg_advisory_unlock(hashtext('webhook'), hashtext($1))", [this.database.options.schema]).catch(() => undefined);
    }
  }

  private async deliver(delivery: DueDelivery, target: NonNullable<Awaited<ReturnType<Webhook['current']>>>): Promise<void> {
    const { seq, attempts, changeId } = delivery;
    const { contactKey: _key, attempts: _attempts, ...kept } = delivery;
    const answer = await postSigned(target, changeId, JSON.stringify(asRead(kept)), this.stopping.signal);
    if (this.stopping.signal.aborted && !answer.ok) return;
    if (!answer.ok) {
      const waitMs = Math.min(longestBackOffMs, firstBackOffMs * 2 ** Math.min(attempts, 10)) * (0.75 + Math.random() / 2);
      this.log.warn({ changeId, attempts: attempts + 1, waitMs: Math.round(waitMs), outcome: answer.outcome }, 'the webhook did not take a change; will be tried again');
      await this.store.again(seq, waitMs);
      return;
    }
    await this.ackWhatItSays(delivery, answer.body);
    await this.store.done(seq);
  }

  private async ackWhatItSays(delivery: DueDelivery, body: unknown): Promise<void> {
    const contactId = isObject(body) ? body['contactId'] : undefined;
    if (delivery.contactId !== null || typeof contactId !== 'string' || !idPattern.test(contactId)) return;
    try {
      await this.acks.ack(delivery, contactId, {});
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { clubId, vendor, vendorContactId } = delivery;
      await this.notes.write(
        { clubId, vendor, contactId, vendorContactId, level: 'WARNING', direction: 'IN', summary: 'An acknowledgement was not taken', reason: 'ack-refused', detail: error.detail },
        null,
      );
    }
  }

  private async nap(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
