import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { inboundOptions, type IntegrationConfigured } from '@intouch/contracts';
import type { Trace } from '@intouch/messaging';
import { CredentialVault } from '@intouch/service';
import { localDate } from './club-time.js';
import { callsAtOnce, type Access, type AnyConnector, type Finding, type FitFacts } from './define-connector.js';
import { Unavailable } from './errors.js';
import { checkDrop } from './files/check-drop.js';
import type { DropPlace } from './files/file-feed.js';
import { AccountStore } from './store/account.store.js';
import type { Integration } from './store/integration.store.js';
import { CLOCK, CONNECTOR, type Clock } from './tokens.js';
import { hiding, keepingSecret, type Hide } from './secrets.js';
import { AccountGate } from './wire/account-gate.js';
import { AccountSession } from './wire/account-session.js';
import { CreateTurns } from './wire/create-turn.js';
import { Wire } from './wire/http.js';
import { Kept } from './wire/kept.js';

/** One club's account, opened: everything a piece of work needs to talk to the vendor. */
export interface OpenClub {
  readonly integration: Integration;
  readonly client: unknown;
  readonly facts: Omit<FitFacts<unknown>, 'contactId' | 'owner' | 'leadSource' | 'generation' | 'creating'>;
  check(): Promise<readonly Finding[]>;
  readonly hide: Hide;
}

export interface Opening {
  readonly trace?: Trace;
  /** Runs right before each call; throws where the work is no longer ours. */
  readonly guard?: () => void;
}

interface KnownReference {
  readonly revision: number;
  readonly readAt: number;
  readonly value: Promise<unknown>;
}

@Injectable()
export class ClubAccess {
  private readonly gates = new Map<string, AccountGate>();
  private readonly kept = new Kept();
  private readonly references = new Map<string, KnownReference>();

  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(CredentialVault) private readonly vault: CredentialVault,
    @Inject(AccountStore) private readonly accounts: AccountStore,
    @Inject(CreateTurns) private readonly turns: CreateTurns,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Integrations equal in all of the vendor's account settings share throttle, breaker and suspension. */
  accountOf(it: Pick<IntegrationConfigured, 'clubId' | 'settings' | 'credentials'>): string {
    const known: Record<string, unknown> = { ...it.settings, ...this.credentialsOf(it.clubId, it.credentials) };
    const identity = this.connector.account.map((name) => [name, known[name] ?? null]);
    return createHash('sha256').update(JSON.stringify([this.connector.vendor, identity])).digest('hex').slice(0, 32);
  }

  /** Where the vendor puts this club's files; null: nowhere, or nothing is to come in. */
  placeOf({ clubId, settings, credentials, options }: Pick<IntegrationConfigured, 'clubId' | 'settings' | 'credentials' | 'options'>): DropPlace | null {
    const { files } = this.connector.inbound ?? {};
    if (!files || !inboundOptions.some((name) => options[name])) return null;
    return files.place(settings, this.credentialsOf(clubId, credentials));
  }

  /** Clubs with the same share one drop. */
  dropKeyOf(it: Parameters<ClubAccess['placeOf']>[0]): string | null {
    const place = this.placeOf(it);
    return place && createHash('sha256').update(JSON.stringify([place.url, place.user])).digest('hex').slice(0, 32);
  }

  /**
   * @throws what the vendor's calls throw where the reference has to be read first
   * @throws {Unavailable} the club itself is not known yet
   */
  async open(integration: Integration, { trace = {}, guard = () => undefined }: Opening = {}): Promise<OpenClub> {
    const { club, clubId, settings } = integration;
    if (!club) throw new Unavailable('the club is not configured yet', false);
    const credentials = this.credentialsOf(clubId, integration.credentials);
    const headers: Record<string, string> = {};
    if (trace.requestId) headers['x-request-id'] = trace.requestId;
    if (trace.traceparent) headers['traceparent'] = trace.traceparent;
    const perMinute = settings['requestsPerMinute'];
    const limits = {
      maxConcurrent: callsAtOnce(this.connector, settings), sharedByInstances: this.connector.callLimits?.sharedByInstances ?? false,
      requestsPerMinute: typeof perMinute === 'number' ? perMinute : null, timeoutMs: Number(settings['timeoutMs'] ?? 15_000),
    };
    const gate = this.gateOf(integration.account);
    const access: Access = {
      clubId, club, settings, credentials,
      http: gate.http({ wire: this.wireOf(integration, limits.maxConcurrent), limits, trace: headers, guard }),
      session: new AccountSession(integration.account, this.accounts, this.vault, this.turns),
      calls: gate.calls({ limits, guard }),
      kept: (key, make) => this.kept.once(JSON.stringify(['connector', integration.account, key]), make),
    };
    const client: unknown = this.connector.open(access);
    const hide = hiding(credentials);
    return {
      integration,
      client,
      hide,
      facts: { clubId, settings, club, today: localDate(this.clock(), club.timeZone), reference: await keepingSecret(hide, () => this.reference(integration, client, access)) },
      check: async () => {
        const place = this.placeOf(integration);
        const problems = [...(await keepingSecret(hide, () => this.connector.check(client, access))), ...(place ? await checkDrop(place) : [])];
        // What the check just proved may have changed since it was last read.
        this.references.delete(clubId);
        return problems.map((problem) => ({ ...problem, detail: hide(problem.detail) }));
      },
    };
  }

  /** No call of the account goes out of this process for so long; other instances learn it from the account's row. */
  hold(account: string, ms: number): void {
    this.gateOf(account).hold(ms);
  }

  async close(): Promise<void> {
    await this.kept.close();
  }

  private credentialsOf(clubId: string, sealed: string | null): Readonly<Record<string, unknown>> {
    return sealed === null ? {} : this.vault.open(sealed, `${clubId}:${this.connector.vendor}`);
  }

  private gateOf(account: string): AccountGate {
    const gate = this.gates.get(account) ?? new AccountGate(account, this.accounts);
    this.gates.set(account, gate);
    return gate;
  }

  /** Clubs of one account may differ in deadlines and trust; each way of connecting has its own connections. */
  private wireOf({ account, settings }: Integration, maxConcurrent: number): Wire {
    const options = { timeoutMs: Number(settings['timeoutMs'] ?? 15_000), maxConcurrent, tlsFingerprint: (settings['tlsFingerprint'] as string | null | undefined) ?? undefined, trustsAnyone: settings['verifyTls'] === false };
    return this.kept.once(JSON.stringify(['wire', account, options]), () => new Wire(options));
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
