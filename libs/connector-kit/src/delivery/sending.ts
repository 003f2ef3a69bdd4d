import { hash } from 'node:crypto';
import type { Trace } from '@intouch/messaging';
import type { OpenClub } from '../club-access.js';
import type { FitFacts, FittedValue, LinkedLookup, Warning } from '../define-connector.js';
import type { ClaimedDelivery } from '../store/delivery.store.js';
import type { Integration } from '../store/integration.store.js';
import type { Link } from '../store/link.store.js';
import type { Lookup } from '../store/lookup.store.js';
import type { ShownRecord } from '../store/seen.store.js';

/** A claimed delivery with what was fetched beside it, one statement per batch and kind. */
export interface Job {
  readonly claim: ClaimedDelivery;
  readonly integration: Integration;
  readonly link: Link | undefined;
  readonly lookups: ReadonlyMap<string, Lookup>;
  /** What the vendor last showed of the linked record, as a contact's fields. */
  readonly shown: ShownRecord | undefined;
  /** The deleted record that a new one takes the place of. */
  readonly replaces?: string;
}

export interface Sending extends Job {
  readonly club: OpenClub;
  readonly facts: FitFacts<unknown>;
  readonly trace: Trace;
  /** Where assignment rules choose the owner: whom they chose and why; null: they do not, or nothing is sent. */
  readonly assigned: Assigned | null;
}

export interface Assigned {
  readonly owner: LinkedLookup | null;
  /** In words, for the log; null: the owner stays as it was sent last. */
  readonly why: string | null;
  readonly warnings: readonly Warning[];
}

/** A lease outlasts the deadline of a call by this. */
const leaseMarginMs = 10_000;

export function timeoutMsOf({ settings }: Integration): number {
  return Number(settings['timeoutMs'] ?? 15_000);
}

export function leaseMsOf(integration: Integration): number {
  return timeoutMsOf(integration) + leaseMarginMs;
}

/** The InTouch values behind owner and lead source: vendors that take them only at the create never hear of a change, and rules choose anew only after one. */
export function originOf({ contact }: ClaimedDelivery): Record<string, FittedValue> {
  return { ownerStaffId: contact.ownerStaffId ?? null, leadSourceId: contact.leadSourceId ?? null, attributes: hash('sha1', JSON.stringify(contact.attributes ?? {}), 'base64url') };
}

export function neededLookups(claim: ClaimedDelivery): { clubId: string; kind: 'staff' | 'lead-sources'; id: string }[] {
  const { clubId, contact } = claim;
  return [
    ...(contact.ownerStaffId ? [{ clubId, kind: 'staff' as const, id: contact.ownerStaffId }] : []),
    ...(contact.leadSourceId ? [{ clubId, kind: 'lead-sources' as const, id: contact.leadSourceId }] : []),
  ];
}
