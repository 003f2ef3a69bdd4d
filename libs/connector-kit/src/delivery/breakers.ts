import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@intouch/messaging';
import type { AnyConnector } from '../define-connector.js';
import { Unavailable } from '../errors.js';
import { IntegrationStore } from '../store/integration.store.js';
import { CONNECTOR } from '../tokens.js';
import { activity, info, warning } from './activity.js';

/** Distinct contacts that must fail in a row: one contact's trouble is not an outage. */
const threshold = 5;
const firstHoldMs = 1_000;
const longestHoldMs = 30_000;
/** What says that it will be away for longer than this is not asked every half minute. */
const outageMs = 60_000;

interface Breaker {
  readonly failed: Set<string>;
  holds: number;
  heldUntil: number;
}

/** A circuit breaker per account: where nobody gets an answer, the account holds and one delivery at a time probes. */
@Injectable()
export class Breakers {
  private readonly breakers = new Map<string, Breaker>();

  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** While open only one delivery goes at a time. */
  probing(account: string): boolean {
    return (this.breakers.get(account)?.holds ?? 0) > 0;
  }

  async failed(account: string, contact: string, error: Error): Promise<void> {
    const breaker = this.breakers.get(account) ?? { failed: new Set<string>(), holds: 0, heldUntil: 0 };
    this.breakers.set(account, breaker);
    breaker.failed.add(contact);
    if (breaker.holds === 0 && breaker.failed.size < threshold) return;
    // Calls that were under way when it opened say nothing new.
    if (Date.now() < breaker.heldUntil) return;
    const longestMs = error instanceof Unavailable && error.longestWaitMs > outageMs ? error.longestWaitMs : longestHoldMs;
    const holdMs = Math.min(longestMs, firstHoldMs * 2 ** Math.min(breaker.holds, 20)) * (0.75 + Math.random() / 2);
    breaker.holds += 1;
    breaker.heldUntil = Date.now() + holdMs;
    await this.integrations.holdAccount(account, holdMs);
    if (breaker.holds > 1) return;
    const entry = warning(`${this.connector.title} does not answer; deliveries wait`, {
      code: 'vendor-unavailable',
      detail: `Several deliveries in a row had no answer (${error.message}). Nothing is lost: they go out when ${this.connector.title} answers again.`,
      howToFix: `If it lasts, ask ${this.connector.title} or check the address in the settings.`,
    });
    await this.tell(account, entry);
  }

  async succeeded(account: string): Promise<void> {
    const breaker = this.breakers.get(account);
    if (!breaker) return;
    this.breakers.delete(account);
    if (breaker.holds > 0) await this.tell(account, info(`${this.connector.title} answers again; deliveries go on`, 'vendor-available'));
  }

  private async tell(account: string, entry: ReturnType<typeof info>): Promise<void> {
    const clubs = await this.integrations.clubsOfAccount(account);
    await this.outbox.add(clubs.map((clubId) => activity({ clubId, vendor: this.connector.vendor }, {}, entry)));
  }
}
