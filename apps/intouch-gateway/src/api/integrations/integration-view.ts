import { Injectable } from '@nestjs/common';
import { nextSlot } from '@intouch/service';
import { Clubs } from '../../access/clubs.js';
import { FileStore } from '../../store/file.store.js';
import { IntegrationStore, type StoredIntegration } from '../../store/integration.store.js';
import { RunStore } from '../../store/run.store.js';
import { runSummary } from '../runs/run-view.js';
import { anyInbound } from './options-rules.js';

export type IntegrationState = 'active' | 'paused' | 'suspended' | 'disabled';

export function stateOf({ enabled, suspended, paused }: StoredIntegration): IntegrationState {
  if (!enabled) return 'disabled';
  if (suspended) return 'suspended';
  return paused ? 'paused' : 'active';
}

/** An integration as people see it: never a credential, only whether there are some. */
@Injectable()
export class IntegrationView {
  constructor(
    private readonly clubs: Clubs,
    private readonly integrations: IntegrationStore,
    private readonly files: FileStore,
    private readonly runs: RunStore,
  ) {}

  async of(integration: StoredIntegration): Promise<object> {
    const { clubId, vendor, enabled, settings, credentials, schedule, options, suspendedReason } = integration;
    const [club, lastRun, description] = await Promise.all([this.clubs.get(clubId), this.runs.lastOf(clubId, vendor), this.integrations.descriptionOf(vendor)]);
    return {
      clubId,
      vendor,
      enabled,
      settings,
      credentialsSet: credentials !== null,
      schedule,
      options,
      state: stateOf(integration),
      suspendedReason,
      lastRun: lastRun ? runSummary(lastRun) : null,
      nextRunAt: nextRunAt(integration, club.timeZone, new Date()),
      ...(description?.files ? { unmappedCodes: await this.files.unmappedCodes(clubId, vendor) } : {}),
    };
  }
}

function nextRunAt({ enabled, paused, suspended, schedule, options }: StoredIntegration, timeZone: string, now: Date): string | null {
  if (!enabled || paused || suspended || schedule === null || !anyInbound(options)) return null;
  return nextSlot(schedule, timeZone, now).toISOString();
}
