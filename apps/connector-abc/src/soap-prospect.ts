import type { Content, XmlFields } from '@intouch/connector-kit';
import type { AbcRecord, Texts } from './wire.js';

/** A prospect in the order of ABC's table (https://help.abcfinancial.com/help/web_services/Content/insertprospect.htm). What is undefined is left out. */
export function newProspect(clubNumber: string, content: Content): XmlFields {
  return prospect(clubNumber, undefined, (key) => given(content, key));
}

/**
 * The complete record, since an update erases what it leaves out (.../updateprospect.htm): InTouch's values, and ABC's own for
 * every field that InTouch has none for and never sent. `changes` null: InTouch has emptied it.
 */
export function wholeProspect(clubNumber: string, before: AbcRecord, content: Content, changes: Content): XmlFields {
  const { personal, agreement } = before;
  const theirs = (field: string, group: Texts = personal): string | undefined => group[field];
  const own: Readonly<Record<string, string | undefined>> = {
    firstName: theirs('firstName'), lastName: theirs('lastName'), middleInitial: theirs('middleInitial'), gender: theirs('gender'), birthDate: theirs('birthDate'),
    street: theirs('addressLine1'), city: theirs('city'), state: theirs('state'), zip: theirs('postalCode'), email: theirs('email'),
    homePhone: tenDigits(theirs('primaryPhone')), mobile: tenDigits(theirs('mobilePhone')), workPhone: tenDigits(theirs('workPhone')),
    ownerStaffId: theirs('salesPersonId', agreement), leadSourceId: theirs('campaignId', agreement),
  };
  return prospect(clubNumber, before.id, (key) => (changes[key] === null ? undefined : (given(content, key) ?? own[key])));
}

/**
 * ABC refuses an id that it has itself: of an employee or a campaign that is no more. The record without it, to be sent once
 * more; null: the refused id was InTouch's, or there is none.
 */
export function withoutRefused(before: AbcRecord, content: Content, lookup: 'staff' | 'lead-sources'): AbcRecord | null {
  const [key, field] = lookup === 'staff' ? (['ownerStaffId', 'salesPersonId'] as const) : (['leadSourceId', 'campaignId'] as const);
  const { [field]: refused, ...agreement } = before.agreement;
  return refused === undefined || given(content, key) !== undefined ? null : { ...before, agreement };
}

function prospect(clubNumber: string, memberId: string | undefined, value: (key: string) => string | undefined): XmlFields {
  const agreement = { salesPersonId: value('ownerStaffId'), campaignId: value('leadSourceId') };
  return {
    clubNumber,
    memberId,
    personal: { firstName: value('firstName'), lastName: value('lastName'), middleInitial: value('middleInitial'), gender: value('gender'), dateofBirth: value('birthDate') },
    contact: {
      street: value('street'), city: value('city'), state: value('state'), zip: value('zip'), email: value('email'),
      primaryPhone: value('homePhone'), cellPhone: value('mobile'), workPhone: value('workPhone'),
    },
    // Begins by itself on the day of the create, and an update leaves that day alone.
    agreement: Object.values(agreement).some((id) => id !== undefined) ? agreement : undefined,
  };
}

function given(content: Content, key: string): string | undefined {
  const value = content[key];
  return value === null || value === undefined ? undefined : String(value);
}

/** Staff at ABC may have typed signs. What has not ten digits goes back as it is: left out, it would be erased without a word. */
function tenDigits(phone: string | undefined): string | undefined {
  const digits = phone?.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
  return digits?.length === 10 ? digits : phone;
}
