import { ulid } from 'ulid';
import { topics, type ActivityLogged, type DeliveryState, type LogEntry, type Vendor } from '@intouch/contracts';
import { outgoing, type Outgoing, type Trace } from '@intouch/messaging';
import type { Warning } from '../define-connector.js';
import type { ClaimedDelivery, DeliveryEnd } from '../store/delivery.store.js';

export interface About {
  readonly clubId: string;
  readonly vendor: Vendor;
  readonly contactId?: string | null;
  readonly vendorContactId?: string | null;
}

/** A line of the Connector Log and/or how a delivery stands now. */
export function activity(about: About, trace: Trace, entry: LogEntry | null, delivery: DeliveryState | null = null): Outgoing<ActivityLogged> {
  return outgoing(
    topics.activityLogged,
    {
      activityId: ulid(),
      at: new Date().toISOString(),
      clubId: about.clubId,
      vendor: about.vendor,
      contactId: about.contactId ?? null,
      vendorContactId: about.vendorContactId ?? null,
      requestId: trace.requestId ?? null,
      entry,
      delivery,
    },
    trace,
  );
}

export function info(summary: string, reason: string | null = null, detail: string | null = null): LogEntry {
  return { level: 'INFO', direction: 'OUT', summary, reason, detail, howToFix: null };
}

export function warning(summary: string, { code, detail, howToFix }: Warning): LogEntry {
  return { level: 'WARNING', direction: 'OUT', summary, reason: code, detail, howToFix: howToFix ?? null };
}

export function failure(summary: string, reason: string, detail: string, howToFix: string): LogEntry {
  return { level: 'ERROR', direction: 'OUT', summary, reason, detail, howToFix };
}

/** How a delivery stands once it has ended so. */
export function deliveryState(claim: ClaimedDelivery, end: DeliveryEnd): DeliveryState {
  return {
    state: end.state,
    desiredVersion: claim.version,
    deliveredVersion: end.deliveredVersion === undefined ? claim.deliveredVersion : end.deliveredVersion,
    attempts: end.attempts ?? claim.attempts,
    nextAttemptAt: end.againInMs === null ? null : new Date(Date.now() + end.againInMs).toISOString(),
    lastError: end.lastError ?? null,
    reason: end.reason ?? null,
  };
}
