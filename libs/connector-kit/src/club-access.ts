import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { IntegrationConfigured } from '@intouch/contracts';
import type { Trace } from '@intouch/messaging';
import { CredentialVault } from '@intouch/service';
import { localDate } from './club-time.js';
import type { AnyConnector, FitFacts } from './define-connector.js';
import { Unavailable } from './errors.js';
import { AccountStore } from './store/account.store.js';
import type { Integration } from './store/integration.store.js';
import { CLOCK, CONNECTOR, type Clock } from './tokens.js';
import { AccountGate } from './wire/account-gate.js';
import { Wire } from './wire/http.js';

/** One club's account, opened: everything a piece of work needs to talk to the vendor. */
export interface OpenClub {
  readonly integration: Integration;
  readonly client: unknown;
  readonly facts: Omit<FitFacts<unknown>, 'owner' | 'leadSource' | 'creating'>;
  check(): Promise<readonly { code: string; detail: string; howToFix: string }[]>;
  /** Takes credentials out of a text before it goes anywhere people read. */
  hide(text: string): string;
}

interface KnownReference {
  readonly revision: number;
  readonly readAt: number;
  readonly value: Promise<unknown>;
}

@Injectable()
export class ClubAccess {
  private readonly gates = new Map<string, { readonly shape: string; readonly gate: AccountGate }>();
  private readonly references = new Map<string, KnownReference>();

  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(CredentialVault) private readonly vault: CredentialVault,
    @Inject(AccountStore) private readonly accounts: AccountStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Integrations equal in all of the vendor's account settings share throttle, breaker and suspension. */
  accountOf(it: Pick<IntegrationConfigured, 'clubId' | 'settings' | 'credentials'>): string {
    const known: Record<string, unknown> = { ...it.settings, ...this.credentialsOf(it.clubId, it.credentials) };
    const identity = this.connector.account.map((name) => [name, known[name] ?? null]);
    return createHash('sha256').update(JSON.stringify([this.connector.vendor, identity])).digest('hex').slice(0, 32);
  }

  /**
   * @throws what the vendor's calls throw where the reference has to be read first
   * @throws {Unavailable} the club itself is not known yet
   */
  async open(integration: Integration, trace: Trace = {}): Promise<OpenClub> {
    const { club, clubId, settings } = integration;
    if (!club) throw new Unavailable('the club is not configured yet', false);
    const credentials = this.credentialsOf(clubId, integration.credentials);
    const headers: Record<string, string> = {};
    if (trace.requestId) headers['x-request-id'] = trace.requestId;
    if (trace.traceparent) headers['traceparent'] = trace.traceparent;
    const access = { clubId, club, settings, credentials, http: this.gateOf(integration).http(headers) };
    const client: unknown = this.connector.open(access);
    const secrets = Object.values(credentials).filter((value): value is string => typeof value === 'string' && value.length >= 4);
    return {
      integration,
      client,
      facts: { settings, club, today: localDate(this.clock(), club.timeZone), reference: await this.reference(integration, client, access) },
      check: async () => {
        const problems = await this.connector.check(client, access);
        // What the check just proved may have changed since it was last read.
        this.references.delete(clubId);
        return problems;
      },
      hide: (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text),
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.gates.values()].map(({ gate }) => gate.close()));
    this.gates.clear();
  }

  private credentialsOf(clubId: string, sealed: string | null): Readonly<Record<string, unknown>> {
    return sealed === null ? {} : this.vault.open(sealed, `${clubId}:${this.connector.vendor}`);
  }

  private gateOf({ account, settings }: Integration): AccountGate {
    const limits = { maxConcurrent: Number(settings['maxConcurrent'] ?? 4), requestsPerMinute: Number(settings['requestsPerMinute'] ?? 300) };
    const wire = { timeoutMs: Number(settings['timeoutMs'] ?? 15_000), maxConcurrent: limits.maxConcurrent, tlsFingerprint: settings['tlsFingerprint'] as string | undefined };
    const shape = JSON.stringify([limits, wire]);
    const known = this.gates.get(account);
    if (known?.shape === shape) return known.gate;
    // Calls under way on the old connections end there; the next ones use the new limits.
    const gate = new AccountGate(account, limits, new Wire(wire), this.accounts);
    this.gates.set(account, { shape, gate });
    return gate;
  }

  private async reference(integration: Integration, client: unknown, access: Parameters<AnyConnector['open']>[0]): Promise<unknown> {
    const { reference } = this.connector;
    if (!reference) return null;
    const known = this.references.get(integration.clubId);
    if (known && known.revision === integration.revision && Date.now() - known.readAt < reference.everyMs) return known.value;
    const value = reference.read(client, access) as Promise<unknown>;
    this.references.set(integration.clubId, { revision: integration.revision, readAt: Date.now(), value });
    // A failed reading is not remembered: the next piece of work tries again.
    value.catch(() => this.references.delete(integration.clubId));
    return value;
  }
}
