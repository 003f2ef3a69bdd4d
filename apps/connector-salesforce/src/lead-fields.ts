import { attributeKey, type Content, type FitFacts, type FittedValue, type Settings } from '@intouch/connector-kit';
import type { LeadForm } from './reference.js';
import type { LeadFields } from './wire.js';

type Facts = Pick<FitFacts<LeadForm>, 'settings' | 'reference'>;

/** Content key to the lead's field, in the order of the vendor's sample (vendors/salesforce.md, 3.4 and section 5). */
export function fieldsByKey({ settings, reference: { stateCodes } }: Facts): Readonly<Record<string, string | null>> {
  return {
    firstName: 'FirstName', lastName: 'LastName', email: 'Email', mobile: 'MobilePhone', homePhone: 'Phone', workPhone: 'Phone', street: 'Street', city: 'City',
    state: stateCodes ? 'StateCode' : 'State', zip: 'PostalCode', country: stateCodes ? 'CountryCode' : 'Country', leadSourceId: 'LeadSource', ownerStaffId: 'OwnerId',
    birthDate: fieldIn(settings, 'birthDateField'), gender: fieldIn(settings, 'genderField'), status: 'Status', inTouchId: 'InTouch_Id__c', notes: 'Description',
    ...Object.fromEntries(Object.entries(attributeFields(settings)).map(([attribute, field]) => [attributeKey(attribute), field])),
  };
}

export function attributeFields(settings: Settings): Readonly<Record<string, string>> {
  return (settings['attributeFields'] ?? {}) as Readonly<Record<string, string>>;
}

/** null: the setting names none. */
export function fieldIn(settings: Settings, setting: string): string | null {
  const name = settings[setting];
  return typeof name === 'string' && name !== '' ? name : null;
}

/** Our id stands in the path of a create, never in its body. */
export function newLead({ inTouchId: _inThePath, ...content }: Content, facts: Facts): LeadFields {
  const { settings } = facts;
  const [club, status] = [fieldIn(settings, 'clubField'), fieldIn(settings, 'newStatus')];
  return {
    ...withValues(fieldsOf(content, facts)),
    Company: String(settings['companyFiller'] ?? '[not provided]'),
    ...(club ? { [club]: String(settings['clubValue'] ?? '') } : {}),
    ...(status ? { Status: status } : {}),
  };
}

/** null where InTouch has emptied what it had sent; never a name. */
export function changedLead(changes: Content, facts: Facts): LeadFields {
  const fields = fieldsOf(changes, facts);
  return Object.fromEntries(Object.entries(fields).filter(([field, value]) => value !== null || !['FirstName', 'LastName'].includes(field)));
}

export function withValues(fields: LeadFields): LeadFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function fieldsOf(content: Content, facts: Facts): LeadFields {
  return Object.fromEntries(
    Object.entries(fieldsByKey(facts)).flatMap(([key, field]): [string, FittedValue][] => (field !== null && content[key] !== undefined ? [[field, content[key]]] : [])),
  );
}
