import { isCalendarDate, type ContactSnapshot } from '@intouch/contracts';
import { Fitting, instantAt, type FitFacts, type Fitted, type RecordIgnored, type RecordReport, type Settings } from '@intouch/connector-kit';
import { type AbcClub, isProspect, type AbcRecord, type Texts } from './wire.js';

/** ABC stamps its answers in this zone, whatever the club (https://help.abcfinancial.com/help/web_services/Content/get_member_list.htm). */
const stampZone = 'America/Chicago';
const genders = { M: 'Male', F: 'Female' } as const;
const holds = ['frozen', 'freeze', 'hold', 'on hold'];

/** Content keys that only a create carries. */
export const createOnly: Readonly<Record<string, string | null>> = { notes: null };

export function fit(contact: ContactSnapshot, { settings, today, owner, leadSource }: FitFacts<AbcClub>): Fitted {
  const isSoap = settings['protocol'] === 'soap';
  const fitting = new Fitting();
  fitting.cut('firstName', contact.firstName, 15);
  fitting.cut('lastName', contact.lastName, 19);
  fitting.email('email', contact.email, 60);
  fitting.phone10('mobile', contact.mobile);
  fitting.phone10('homePhone', contact.homePhone);
  fitting.phone10('workPhone', contact.workPhone, isSoap ? 0 : 4);
  fitting.cut('street', contact.street, 40);
  fitting.cut('city', contact.city, 17);
  fitting.state2('state', contact.state);
  fitting.zip('zip', contact.zip, 10);
  fitting.date('birthDate', contact.birthDate, today);
  fitting.plain('gender', contact.gender ? genders[contact.gender] : 'Unknown');
  if (!isSoap) {
    fitting.plain('country', /^[A-Z]{2}$/.test(contact.country ?? '') ? contact.country! : String(settings['defaultCountry'] ?? 'US'));
    fitting.cut('notes', contact.notes, 255);
  }
  const lookups = { title: 'ABC', severalAs: 'source-ambiguous' } as const;
  fitting.lookup('ownerStaffId', owner, lookups);
  fitting.lookup('leadSourceId', leadSource, lookups);
  const field = (['firstName', 'lastName'] as const).find((name) => fitting.content[name] === null);
  const refusal = field && { code: 'missing-required', field, detail: `${field} is required at ABC and has no value that can be sent.` };
  return { content: fitting.content, warnings: fitting.warnings, refusal };
}

/** Our id as ABC keeps it for us; a prospect that is sold takes it along, under a new id too. */
export function markOf({ personal }: AbcRecord, settings: Settings): string | null {
  const keeper = keeperOf(settings);
  return keeper === null ? null : (personal[keeper] ?? null);
}

/** The field that keeps InTouch's id; null: none does. SOAP has no word for it. */
export function keeperOf(settings: Settings): string | null {
  if (settings['protocol'] === 'soap' || settings['contactIdField'] === 'none') return null;
  return String(settings['contactIdField'] ?? 'misc1');
}

/** A record's status by the rules of section 6, first match. */
export function report(record: AbcRecord): RecordReport | RecordIgnored {
  const { personal, agreement } = record;
  if (isTrue(agreement['isNonMember'])) return { kind: 'ignored', code: 'non-member', detail: 'A payer, not a member.', quiet: true };
  const common = { kind: 'report' as const, stamp: stampOf(record.modified), fields: fields(personal), leadSourceVendorId: agreement['campaignId'] ?? null, againOn: null };
  if (isProspect(record)) return { ...common, state: 'LEAD', joinDate: null, endDate: null, ownerVendorId: agreement['salesPersonId'] ?? null };

  const member = {
    // Details of members are not carried over, only their membership.
    ...common, updates: false, secondary: isFalse(agreement['isPrimaryMember']),
    joinDate: date(agreement['convertedDate']) ?? date(agreement['sinceDate']) ?? date(agreement['beginDate']), endDate: date(agreement['expirationDate']),
  };
  const active = personal['isActive'];
  // A former member needs ABC's plain word for it.
  if (!isTrue(active) && !isFalse(active)) return { kind: 'ignored', code: 'status-unknown', detail: 'ABC does not tell whether the member is active.' };
  // Whatever the text of the status says, and before it begins or after it expired too: ABC itself ends a membership.
  if (isTrue(active)) return { ...member, state: 'MEMBER' };
  // On hold is no end, and no beginning: nobody is changed by it, nobody inserted.
  if (holds.includes((personal['memberStatus'] ?? '').toLowerCase())) return { ...member, state: 'FORMER_MEMBER', holds: true };
  return { ...member, state: 'FORMER_MEMBER' };
}

/** RFC 3339; null: none told, or none that can be read. */
export function stampOf(stamp: string | null): string | null {
  return stamp === null ? null : (instantAt(stamp, stampZone)?.toISOString() ?? null);
}

function fields(personal: Texts): RecordReport['fields'] {
  const street = [personal['addressLine1'], personal['addressLine2']].filter((line) => line !== undefined).join(', ');
  const gender = (personal['gender'] ?? '').toLowerCase();
  return {
    firstName: personal['firstName'] ?? null,
    lastName: personal['lastName'] ?? null,
    email: personal['email'] ?? null,
    mobile: digits(personal['mobilePhone']),
    homePhone: digits(personal['primaryPhone']),
    workPhone: withExtension(digits(personal['workPhone']), personal['workPhoneExt']),
    street: street === '' ? null : street,
    city: personal['city'] ?? null,
    state: personal['state'] ?? null,
    zip: personal['postalCode'] ?? null,
    country: personal['countryCode'] ?? null,
    birthDate: date(personal['birthDate']),
    gender: gender === 'male' ? 'M' : gender === 'female' ? 'F' : null,
  };
}

/** A blank extension is read back as `0000`. */
function withExtension(number: string | null, extension: string | undefined): string | null {
  return number !== null && extension !== undefined && extension !== '0000' ? `${number} x${extension}` : number;
}

/** Ten digits; what was typed with the country's 1 before them loses it. */
function digits(phone: string | undefined): string | null {
  const bare = (phone ?? '').replace(/\D/g, '');
  return bare === '' ? null : bare.replace(/^1(?=\d{10}$)/, '');
}

/** The date part, month and day perhaps unpadded. */
function date(value: string | undefined): string | null {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:\D|$)/.exec(value ?? '');
  const padded = parts ? `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}` : '';
  return isCalendarDate(padded) ? padded : null;
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

function isFalse(value: string | undefined): boolean {
  return value?.toLowerCase() === 'false';
}
