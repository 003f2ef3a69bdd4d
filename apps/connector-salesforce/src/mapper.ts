import type { ContactSnapshot } from '@intouch/contracts';
import { attributeKey, attributeText, clean, type FitFacts, type Fitted, type Settings } from '@intouch/connector-kit';
import { attributeFields, fieldIn, fieldsByKey } from './lead-fields.js';
import { LeadFitting } from './lead-fitting.js';
import type { LeadForm } from './reference.js';

/** Content keys that only a create carries. */
export const createOnly: Readonly<Record<string, string | null>> = { notes: null };

/** Lengths where the org does not tell its own (vendors/salesforce.md, section 5). */
const lengths: Readonly<Record<string, number>> = {
  FirstName: 40, LastName: 80, Email: 80, MobilePhone: 40, Phone: 40, Street: 255, City: 40, State: 80, PostalCode: 20, Country: 80, CountryCode: 10, Description: 32_000,
};
const customLength = 255;

/** Leads, and once a linked contact is a member, that it is one. */
export function sends({ status }: Pick<ContactSnapshot, 'status'>, linked: boolean, settings: Settings): boolean {
  return status === 'LEAD' || (status === 'MEMBER' && linked && fieldIn(settings, 'memberStatus') !== null);
}

export function fit(contact: ContactSnapshot, facts: FitFacts<LeadForm>): Fitted {
  const { settings, today, reference, clubId, contactId, owner, leadSource } = facts;
  if (contact.status !== 'LEAD') return { content: { status: fieldIn(settings, 'memberStatus') }, warnings: [] };
  const fitting = new LeadFitting();
  const fields = fieldsByKey(facts);
  const length = (key: string): number => reference.lengths[fields[key]!] ?? lengths[fields[key]!] ?? customLength;

  for (const key of ['firstName', 'lastName', 'city', 'country'] as const) fitting.cut(key, contact[key], length(key));
  fitting.email('email', contact.email, length('email'));
  // The other number has no field.
  for (const key of ['mobile', settings['phoneFrom'] === 'workPhone' ? 'workPhone' : 'homePhone'] as const) fitting.phone(key, contact[key], length(key));
  fitting.text('street', contact.street, length('street'));
  if (reference.stateCodes) fitting.stateCode('state', contact.state, reference.stateCodes);
  else fitting.cut('state', contact.state, length('state'));
  fitting.zip('zip', contact.zip, length('zip'));
  if (fields['birthDate']) fitting.date('birthDate', contact.birthDate, today);
  if (fields['gender']) fitting.plain('gender', contact.gender ?? null);
  fitting.text('notes', description(contact, settings), length('notes'));
  for (const attribute of Object.keys(attributeFields(settings))) {
    const key = attributeKey(attribute);
    fitting.cut(key, attributeText(contact.attributes?.[attribute]), length(key));
  }
  // A lead always has an owner there: none of InTouch's is no order to take it away.
  if (owner) fitting.lookup('ownerStaffId', owner, { title: 'Salesforce' });
  fitting.lookup('leadSourceId', leadSource, { title: 'Salesforce', severalAs: 'source-ambiguous' });
  fitting.plain('inTouchId', `${clubId}:${contactId}`);
  const nameless = { code: 'missing-required', field: 'lastName', detail: 'LastName is required at Salesforce and has no value that can be sent.' };
  return { content: fitting.content, warnings: fitting.warnings, refusal: fitting.content['lastName'] === null ? nameless : undefined };
}

/** The notes, and below them a line per attribute that has no field of its own. */
function description({ notes, attributes }: ContactSnapshot, settings: Settings): string {
  const fields = attributeFields(settings);
  const lines = Object.entries(settings['attributesInDescription'] === false ? {} : (attributes ?? {})).flatMap(([attribute, value]) => {
    const text = attribute in fields ? null : clean(attributeText(value));
    return text === null ? [] : [[attribute, text] as const];
  });
  const told = lines.sort(([a], [b]) => (a < b ? -1 : 1)).map(([attribute, text]) => `${attribute}: ${text}`).join('\n');
  return [(notes ?? '').trim(), told].filter((part) => part !== '').join('\n\n');
}
