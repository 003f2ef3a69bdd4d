import type { JsonObject } from '../http/json-body.js';

/** What happened to a contact, and when (RFC 3339 UTC). */
export interface HistoryEntry {
  readonly at: string;
  /** `saved` and `archived` in InTouch, `refused` by the gateway, or the type of the change that was applied. */
  readonly what: string;
  readonly changeId?: string;
  readonly vendor?: string;
  readonly vendorContactId?: string;
  readonly detail?: string;
}

/** One record of InTouch. Replaced, never changed, so that a copy in flight stays what it was. */
export interface Contact {
  readonly clubId: string;
  readonly contactId: string;
  /** The snapshot as last saved, `updatedAt` and `vendorIds` included. */
  readonly fields: JsonObject;
  readonly joinDate: string | null;
  readonly endDate: string | null;
  /** Vendor to the moment it told us that the person was deleted there. */
  readonly deletedAtVendor: Readonly<Record<string, string>>;
  readonly archived: boolean;
  readonly history: readonly HistoryEntry[];
}

/** Keys that are InTouch's own: never published, and not taken from who sends a record back as it was shown. */
const ownKeys = ['contactId', 'clubId', 'archived', 'history', 'joinDate', 'endDate', 'deletedAtVendor'];
/** A name the gateway gives with an insert; a snapshot has only `leadSourceId`. */
const unpublished = ['leadSource'];

const without = (fields: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));

/** The record as `GET /__sandbox/intouch/contacts` shows it. */
export const shown = ({ fields, ...own }: Contact): JsonObject => ({ ...fields, ...own });

/** The snapshot as the gateway is sent it. */
export const published = ({ fields }: Contact): JsonObject => without(fields, unpublished);

/** A save replaces the whole snapshot; what InTouch keeps beside it stays. */
export function saved(before: Contact | undefined, key: { clubId: string; contactId: string }, body: JsonObject, now: number): Contact {
  const fields = without(body, ownKeys);
  const updatedAt = (fields['updatedAt'] as string | null | undefined) ?? nextUpdatedAt(before, now);
  const at = new Date(now).toISOString();
  return {
    ...key,
    fields: { ...fields, updatedAt },
    joinDate: before?.joinDate ?? null,
    endDate: before?.endDate ?? null,
    deletedAtVendor: before?.deletedAtVendor ?? {},
    archived: false,
    history: [...(before?.history ?? []), { at, what: 'saved' }],
  };
}

export const archived = (before: Contact, now: number): Contact => ({
  ...before,
  archived: true,
  history: [...before.history, { at: new Date(now).toISOString(), what: 'archived' }],
});

/** Now, or a millisecond after the last save: two saves of one contact never carry the same moment. RFC 3339 UTC. */
export function nextUpdatedAt(before: Contact | undefined, now: number): string {
  const last = Date.parse(String(before?.fields['updatedAt']));
  return new Date(Number.isNaN(last) ? now : Math.max(now, last + 1)).toISOString();
}
