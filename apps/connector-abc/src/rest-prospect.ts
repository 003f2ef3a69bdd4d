import type { Content, FitFacts } from '@intouch/connector-kit';

type Group = Readonly<Record<string, string>>;

/** InTouch's field to REST's, by group (vendors/abc-datatrak.md, section 5). `workPhone` travels in two. */
const personalFields: Readonly<Record<string, string>> = {
  firstName: 'firstName', lastName: 'lastName', street: 'addressLine1', city: 'city', state: 'state', country: 'countryCode', zip: 'postalCode', email: 'email',
  homePhone: 'primaryPhone', mobile: 'mobilePhone', birthDate: 'birthDate', gender: 'gender',
};
const agreementFields: Readonly<Record<string, string>> = { ownerStaffId: 'salesPersonId', leadSourceId: 'campaignId' };

export interface RestProspect {
  readonly personal: Group;
  readonly agreement?: Group;
  readonly note?: { readonly text: string };
}

export function newProspect(content: Content, facts: FitFacts<null>): RestProspect {
  const constants = (facts.settings['constants'] ?? {}) as Group;
  const notes = content['notes'];
  return {
    ...prospect(content, {}, facts, constants),
    ...(typeof notes === 'string' ? { note: { text: notes } } : {}),
  };
}

/** ABC merges: every value there is, an empty text for what was sent before and InTouch has emptied, nothing for the rest. */
export function changedProspect(content: Content, changes: Content, facts: FitFacts<null>): RestProspect {
  return prospect(content, changes, facts, {});
}

function prospect(content: Content, changes: Content, { contactId, settings }: FitFacts<null>, constants: Group): RestProspect {
  const group = (fields: Readonly<Record<string, string>>): [string, string][] =>
    Object.entries(fields).flatMap(([key, field]): [string, string][] => {
      const value = content[key];
      if (value !== null && value !== undefined) return [[field, String(value)]];
      return changes[key] === null ? [[field, '']] : [];
    });
  const keeper = settings['contactIdField'] ?? 'misc1';
  const agreement = group(agreementFields);
  return {
    personal: Object.fromEntries([...group(personalFields), ...workPhone(content, changes), ...Object.entries(constants), ...(keeper === 'none' ? [] : [[String(keeper), contactId]])]),
    ...(agreement.length > 0 ? { agreement: Object.fromEntries(agreement) } : {}),
  };
}

function workPhone(content: Content, changes: Content): [string, string][] {
  const value = content['workPhone'];
  if (value === null || value === undefined) return changes['workPhone'] === null ? [['workPhone', ''], ['workPhoneExt', '']] : [];
  const [number = '', extension = ''] = String(value).split(' x');
  // A number without extension takes away the one that was there.
  return [['workPhone', number], ...(extension !== '' || 'workPhone' in changes ? ([['workPhoneExt', extension]] as [string, string][]) : [])];
}
