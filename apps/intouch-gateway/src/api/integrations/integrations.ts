import { Injectable } from '@nestjs/common';
import { topics, vendors, type Vendor, type VendorDescribed } from '@intouch/contracts';
import { Barrier, StillBehind, outgoing, Outbox, type Trace } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { CredentialVault } from '@intouch/service';
import { Answers } from '../../answers/answers.js';
import { Settings } from '../../config.js';
import { Notes } from '../../feed/notes.js';
import { invalid, notFound, type FieldError } from '../../problem/problem.js';
import { isObject } from '../../problem/read.js';
import { IntegrationStore, type StoredIntegration } from '../../store/integration.store.js';
import { anyInbound, readOptions, readSchedule } from './options-rules.js';
import { readSettings } from './settings-rules.js';
import { uniqueness } from './settings-uniqueness.js';

const describedWithinMs = 3_000;
const followedWithinMs = 8_000;

/** One club at one vendor: found, configured, paused. */
@Injectable()
export class Integrations {
  constructor(
    private readonly database: Database,
    private readonly store: IntegrationStore,
    private readonly outbox: Outbox,
    private readonly barrier: Barrier,
    private readonly vault: CredentialVault,
    private readonly answers: Answers,
    private readonly notes: Notes,
    private readonly settings: Settings,
  ) {}

  /** @throws {Problem} 404 */
  async get(clubId: string, vendor: string): Promise<StoredIntegration> {
    const found = await this.store.find(clubId, vendor);
    if (!found) throw notFound('integration');
    return found;
  }

  /** @throws {Problem} 404 for a vendor that is unknown, or whose connector has never run */
  async description(vendor: string): Promise<VendorDescribed> {
    if (!(vendors as readonly string[]).includes(vendor)) throw notFound('vendor');
    const known = await this.store.descriptionOf(vendor);
    if (known) return known;
    // A connector that has just started tells what it is before anybody can have used it.
    await this.barrier.caughtUpWith([topics.vendorDescribed.name], describedWithinMs).catch((error: unknown) => {
      if (!(error instanceof StillBehind)) throw error;
    });
    const described = await this.store.descriptionOf(vendor);
    if (!described) throw notFound('vendor');
    return described;
  }

  /** Durable, and told to all services, when this resolves. @throws {Problem} 422 naming every bad field */
  async configure(clubId: string, description: VendorDescribed, body: unknown, trace: Trace): Promise<StoredIntegration> {
    if (!isObject(body)) throw invalid([{ field: 'body', message: 'must be a JSON object' }]);
    const { vendor } = description;
    const stored = await this.database.transaction(async () => {
      await this.store.lockVendor(vendor);
      const before = await this.store.find(clubId, vendor);
      const owner = `${clubId}:${vendor}`;
      const { options, errors: wrongOptions } = readOptions(description, body['options']);
      const { settings, credentials, errors } = readSettings(
        description,
        { settings: body['settings'], credentials: body['credentials'] },
        before?.credentials ? this.vault.open(before.credentials, owner) : {},
        { allowInsecure: this.settings.ALLOW_INSECURE_VENDORS, inbound: anyInbound(options) },
      );
      const { enabled = true } = body;
      const { schedule, errors: wrongSchedule } = readSchedule(description, body['schedule']);
      const wrong = [
        ...(typeof enabled === 'boolean' ? [] : [{ field: 'enabled', message: 'enabled must be true or false' }]),
        ...errors,
        ...wrongOptions,
        ...wrongSchedule,
      ];
      const taken = errors.length === 0 && enabled === true ? await this.takenElsewhere(clubId, description, settings) : [];
      if (wrong.length + taken.length > 0) throw invalid([...wrong, ...taken]);
      const sealed = Object.keys(credentials).length > 0 ? this.vault.seal(credentials, owner) : null;
      const now = await this.store.put({ clubId, vendor, enabled: enabled as boolean, settings, options, credentials: sealed, schedule });
      await this.tell(now, trace);
      await this.notes.write({ clubId, vendor, summary: `${description.title}: integration ${before ? 'changed' : 'set up'}` }, trace.requestId ?? null);
      return now;
    });
    await this.outbox.published();
    return stored;
  }

  /** Resolves once the connector holds, or goes on. @throws {Problem} 404; 503 where the connector does not follow in time */
  async pause(clubId: string, vendor: Vendor, paused: boolean, trace: Trace): Promise<StoredIntegration> {
    const changed = await this.database.transaction(async () => {
      const now = await this.store.pause(clubId, vendor, paused);
      if (!now) throw notFound('integration');
      await this.tell(now, trace);
      await this.notes.write({ clubId, vendor, summary: paused ? 'Paused by hand: what is saved waits' : 'Resumed by hand' }, trace.requestId ?? null);
      return now;
    });
    return this.answers.expect(
      async () => {
        const now = await this.store.find(clubId, vendor);
        return now && now.connectorRevision >= changed.revision ? now : undefined;
      },
      followedWithinMs,
      'The change is stored, but the connector has not followed yet; it may be stopped',
    );
  }

  private async tell(integration: StoredIntegration, trace: Trace): Promise<void> {
    const { clubId, vendor, revision, enabled, paused, resumes, settings, options, credentials, schedule } = integration;
    await this.outbox.add([
      outgoing(topics.integrationConfigured, { clubId, vendor, revision, enabled, paused, resumes, settings, options, credentials, schedule }, trace),
    ]);
  }

  /** Values that no two clubs of one account, or of one drop and the like, may share. */
  private async takenElsewhere(clubId: string, description: VendorDescribed, settings: Record<string, unknown>): Promise<FieldError[]> {
    const taken: FieldError[] = [];
    for (const { name, equal, words } of uniqueness(description, settings)) {
      const by = await this.store.clubWith(description.vendor, { ...equal, [name]: settings[name] }, clubId);
      if (by !== undefined) taken.push({ field: `settings.${name}`, message: `${name} is already used by another club ${words} (${by})` });
    }
    return taken;
  }
}
