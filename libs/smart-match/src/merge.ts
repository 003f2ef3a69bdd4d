import { attributeIn, attributeKey, attributeText, type AttributeKey } from './attributes.js';
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
  /** Of a vendor only those that it has a field for. */
  attributes?: Readonly<Record<string, unknown>> | null;
}
type PlainField = Exclude<keyof PersonFields, 'attributes'>;
export type PersonField = PlainField | AttributeKey;
/** What attributes mean is the club's own affair, so each stands for itself. */
export type FieldGroup = 'name' | 'email' | 'mobile' | 'homePhone' | 'workPhone' | 'address' | 'rest' | AttributeKey;

/** Owner, lead source, contact method and notes are not here: an inbound record gives them on insert or not at all. */
const plainGroups: Readonly<Record<PlainField, FieldGroup>> = {
  firstName: 'name', lastName: 'name', email: 'email',
  mobile: 'mobile', homePhone: 'homePhone', workPhone: 'workPhone',
  street: 'address', city: 'address', state: 'address', zip: 'address', country: 'address',
  birthDate: 'rest', gender: 'rest',
};
const plainFields = Object.keys(plainGroups) as PlainField[];
const phones: ReadonlySet<PersonField> = new Set<PersonField>(['mobile', 'homePhone', 'workPhone']);
const groupOf = (field: PersonField): FieldGroup => plainGroups[field as PlainField] ?? field;

/** The group of a contact's field or attribute (`attributes.<name>`); null: nobody's conflict (owner, source, notes). */
export function fieldGroupOf(field: string): FieldGroup | null {
  return isPersonField(field) ? groupOf(field) : null;
}

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
  /** The vendor's stamps with which values first showed that it changed while it was watched; absent: `reportedAt`. */
  changedAt?: Readonly<Record<string, string>>;
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
  /** What InTouch should set, of `attributes` the changed ones alone; empty: nothing differs. */
  fields: Partial<Record<PlainField, string>> & { attributes?: Record<string, string> };
  conflicts: Conflict[];
}

/**
 * The fields a `contact.updated` carries: only those changed at the vendor since they were last seen or delivered.
 * Where InTouch changed a field of the same group since then too, the later of the two stamps wins; on a tie InTouch stays.
 * An empty vendor value never clears, and a value that only differs in case from InTouch's own or from its fitted form is
 * no difference: a name cut to the vendor's length must not come back and shorten the full one.
 */
export function changedFields(input: MergeInput): Merged {
  const sides = oneByOne(input);
  const changed = new Map<FieldGroup, [PersonField, string][]>();
  for (const field of Object.keys(sides.reported).filter(isPersonField)) {
    const value = text(sides.reported[field]);
    if (value === null || !changedAtVendor(sides, field, value)) continue;
    const group = groupOf(field);
    changed.set(group, [...(changed.get(group) ?? []), [field, value]]);
  }

  const won: [PersonField, string][] = [];
  const conflicts: Conflict[] = [];
  for (const [group, entries] of changed) {
    const conflict = changedInInTouch(sides, group);
    const vendorWins = !conflict || isLater(input.reportedAt, input.inTouchUpdatedAt);
    if (vendorWins) won.push(...entries);
    if (conflict) {
      const [winner, loser] = vendorWins ? (['vendor', 'InTouch'] as const) : (['InTouch', 'vendor'] as const);
      conflicts.push({ group, fields: entries.map(([field]) => field), winner, loser });
    }
  }
  return { fields: together(won), conflicts };
}

/**
 * Neither side has changed since they were last compared, and yet they differ: the vendor still has a change of its own that InTouch
 * has set back, by a later save, to what was delivered before it. InTouch's value is the later one, and nobody has sent it.
 */
export function leftBehind(input: MergeInput): Conflict[] {
  const sides = oneByOne(input);
  return Object.keys(sides.reported).filter(isPersonField).flatMap((field) => {
    const [theirs, ours, delivered] = [sides.reported[field], sides.inTouch[field], sides.fitted?.[field]];
    const same = (one: typeof theirs, other: typeof theirs): boolean => alike(field, one, other, sides.country);
    if (text(theirs) === null || text(ours) === null || same(theirs, ours) || same(theirs, delivered) || !same(ours, delivered) || changedAtVendor(sides, field, text(theirs)!)) return [];
    // The record's own stamp moves with each write of ours.
    return isLater(input.changedAt?.[field] ?? input.reportedAt, input.inTouchUpdatedAt) ? [] : [{ group: groupOf(field), fields: [field], winner: 'InTouch', loser: 'vendor' }];
  });
}

/** Fields of a record that differ from what it last showed, an attribute by its key: `attributes.<name>`. */
export function differingFields(one: PersonFields, other: PersonFields): PersonField[] {
  const [left, right] = [eachOf(one), eachOf(other)];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].filter(isPersonField).filter((field) => text(left[field]) !== text(right[field]));
}

/** On conversion: the vendor's values for the fields that are empty in InTouch, and no others. */
export function fillEmpty(reported: PersonFields, inTouch: PersonFields): Partial<Record<PlainField, string>> {
  return Object.fromEntries(
    present(reported).filter(([field]) => text(inTouch[field]) === null),
  );
}

/**
 * What an inserted contact is made of: every value the vendor has, notes and attributes too, the integration's contact method, and
 * the report's lead source where it is linked, else the integration's by name; a lead's owner where that one is linked.
 */
export function insertFields(
  reported: PersonFields & { notes?: string | null; leadSourceId?: string | null; ownerStaffId?: string | null },
  options: { contactMethod?: string | null; leadSource?: string | null },
): Record<string, unknown> {
  const [notes, linked, owner] = [text(reported.notes), text(reported.leadSourceId), text(reported.ownerStaffId)];
  const attributes = Object.entries(reported.attributes ?? {}).filter(([, value]) => text(attributeText(value)) !== null);
  return {
    ...Object.fromEntries(present(reported)),
    ...(notes === null ? {} : { notes }),
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
    contactMethod: text(options.contactMethod) ?? 'Import',
    ...(linked === null ? { leadSource: text(options.leadSource) ?? 'Import' } : { leadSourceId: linked }),
    ...(owner === null ? {} : { ownerStaffId: owner }),
  };
}

function present(fields: PersonFields): [PlainField, string][] {
  return plainFields.flatMap((field) => {
    const value = text(fields[field]);
    return value === null ? [] : [[field, value] as [PlainField, string]];
  });
}

/** Attributes as fields among the others, by their keys, and as the one text that vendors have of them. */
type Fields = Readonly<Partial<Record<PersonField, string | null>>>;
interface Sides extends Pick<MergeInput, 'country'> {
  readonly reported: Fields;
  readonly lastSeen: Fields | null;
  readonly fitted: Fields | null;
  readonly fittedAtLastSeen: Fields | null | undefined;
  readonly inTouch: Fields;
  readonly inTouchAtLastSeen: Fields | null;
}

function oneByOne({ reported, lastSeen, fitted = null, fittedAtLastSeen, inTouch, inTouchAtLastSeen = null, country }: MergeInput): Sides {
  return {
    reported: eachOf(reported), lastSeen: lastSeen && eachOf(lastSeen), fitted: fitted && eachOf(fitted), fittedAtLastSeen: fittedAtLastSeen && eachOf(fittedAtLastSeen),
    inTouch: eachOf(inTouch), inTouchAtLastSeen: inTouchAtLastSeen && eachOf(inTouchAtLastSeen), country,
  };
}

function eachOf({ attributes, ...fields }: PersonFields): Fields {
  if (!attributes) return fields;
  return { ...fields, ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [attributeKey(name), attributeText(value)])) };
}

function together(entries: readonly [PersonField, string][]): Merged['fields'] {
  const { attributes = [], plain = [] } = Object.groupBy(entries, ([field]) => (attributeIn(field) === null ? 'plain' : 'attributes'));
  const named = attributes.map(([field, value]) => [attributeIn(field)!, value] as const);
  return { ...Object.fromEntries(plain), ...(named.length === 0 ? {} : { attributes: Object.fromEntries(named) }) };
}

function isPersonField(key: string): key is PersonField {
  return key in plainGroups || attributeIn(key) !== null;
}

function changedAtVendor(sides: Sides, field: PersonField, value: string): boolean {
  const same = (other: string | null | undefined) => alike(field, value, other, sides.country);
  if (same(sides.inTouch[field]) || same(sides.fitted?.[field])) return false;
  // Delivered since it was last seen: then the vendor held our value, and showing another is the vendor's doing.
  const deliveredSince = sides.fittedAtLastSeen !== undefined
    && text(sides.fitted?.[field]) !== null
    && text(sides.fitted?.[field]) !== text(sides.fittedAtLastSeen?.[field]);
  return deliveredSince || sides.lastSeen === null || !same(sides.lastSeen[field]);
}

function changedInInTouch({ inTouch, inTouchAtLastSeen: before, lastSeen, country }: Sides, group: FieldGroup): boolean {
  if (before === null || lastSeen === null) return true;
  const fields = attributeIn(group) === null ? plainFields.filter((field) => plainGroups[field] === group) : [group as AttributeKey];
  return fields.some((field) => text(inTouch[field]) !== text(before[field])
    // InTouch taking over what the vendor showed is not a change of its own.
    && !alike(field, text(inTouch[field]), lastSeen[field], country));
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
