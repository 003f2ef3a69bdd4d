import { isCalendarDate } from '@intouch/contracts';
import { clean, type RecordIgnored, type RecordReport, type ReportFacts, type Settings } from '@intouch/connector-kit';
import type { Lead, LeadValues } from './crm-access.js';
import { attributeFieldsOf, clubFieldOf, genderFieldOf } from './lead-fields.js';
import { instantOf } from './stamps.js';

/** A lead in InTouch's words (vendors/sugarcrm.md, 3.5, sections 5 and 6). Whatever its status says, it is a lead. */
export function report(lead: Lead, { settings, linked }: Pick<ReportFacts<null>, 'settings' | 'linked'>): RecordReport | RecordIgnored {
  const common = { kind: 'report', stamp: instantOf(lead.modified), joinDate: null, endDate: null, againOn: null } as const;
  if (lead.deleted) return { ...common, state: 'DELETED', fields: {} };
  if (!linked && !isOfClub(lead.values, settings)) return { kind: 'ignored', code: 'other-club', detail: 'A lead of another club.', quiet: true };
  return {
    ...common, state: 'LEAD', fields: reportedFields(lead.values, settings), leadSourceVendorId: lead.values['lead_source'] ?? null, ownerVendorId: lead.values['assigned_user_id'] ?? null,
    // A conversion in the CRM is no membership; but the lead is over there.
    ...(lead.converted ? { closes: 'converted' as const } : {}),
  };
}

function isOfClub(values: LeadValues, settings: Settings): boolean {
  const folded = (value: unknown): string => String(value ?? '').trim().toLowerCase();
  return settings['clubScope'] === 'all' || folded(values[clubFieldOf(settings)]) === folded(settings['clubValue']);
}

function reportedFields(values: LeadValues, settings: Settings): RecordReport['fields'] {
  const of = (field: string): string | null => (clean(values[field]) === null ? null : values[field]!);
  const [country, birthDate] = [of('primary_address_country')?.toUpperCase() ?? null, of('birthdate')];
  const genderField = genderFieldOf(settings);
  const gender = genderField === null ? null : of(genderField);
  const attributes = [...attributeFieldsOf(settings)].map(([attribute, field]) => [attribute, of(field)] as const);
  return {
    firstName: of('first_name'),
    lastName: of('last_name'),
    email: of('email1'),
    mobile: of('phone_mobile'),
    homePhone: of('phone_home'),
    workPhone: of('phone_work'),
    street: of('primary_address_street')?.split(/\s*\r?\n\s*/).filter((line) => line !== '').join(', ') ?? null,
    city: of('primary_address_city'),
    state: of('primary_address_state'),
    zip: of('primary_address_postalcode'),
    ...(country === null || /^[A-Z]{2}$/.test(country) ? { country } : {}),
    birthDate: isCalendarDate(birthDate) ? birthDate : null,
    ...(gender === 'M' || gender === 'F' ? { gender } : {}),
    notes: of('description'),
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
  };
}
