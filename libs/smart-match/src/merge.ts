import { normaliseMobile } from './normalise.js';

/** A person's fields in InTouch's words. An absent key: the source does not tell this field. null or blank: it is empty. */
export interface PersonFields {
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  mobile?: string | null;
  homePhone?: string | null;
  workPhone?: string | null;
  street?: string | null;
  city?: string | null;
  state?: string | null;
  zip?: string | null;
  country?: string | null;
  birthDate?: string | null;
  gender?: string | null;
}
export type PersonField = keyof PersonFields;
export type FieldGroup = 'name' | 'email' | 'mobile' | 'homePhone' | 'workPhone' | 'address' | 'rest';

/** Owner, lead source, contact method and notes are not here: an inbound record gives them on insert or not at all. */
const groupOf: Readonly<Record<PersonField, FieldGroup>> = {
  firstName: 'name', lastName: 'name', email: 'email',
  mobile: 'mobile', homePhone: 'homePhone', workPhone: 'workPhone',
  street: 'address', city: 'address', state: 'address', zip: 'address', country: 'address',
  birthDate: 'rest', gender: 'rest',
};
const fieldNames = Object.keys(groupOf) as PersonField[];

/** The group of a contact's field, an attribute (`attributes.<name>`) among the rest; null: nobody's conflict (owner, source, notes). */
export function fieldGroupOf(field: string): FieldGroup | null {
  return groupOf[field as PersonField] ?? (field.startsWith('attributes.') ? 'rest' : null);
}
const phones: ReadonlySet<PersonField> = new Set<PersonField>(['mobile', 'homePhone', 'workPhone']);

export interface MergeInput {
  reported: PersonFields;
  /** RFC 3339 instant: the report's stamp. */
  reportedAt: string;
  /** The vendor's content when this record was last seen; null when it never was. */
  lastSeen: PersonFields | null;
  /** What was last delivered to this record, as fitted for the vendor; null when nothing was. */
  fitted?: PersonFields | null;
  /** `fitted` as it stood when the record was last seen: tells a delivery since then, which the vendor may have undone. */
  fittedAtLastSeen?: PersonFields | null;
  inTouch: PersonFields;
  /** RFC 3339 instant; null: InTouch did not say, which counts as newer than any report. */
  inTouchUpdatedAt: string | null;
  /** InTouch's content when the record was last seen; null: not known, so any difference may be InTouch's doing. */
  inTouchAtLastSeen?: PersonFields | null;
  /** ISO 3166 alpha-2 of the club, for comparing phone numbers however they are written. */
  country?: string;
}

/** Both sides changed one group since they last agreed. Names only, for the log. */
export interface Conflict {
  group: FieldGroup;
  /** The fields changed at the vendor. */
  fields: PersonField[];
  winner: 'vendor' | 'InTouch';
  loser: 'vendor' | 'InTouch';
}

export interface Merged {
  /** What InTouch should set; empty: nothing differs. */
  fields: Partial<Record<PersonField, string>>;
  conflicts: Conflict[];
}

/**
 * The fields a `contact.updated` carries: only those changed at the vendor since they were last seen or delivered.
 * Where InTouch changed a field of the same group since then too, the later of the two stamps wins; on a tie InTouch stays.
 * An empty vendor value never clears, and a value that only differs in case from InTouch's own or from its fitted form is
 * no difference: a name cut to the vendor's length must not come back and shorten the full one.
 */
export function changedFields(input: MergeInput): Merged {
  const changed = new Map<FieldGroup, [PersonField, string][]>();
  for (const field of fieldNames) {
    const value = text(input.reported[field]);
    if (value === null || !changedAtVendor(input, field, value)) continue;
    const group = groupOf[field];
    changed.set(group, [...(changed.get(group) ?? []), [field, value]]);
  }

  const merged: Merged = { fields: {}, conflicts: [] };
  for (const [group, entries] of changed) {
    const conflict = changedInInTouch(input, group);
    const vendorWins = !conflict || isLater(input.reportedAt, input.inTouchUpdatedAt);
    if (vendorWins) Object.assign(merged.fields, Object.fromEntries(entries));
    if (conflict) {
      const [winner, loser] = vendorWins ? (['vendor', 'InTouch'] as const) : (['InTouch', 'vendor'] as const);
      merged.conflicts.push({ group, fields: entries.map(([field]) => field), winner, loser });
    }
  }
  return merged;
}

/** On conversion: the vendor's values for the fields that are empty in InTouch, and no others. */
export function fillEmpty(reported: PersonFields, inTouch: PersonFields): Partial<Record<PersonField, string>> {
  return Object.fromEntries(
    present(reported).filter(([field]) => text(inTouch[field]) === null),
  );
}

/**
 * What an inserted contact is made of: every value the vendor has, the integration's contact method, and the report's
 * lead source where it is linked, else the integration's by name; a lead's owner where that one is linked.
 */
export function insertFields(
  reported: PersonFields & { leadSourceId?: string | null; ownerStaffId?: string | null },
  options: { contactMethod?: string | null; leadSource?: string | null },
): Record<string, string> {
  const linked = text(reported.leadSourceId);
  const owner = text(reported.ownerStaffId);
  return {
    ...Object.fromEntries(present(reported)),
    contactMethod: text(options.contactMethod) ?? 'Import',
    ...(linked === null ? { leadSource: text(options.leadSource) ?? 'Import' } : { leadSourceId: linked }),
    ...(owner === null ? {} : { ownerStaffId: owner }),
  };
}

function present(fields: PersonFields): [PersonField, string][] {
  return fieldNames.flatMap((field) => {
    const value = text(fields[field]);
    return value === null ? [] : [[field, value] as [PersonField, string]];
  });
}

function changedAtVendor(input: MergeInput, field: PersonField, value: string): boolean {
  const same = (other: string | null | undefined) => alike(field, value, other, input.country);
  if (same(input.inTouch[field]) || same(input.fitted?.[field])) return false;
  // Delivered since it was last seen: then the vendor held our value, and showing another is the vendor's doing.
  const deliveredSince = input.fittedAtLastSeen !== undefined
    && text(input.fitted?.[field]) !== null
    && text(input.fitted?.[field]) !== text(input.fittedAtLastSeen?.[field]);
  return deliveredSince || input.lastSeen === null || !same(input.lastSeen[field]);
}

function changedInInTouch(input: MergeInput, group: FieldGroup): boolean {
  const { inTouch, inTouchAtLastSeen: before, lastSeen } = input;
  if (before == null || lastSeen === null) return true;
  return fieldNames.some((field) => groupOf[field] === group
    && text(inTouch[field]) !== text(before[field])
    // InTouch taking over what the vendor showed is not a change of its own.
    && !alike(field, text(inTouch[field]), lastSeen[field], input.country));
}

function alike(field: PersonField, a: string | null | undefined, b: string | null | undefined, country = ''): boolean {
  const [left, right] = [text(a), text(b)];
  if (left === null || right === null) return left === right;
  if (left.toLowerCase() === right.toLowerCase()) return true;
  if (!phones.has(field)) return false;
  const number = normaliseMobile(left, country);
  return number !== null && number === normaliseMobile(right, country);
}

/** Whether two values of a field say the same: in any case, and a phone number however it is written. */
export function isSameValue(field: string, one: string | null | undefined, other: string | null | undefined, country: string): boolean {
  return alike(field as PersonField, one, other, country);
}

/** Which side's change stays: the vendor's where its stamp is later than InTouch's `updatedAt`; without one InTouch's counts as newer. */
export function isLater(reportedAt: string, updatedAt: string | null): boolean {
  return updatedAt !== null && Date.parse(reportedAt) > Date.parse(updatedAt);
}

function text(value: string | null | undefined): string | null {
  return value?.normalize('NFC').trim() || null;
}
