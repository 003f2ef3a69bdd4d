import { isCalendarDate } from '@intouch/contracts';
import { clean, type RecordIgnored, type RecordMerged, type RecordReport, type ReportFacts, type Settings } from '@intouch/connector-kit';
import { attributeFields, fieldIn } from './lead-fields.js';
import type { LeadForm } from './reference.js';
import { wholeId } from './record-id.js';
import { instantIn, textIn, type LeadRecord, type Row } from './wire.js';

type Facts = Pick<ReportFacts<LeadForm>, 'settings' | 'reference' | 'linked'>;

/** A lead as InTouch is told of it, by the rules of sections 3.7 and 6 of vendors/salesforce.md. */
export function report({ row, contactId }: LeadRecord, facts: Facts): RecordReport | RecordIgnored | RecordMerged {
  const { settings, linked } = facts;
  if (!linked && contactId === null && !isOfThisClub(row, settings)) return { kind: 'ignored', code: 'other-club', detail: 'A lead of another club.', quiet: true };
  const common = { kind: 'report' as const, stamp: instantIn(row, 'SystemModstamp'), joinDate: null, endDate: null, againOn: null };
  if (row['IsDeleted'] === true) {
    const master = textIn(row, 'MasterRecordId');
    if (master !== null) return { kind: 'merged', into: wholeId(master) };
    return { ...common, state: 'DELETED', fields: {} };
  }
  const owner = textIn(row, 'OwnerId');
  return {
    // Whatever `Status` says, and a conversion too: that is no membership.
    ...common, state: 'LEAD', fields: fieldsOf(row, facts), leadSourceVendorId: textIn(row, 'LeadSource'), ownerVendorId: owner === null ? null : wholeId(owner),
    ...(row['IsConverted'] === true ? { closes: 'converted' as const } : {}),
  };
}

/** The contact whose id the lead bears, of this club. */
export function markOf({ contactId }: LeadRecord): string | null {
  return contactId;
}

/** `club:contact`, as we write it. */
export function contactIn(row: Row, clubId: string): string | null {
  const mark = textIn(row, 'InTouch_Id__c');
  return mark !== null && mark.startsWith(`${clubId}:`) && mark.length > clubId.length + 1 ? mark.slice(clubId.length + 1) : null;
}

function isOfThisClub(row: Row, settings: Settings): boolean {
  if (settings['clubScope'] === 'all') return true;
  const field = fieldIn(settings, 'clubField');
  const [theirs, ours] = [field === null ? null : textIn(row, field), clean(fieldIn(settings, 'clubValue'))];
  return theirs !== null && ours !== null && theirs.toLowerCase() === ours.toLowerCase();
}

/** null: the lead has nothing there; absent: what it has is not InTouch's kind of value. */
function fieldsOf(row: Row, { settings, reference: { stateCodes } }: Facts): RecordReport['fields'] {
  const [birthDateField, genderField] = [fieldIn(settings, 'birthDateField'), fieldIn(settings, 'genderField')];
  const country = textIn(row, stateCodes ? 'CountryCode' : 'Country');
  const birthDate = birthDateField === null ? undefined : textIn(row, birthDateField);
  const gender = genderField === null ? undefined : textIn(row, genderField);
  const attributes = Object.entries(attributeFields(settings)).map(([attribute, field]) => [attribute, textIn(row, field)] as const);
  return {
    firstName: textIn(row, 'FirstName'), lastName: textIn(row, 'LastName'), email: textIn(row, 'Email'), mobile: textIn(row, 'MobilePhone'),
    [settings['phoneFrom'] === 'workPhone' ? 'workPhone' : 'homePhone']: textIn(row, 'Phone'),
    street: textIn(row, 'Street')?.replace(/\s*[\r\n]+\s*/g, ', ') ?? null, city: textIn(row, 'City'), state: textIn(row, stateCodes ? 'StateCode' : 'State'), zip: textIn(row, 'PostalCode'),
    ...(country === null || /^[A-Za-z]{2}$/.test(country) ? { country: country?.toUpperCase() ?? null } : {}),
    ...(birthDate === null || (birthDate !== undefined && isCalendarDate(birthDate)) ? { birthDate } : {}),
    ...(gender === null || gender === 'M' || gender === 'F' ? { gender } : {}),
    notes: textIn(row, 'Description'),
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
  };
}
