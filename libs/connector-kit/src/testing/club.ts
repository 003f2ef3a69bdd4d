import { ulid } from 'ulid';
import { topics, type ContactReported, type ContactSnapshot, type IntegrationOptions, type LookupEntry, type LookupsReported, type ReportedState, type SyncDue } from '@intouch/contracts';
import { describe as descriptionOf } from '../run-connector.js';
import type { ConnectorUnderTest } from './connector-under-test.js';
import type { ConnectorProfile } from './profile.js';

const deadlineMs = 20_000;

/** Asks until the answer is truthy. @throws {Error} naming what was waited for, and the last answer's error */
export async function eventually<T>(what: string, ask: () => Promise<T>, withinMs = deadlineMs): Promise<NonNullable<T>> {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await ask().catch((error: Error) => error);
    if (answer && !(answer instanceof Error)) return answer as NonNullable<T>;
    if (Date.now() > until) throw new Error(`not within ${withinMs / 1000} s: ${what}${answer instanceof Error ? ` (${answer.message})` : ''}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

interface Configuration {
  readonly options?: Partial<IntegrationOptions>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, string>>;
  readonly enabled?: boolean;
  readonly paused?: boolean;
  readonly resumes?: number;
}

/** A club of InTouch with its integration, as gateway, matcher and scheduler would speak of it. */
export class ClubUnderTest {
  private revision = 0;
  private configuration: Configuration = {};
  private runs = 0;
  private readonly judged = new Map<string, number>();

  constructor(
    private readonly profile: ConnectorProfile,
    private readonly instance: ConnectorUnderTest,
    private readonly sandboxUrl: string,
    readonly clubId = 'club-1',
  ) {}

  /** Saves the integration; what is not named stays as it was. */
  async configure(changes: Configuration = {}): Promise<void> {
    const { profile, instance, clubId } = this;
    const { vendor, inbound } = profile.connector;
    this.configuration = { ...this.configuration, ...changes };
    const { options, settings, credentials = profile.credentials, enabled = true, paused = false, resumes = 0 } = this.configuration;
    this.revision += 1;
    if (this.revision === 1) {
      await instance.receive(topics.clubConfigured, [{ clubId, revision: 1, clientId: 'client', name: 'Club', timeZone: profile.timeZone, country: 'US' }]);
    }
    const defaults = descriptionOf(profile.connector).defaults;
    const switchedOn = inbound ? { convertLeadToMember: true, insertMember: true, convertMemberToFormerMember: true, ...profile.readsLeadsWith } : {};
    const given = Object.fromEntries(profile.connector.settings.filter(({ secret }) => !secret).map((it) => [it.name, it.default]));
    await instance.receive(topics.integrationConfigured, [
      {
        clubId, vendor, revision: this.revision, enabled, paused, resumes, schedule: null,
        settings: { ...given, ...profile.settings(new URL(this.sandboxUrl)), ...settings },
        options: { ...defaults, ...switchedOn, ...options }, credentials: instance.seal(clubId, credentials),
      },
    ]);
  }

  async save(contactId: string, contact: ContactSnapshot, at: { readonly version?: string; readonly receivedAt?: string; readonly requestId?: string } = {}): Promise<void> {
    const payload = { clubId: this.clubId, contactId, version: at.version ?? ulid(), receivedAt: at.receivedAt ?? new Date().toISOString(), contact };
    await this.instance.receive(contact.status === 'LEAD' ? topics.leadUpserted : topics.memberUpserted, [payload], at.requestId);
  }

  async archive(contactId: string): Promise<void> {
    await this.instance.receive(topics.leadArchived, [{ clubId: this.clubId, contactId, version: ulid(), receivedAt: new Date().toISOString() }]);
  }

  /** `saved`: as the gateway has it, where the connector may not have seen it. */
  async sendByHand(contactId: string, saved?: ContactSnapshot): Promise<void> {
    const now = { version: ulid(), receivedAt: new Date().toISOString() };
    await this.instance.receive(topics.leadSendRequested, [{ clubId: this.clubId, contactId, ...now, vendor: null, ...(saved ? { saved: { ...now, contact: saved } } : {}) }]);
  }

  async retryParked(): Promise<void> {
    await this.instance.receive(topics.deliveryRetryRequested, [{ requestId: ulid(), clubId: this.clubId, vendor: this.profile.connector.vendor }]);
  }

  async staff(staffId: string, email: string | null, name = 'Zoe Zero'): Promise<void> {
    await this.staffOf([{ staffId, email, name }]);
  }

  /** As one batch. */
  async staffOf(members: readonly { readonly staffId: string; readonly email: string | null; readonly name: string }[]): Promise<void> {
    const payloads = members.map(({ staffId, email, name }) => {
      const [firstName = '', lastName = ''] = name.split(' ');
      return { clubId: this.clubId, staffId, firstName, lastName, email, active: true, version: ulid() };
    });
    await this.instance.receive(topics.staffUpserted, payloads);
  }

  async source(leadSourceId: string, name: string, active = true): Promise<void> {
    await this.instance.receive(topics.leadSourceUpserted, [{ clubId: this.clubId, leadSourceId, name, active, version: ulid() }]);
  }

  /** How a staff member or lead source stands, once it does as `until` asks. */
  async lookup(kind: 'staff' | 'leadSources', id: string, until: (entry: LookupEntry) => boolean): Promise<LookupEntry> {
    return eventually(`${id} looked for`, async () => {
      const entry = (await this.instance.published(topics.lookupsReported)).filter(({ clubId }) => clubId === this.clubId).at(-1)?.[kind].find((it) => it.id === id);
      return entry && until(entry) ? entry : undefined;
    });
  }

  /** Matches all again; answers the list it came to. */
  async resync(): Promise<LookupsReported> {
    const requestId = ulid();
    await this.instance.receive(topics.lookupsRequested, [{ requestId, clubId: this.clubId, vendor: this.profile.connector.vendor, action: 'resync', subject: null, id: null, vendorId: null, runId: requestId }]);
    return eventually('the answer to resync', async () => (await this.instance.published(topics.lookupsReported)).find((it) => it.requestId === requestId));
  }

  async requestLink(contactId: string, vendorContactId: string, reportedState: ReportedState = 'LEAD'): Promise<void> {
    const { vendor } = this.profile.connector;
    await this.instance.receive(topics.contactLinkRequested, [{ clubId: this.clubId, contactId, vendor, vendorContactId, how: 'tier-1', requestId: null, reportedState }]);
  }

  /** Link or unlink by hand; answers the refusal, or null. */
  async byHand(action: 'link' | 'unlink', subject: 'contacts' | 'staff' | 'lead-sources', id: string, vendorId: string | null = null): Promise<{ code: string; holder: string | null } | null> {
    const requestId = ulid();
    await this.instance.receive(topics.lookupsRequested, [{ requestId, clubId: this.clubId, vendor: this.profile.connector.vendor, action, subject, id, vendorId, runId: null }]);
    const answer = await eventually(`an answer to ${action}`, async () => (await this.instance.published(topics.lookupsReported)).find((it) => it.requestId === requestId));
    return answer.refusal;
  }

  async check(): Promise<{ readonly ok: boolean; readonly problems: readonly { readonly code: string }[] }> {
    const requestId = ulid();
    const expiresAt = new Date(Date.now() + 20_000).toISOString();
    await this.instance.receive(topics.integrationCheckRequested, [{ requestId, clubId: this.clubId, vendor: this.profile.connector.vendor, expiresAt }]);
    return eventually('an answer to the check', async () => (await this.instance.published(topics.integrationChecked)).find((it) => it.requestId === requestId));
  }

  async startRun(more: Partial<SyncDue> = {}): Promise<string> {
    this.runs += 1;
    const runId = more.runId ?? `run-${this.runs}`;
    const due = { runId, clubId: this.clubId, vendor: this.profile.connector.vendor, slot: null, full: false, dryRun: false, requestedAt: new Date().toISOString() };
    await this.instance.receive(topics.syncDue, [{ ...due, ...more }]);
    return runId;
  }

  /** Reads the vendor and waits for the end; answers what was told of it. */
  async pull(more: Partial<SyncDue> = {}): Promise<PulledRun> {
    const runId = await this.startRun(more);
    return this.endOf(runId);
  }

  async endOf(runId: string): Promise<PulledRun> {
    return eventually(`the end of ${runId}`, async () => {
      const told = (await this.instance.published(topics.runProgressed)).filter((it) => it.runId === runId);
      const last = told.find(({ phase }) => phase === 'read-all' || phase === 'failed');
      if (!last) return this.judgeRehearsal(runId).then(() => undefined);
      const reports = (await this.instance.published(topics.contactReported)).filter((it) => it.runId === runId && !it.rehearsal);
      return { runId, phase: last.phase!, failure: last.failure, counts: last.counts, items: told.flatMap(({ items }) => items), reports, told };
    });
  }

  /** As the matcher would, of a club so large that nothing is unusual: whatever was shown of a run since the last time. */
  private async judgeRehearsal(runId: string): Promise<void> {
    const shown = (await this.instance.published(topics.contactReported)).filter((it) => it.runId === runId && it.rehearsal).length;
    const judged = this.judged.get(runId) ?? 0;
    if (shown === judged) return;
    this.judged.set(runId, shown);
    await this.instance.receive(topics.runRehearsed, [{ runId, clubId: this.clubId, vendor: this.profile.connector.vendor, counts: { unchanged: shown - judged }, contacts: 1_000_000, upTo: shown }]);
  }

  async delivered(contactId: string): Promise<void> {
    await this.stands(contactId, 'delivered');
  }

  async stands(contactId: string, state: string): Promise<void> {
    await eventually(`${contactId} ${state}`, async () => (await this.instance.state(contactId))?.state === state);
  }
}

export interface PulledRun {
  readonly runId: string;
  readonly phase: string;
  readonly failure: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly items: readonly { readonly vendorContactId: string; readonly outcome: string }[];
  readonly reports: readonly ContactReported[];
  readonly told: readonly { readonly phase: string | null }[];
}
