import { isCalendarDate, type ContactSnapshot } from '@intouch/contracts';
import { Fitting, plusDays, type Content, type FitFacts, type Fitted, type FittedValue, type RecordIgnored, type RecordReport, type ReportFacts, type Settings } from '@intouch/connector-kit';
import type { ProspectForm } from './reference.js';
import type { ChangeDetail, CreateMemberBody, Customer } from './wire.js';

/** One InTouch field under its three names at Compete (vendors/compete.md, section 5); `update` null: only a create carries it. */
interface FieldNames {
  readonly metadata: string;
  readonly create: string;
  readonly update: string | null;
}

const names: Readonly<Record<string, FieldNames>> = {
  firstName: { metadata: 'FirstName', create: 'FirstName', update: 'FirstName' },
  lastName: { metadata: 'LastName', create: 'LastName', update: 'LastName' },
  street: { metadata: 'Address1', create: 'Address1', update: 'Address1' },
  city: { metadata: 'City', create: 'City', update: 'City' },
  state: { metadata: 'State', create: 'State', update: 'State' },
  zip: { metadata: 'Zipcode', create: 'PostalCode', update: 'ZipCode' },
  email: { metadata: 'Email', create: 'EmailAddress', update: 'EmailAddress' },
  mobile: { metadata: 'CellPhone', create: 'MobilePhone', update: 'MobilePhone' },
  homePhone: { metadata: 'HomePhone', create: 'HomePhone', update: 'HomePhone' },
  workPhone: { metadata: 'WorkPhone', create: 'WorkPhone', update: 'WorkPhone' },
  birthDate: { metadata: 'DateOfBirth', create: 'DateOfBirth', update: 'DateOfBirth' },
  gender: { metadata: 'Gender', create: 'Gender', update: null },
  ownerStaffId: { metadata: 'SalespersonID', create: 'SalespersonID', update: null },
  leadSourceId: { metadata: 'SourceID', create: 'SourceID', update: null },
};

/** Given by the connector itself, never by the contact. */
const ownFields = new Set(['CategoryID', 'BarcodeID']);

/** Content keys that only a create carries, with the warning when InTouch changes one later. */
export const createOnly: Readonly<Record<string, string | null>> = {
  gender: null,
  notes: null,
  ownerStaffId: 'owner-not-updatable',
  leadSourceId: 'source-not-updatable',
};

export function fit(contact: ContactSnapshot, facts: FitFacts<ProspectForm>): Fitted {
  const { settings, today, reference, owner, leadSource, creating } = facts;
  const fitting = new Fitting();
  const length = (field: string, ours: number): number => reference.lengths[names[field]!.metadata] ?? ours;
  fitting.cut('firstName', contact.firstName, length('firstName', 25));
  fitting.cut('lastName', contact.lastName, length('lastName', 30));
  fitting.cut('street', contact.street, length('street', 40));
  fitting.cut('city', contact.city, length('city', 30));
  fitting.state2('state', contact.state);
  fitting.zip('zip', contact.zip, length('zip', 10));
  if (settings['syncEmail'] !== false) fitting.email('email', contact.email, length('email', 60));
  fitting.phone10('mobile', contact.mobile);
  fitting.phone10('homePhone', contact.homePhone);
  fitting.phone10('workPhone', contact.workPhone);
  fitting.date('birthDate', contact.birthDate, today);
  if (contact.gender) fitting.plain('gender', contact.gender);
  if (typeof settings['noteEmployeeId'] === 'number') fitting.cut('notes', contact.notes, 1_000);
  const lookups = { title: 'Compete', toVendor: Number, severalAs: 'source-ambiguous' } as const;
  fitting.lookup('ownerStaffId', owner, lookups);
  fitting.lookup('leadSourceId', leadSource, lookups);
  const refusal = fillRequired(fitting, settings, reference, creating);
  return { content: fitting.content, warnings: fitting.warnings, refusal };
}

/** Required at this company and absent: the club's default with a warning, else the contact is not sent. */
function fillRequired(fitting: Fitting, settings: Settings, form: ProspectForm, creating: boolean): Fitted['refusal'] {
  const defaults = (settings['requiredDefaults'] ?? {}) as Readonly<Record<string, string>>;
  for (const field of new Set(['FirstName', 'LastName', ...form.required])) {
    if (ownFields.has(field)) continue;
    const key = Object.keys(names).find((name) => names[name]!.metadata === field) ?? field;
    if (fitting.content[key] !== undefined && fitting.content[key] !== null) continue;
    const given = defaults[field];
    if (given !== undefined) {
      fitting.plain(key, form.numeric.includes(field) ? Number(given) : given);
      fitting.warn('defaulted', key, `${field} is required at Compete and empty in InTouch: "${given}" was sent.`);
    } else if (creating || key === 'firstName' || key === 'lastName') {
      return { code: 'missing-required', field, detail: `${field} is required at Compete and has no value that can be sent.` };
    }
  }
  if (creating && form.prospectTypeId === null) {
    return { code: 'missing-required', field: 'CategoryID', detail: 'No membership type named Prospect was found at Compete, and none is set in the settings.' };
  }
  return undefined;
}

export function createBody(content: Content, memberId: FittedValue, facts: FitFacts<ProspectForm>): CreateMemberBody {
  const body: Record<string, string | number | boolean> = {
    MemberId: String(memberId),
    HomeClubId: Number(facts.settings['competeClubId']),
    MembershipTypeId: facts.reference.prospectTypeId!,
  };
  for (const [key, value] of Object.entries(content)) {
    if (value !== null && key !== 'notes') body[names[key]?.create ?? key] = value;
  }
  const preferred = (['mobile', 'home', 'work'] as const).find((phone) => body[{ mobile: 'MobilePhone', home: 'HomePhone', work: 'WorkPhone' }[phone]] !== undefined);
  if (preferred) body['PreferredPhoneType'] = preferred;
  return body;
}

/** Empty text clears a field there. */
export function changeDetails(changes: Content): ChangeDetail[] {
  return Object.entries(changes).flatMap(([key, value]) => {
    const field = names[key]?.update;
    return field ? [{ FieldName: field, NewValue: value === null ? '' : String(value) }] : [];
  });
}

/** A customer's status by the rules of section 6, first match; `today` is the club's local date. */
export function report(customer: Customer, { settings, today, reference }: Omit<ReportFacts<ProspectForm>, 'linked'>): RecordReport | RecordIgnored {
  const status = (customer.Status ?? '').trim().toLowerCase();
  const statusDate = day(customer.StatusDate);
  const expires = day(customer.MembershipExpires);
  const joinDate = day(customer.JoinDate) ?? statusDate;
  const common = { kind: 'report' as const, stamp: null, fields: fields(customer, settings), leadSourceVendorId: customer.SourceID === null || customer.SourceID === undefined ? null : String(customer.SourceID) };
  const said = (more: Pick<RecordReport, 'state'> & Partial<RecordReport>): RecordReport => ({ ...common, joinDate, endDate: null, againOn: null, ...more });

  if (same(customer.MemberType, 'Prospect') || same(customer.MembershipType, reference.prospectTypeName)) return said({ state: 'LEAD', joinDate: null });
  if (status === 'terminate') {
    if (statusDate === null || statusDate <= today) return said({ state: 'FORMER_MEMBER', endDate: statusDate });
    return said({ state: 'MEMBER', endDate: statusDate, againOn: statusDate });
  }
  const expiryCounts = settings['expiredIsFormer'] !== false && status === 'ok' && expires !== null;
  if (expiryCounts && expires < today) return said({ state: 'FORMER_MEMBER', endDate: expires });
  if (status === 'freeze') return said({ state: 'MEMBER', holds: true });
  if (status === 'ok' || same(customer.MemberType, 'InCollections')) return said({ state: 'MEMBER', againOn: expiryCounts ? plusDays(expires, 1) : null });
  return { kind: 'ignored', code: 'status-unknown', detail: `The record has the status "${customer.Status ?? ''}", which is not known.` };
}

function fields(customer: Customer, settings: Settings): RecordReport['fields'] {
  const street = [text(customer.Address1), text(customer.Address2)].filter((line) => line !== null).join(', ');
  const gender = text(customer.Gender);
  return {
    firstName: text(customer.FirstName),
    lastName: text(customer.LastName),
    ...(settings['syncEmail'] === false ? {} : { email: text(customer.Email) }),
    mobile: digits(customer.CellPhone),
    workPhone: digits(customer.WorkPhone),
    street: street === '' ? null : street,
    city: text(customer.City),
    state: text(customer.State),
    zip: text(customer.ZipCode),
    birthDate: day(customer.DateOfBirth),
    gender: gender === 'M' || gender === 'F' ? gender : null,
  };
}

function text(value: string | number | null | undefined): string | null {
  const trimmed = String(value ?? '').trim();
  return trimmed === '' ? null : trimmed;
}

/** Staff type signs, and extensions, into phone fields. */
function digits(value: string | number | null | undefined): string | null {
  const bare = String(value ?? '').replace(/(x|ext).*$/is, '').replace(/\D/g, '');
  return bare === '' ? null : bare;
}

/** The date part; null, empty text, year 0001 and what is no date mean none. */
function day(value: string | null | undefined): string | null {
  const date = String(value ?? '').slice(0, 10);
  return isCalendarDate(date) && !date.startsWith('0001') ? date : null;
}

function same(value: string | null | undefined, wanted: string): boolean {
  return (value ?? '').trim().toLowerCase() === wanted.trim().toLowerCase();
}
