import { randomUUID } from 'node:crypto';
import { isObject, type JsonObject } from '../http/json-body.js';
import { nextUpdatedAt, type Contact } from './contact.js';

/** One entry of `GET /v1/changes`. */
export interface Change {
  readonly changeId: string;
  readonly type: string;
  readonly clubId: string;
  /** null for an insert. */
  readonly contactId: string | null;
  readonly vendor: string;
  readonly vendorContactId: string;
  /** `yyyy-MM-dd` or null. */
  readonly joinDate?: string | null;
  readonly endDate?: string | null;
  /** The fields to set, no others. */
  readonly contact?: JsonObject | null;
}

const insertedStatus: Readonly<Record<string, string>> = { 'member.inserted': 'MEMBER', 'lead.inserted': 'LEAD' };

export const isInsert = ({ type }: Change): boolean => type in insertedStatus;

/** The new record of an insert, under an id InTouch gives it. `now`: milliseconds since 1970. */
export function inserted(change: Change, now: number): Contact {
  const blank: Contact = {
    clubId: change.clubId,
    contactId: randomUUID(),
    fields: {},
    joinDate: null,
    endDate: null,
    deletedAtVendor: {},
    archived: false,
    history: [],
  };
  return applied({ ...blank, fields: { status: insertedStatus[change.type] } }, change, now);
}

/** The record after a change: what the type says, the fields it carries, the vendor's id stored. */
export function applied(before: Contact, change: Change, now: number): Contact {
  const { type, vendor, vendorContactId, changeId } = change;
  const at = new Date(now).toISOString();
  const after: Contact = {
    ...before,
    fields: { ...withFields(before.fields, change), updatedAt: nextUpdatedAt(before, now) },
    history: [...before.history, { at, what: type, changeId, vendor, vendorContactId }],
  };
  switch (type) {
    case 'member.converted':
      return { ...withStatus(after, 'MEMBER'), joinDate: change.joinDate ?? before.joinDate, endDate: change.endDate ?? null };
    case 'member.lapsed':
      return { ...withStatus(after, 'FORMER_MEMBER'), joinDate: change.joinDate ?? before.joinDate, endDate: change.endDate ?? before.endDate };
    case 'lead.deleted':
      // Flagged, never erased: whether the person stays is for people to say.
      return { ...after, deletedAtVendor: { ...before.deletedAtVendor, [vendor]: at } };
    default:
      return { ...after, joinDate: change.joinDate ?? before.joinDate, endDate: change.endDate ?? before.endDate };
  }
}

const withStatus = (contact: Contact, status: string): Contact => ({ ...contact, fields: { ...contact.fields, status } });

function withFields(before: JsonObject, { type, vendor, vendorContactId, contact }: Change): JsonObject {
  const { attributes, vendorIds, ...fields } = contact ?? {};
  const after: JsonObject = { ...before, ...fields };
  // Attributes come one by one; those the change does not name stay.
  if (isObject(attributes)) after['attributes'] = { ...(isObject(before['attributes']) ? before['attributes'] : {}), ...attributes };
  const ids = { ...(isObject(before['vendorIds']) ? before['vendorIds'] : {}), ...(isObject(vendorIds) ? vendorIds : {}) };
  if (type !== 'lead.deleted' && vendor && vendorContactId) ids[vendor] = vendorContactId;
  if (Object.keys(ids).length > 0) after['vendorIds'] = ids;
  return after;
}
