import type { ActivityLogged, RunItem } from '@intouch/contracts';
import type { Outgoing } from '@intouch/messaging';
import { keysOf } from '@intouch/smart-match';
import type { AnyConnector, RecordIgnored, RecordReport, ReportFacts } from '../define-connector.js';
import { activity } from '../delivery/activity.js';
import type { Integration } from '../store/integration.store.js';
import type { Run } from '../store/run.store.js';
import type { SeenRecord } from '../store/seen.store.js';

export type Reported =
  | { readonly kind: 'report'; readonly seen: SeenRecord }
  | { readonly kind: 'ignored' | 'rejected'; readonly item: RunItem; readonly logged: readonly Outgoing<ActivityLogged>[] };

/** A vendor's record in the hub's words, or why it is none. Pure. */
export function reportRecord(
  connector: AnyConnector,
  { vendorContactId, raw }: { readonly vendorContactId: string; readonly raw: unknown },
  run: Run,
  integration: Integration,
  facts: ReportFacts<unknown>,
  sources: ReadonlyMap<string, string>,
): Reported {
  const { vendor } = connector;
  const { clubId } = run;
  const result = connector.inbound!.report(raw, facts) as RecordReport | RecordIgnored;
  if (result.kind !== 'report') {
    const entry = {
      level: 'WARNING' as const, direction: 'IN' as const, summary: `A record of ${connector.title} was left out`, reason: result.code,
      detail: result.detail, howToFix: `Look at record ${vendorContactId} at ${connector.title}.`,
    };
    return {
      kind: result.kind,
      item: { vendorContactId, outcome: result.kind, by: 'none', tier: null, contactId: null, reason: result.code },
      logged: [activity({ clubId, vendor, vendorContactId }, { requestId: run.runId }, entry)],
    };
  }
  const stamp = result.stamp ?? run.startedAt!.toISOString();
  const leadSourceId = result.leadSourceVendorId ? sources.get(result.leadSourceVendorId) : undefined;
  const fields = { ...result.fields, ...(leadSourceId ? { leadSourceId } : {}) };
  const keys = keysOf(fields, { country: integration.club!.country, asOf: stamp });
  return {
    kind: 'report',
    seen: {
      clubId, vendorContactId, raw, againOn: result.againOn, keys,
      report: {
        clubId, vendor, vendorContactId, runId: run.runId, dryRun: run.dryRun, state: result.state, holds: result.holds ?? false,
        secondary: result.secondary ?? false, stamp, joinDate: result.joinDate, endDate: result.endDate, fields, delivered: null,
      },
    },
  };
}
