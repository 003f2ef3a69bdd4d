import type { ContactSnapshot } from '@intouch/contracts';
import { clean, Fitting, type Content, type FitFacts, type Fitted, type FittedValue } from '@intouch/connector-kit';
import { newMembership, wrongDefaultType } from './membership-types.js';
import type { ChangedMember, NewMember } from './wire.js';

/** InTouch's field to MoSoClub's, in the order of the vendor's table (vendors/moso.md, 3.3 and section 5). */
const fields = {
  firstName: 'FirstName', lastName: 'LastName', street: 'Address1', city: 'City', state: 'State', zip: 'Zip', homePhone: 'Phone1', workPhone: 'Phone2', mobile: 'Phone3', email: 'Email',
  gender: 'Gender', birthDate: 'Birthday', leadSourceId: 'Source', ownerStaffId: 'Salesperson',
} as const satisfies Readonly<Record<string, keyof NewMember>>;
const phones = ['homePhone', 'workPhone', 'mobile'] as const;

/** Content keys that only a create carries. */
export const createOnly: Readonly<Record<string, string | null>> = { notes: null, membershipType: null, refAgreementId: null, refAgreementPriceId: null };

export function fit(contact: ContactSnapshot, facts: FitFacts<null>): Fitted {
  const { settings, today, creating } = facts;
  const status = contact.status === 'MEMBER' ? 'MEMBER' : 'LEAD';
  const fitting = new Fitting();
  fitting.cut('firstName', contact.firstName, 20);
  fitting.cut('lastName', contact.lastName, 30);
  fitting.email('email', contact.email, 50);
  for (const phone of phones) fitting.phone10(phone, contact[phone]);
  fitting.cut('street', contact.street, 40);
  fitting.cut('city', contact.city, 25);
  fitting.state2('state', contact.state);
  fitting.zip('zip', contact.zip, 10);
  fitting.date('birthDate', contact.birthDate, today);
  // Unknown in InTouch says nothing about what the club knows.
  fitting.plain('gender', contact.gender ?? undefined);
  fitting.cut('notes', contact.notes, 1_000);
  fitFromTable(fitting, 'ownerStaffId', contact.ownerStaffId, facts);
  fitFromTable(fitting, 'leadSourceId', contact.leadSourceId, facts);
  for (const [key, value] of Object.entries(newMembership(settings, status))) fitting.plain(key, value as FittedValue);
  return { content: fitting.content, warnings: fitting.warnings, refusal: refusalOf(fitting.content, creating ? wrongDefaultType(settings, status) : null) };
}

const tables = {
  ownerStaffId: { setting: 'salespersonMap', code: 'owner-unlinked', what: 'owner', fact: 'owner' },
  leadSourceId: { setting: 'sourceMap', code: 'source-unlinked', what: 'lead source', fact: 'leadSource' },
} as const;

/** MoSoClub has no lists of its staff and sources, only texts: the club keeps a table. Not in it: left out, never cleared. */
function fitFromTable(fitting: Fitting, key: keyof typeof tables, id: string | null | undefined, facts: FitFacts<null>): void {
  if (!id) return fitting.plain(key, null);
  const { setting, code, what, fact } = tables[key];
  const table = (facts.settings[setting] ?? {}) as Readonly<Record<string, string>>;
  const text = Object.hasOwn(table, id) ? clean(table[id]) : null;
  if (text !== null) return fitting.cut(key, text, 20);
  fitting.warn(code, key, `Sent without its ${what} "${facts[fact]?.name ?? id}": ${setting} has no entry for ${id}.`, `Add ${id} to ${setting}; the contact takes it with its next save.`);
}

function refusalOf(content: Content, wrongType: ReturnType<typeof wrongDefaultType>): Fitted['refusal'] {
  for (const field of ['firstName', 'lastName'] as const) {
    if (content[field] === null) return { code: 'missing-required', field, detail: `${fields[field]} is required at MoSoClub and has no value that can be sent.` };
  }
  return wrongType ? { code: wrongType.code, field: 'status', detail: wrongType.detail } : undefined;
}

/** Everything that has a value; the type by what the contact is when it is first sent. */
export function newMember(content: Content, facts: FitFacts<null>): NewMember {
  const { Source, Salesperson, ...person } = texts(Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null)));
  return {
    ...person,
    HomeClub: String(facts.settings['homeClub']),
    Membership_Type: String(content['membershipType']), RefAgreementID: Number(content['refAgreementId']), RefAgreementPriceID: Number(content['refAgreementPriceId']),
    ...(Source === undefined ? {} : { Source }), ...(Salesperson === undefined ? {} : { Salesperson }), ...mark(facts),
    ...(typeof content['notes'] === 'string' ? { Memo: content['notes'] } : {}),
  };
}

/** Only what changed, an empty text for what InTouch has emptied: the club may have typed the rest. */
export function changedMember(id: string, changes: Content, facts: FitFacts<null>): ChangedMember {
  return { ID: id, ...texts(changes), ...mark(facts) };
}

/** InTouch's id, by which our own record can be found again. */
function mark({ contactId, settings }: FitFacts<null>): { Salesperson3?: string } {
  return settings['externalIdField'] === 'none' ? {} : { Salesperson3: contactId };
}

function texts(content: Content): Partial<Record<(typeof fields)[keyof typeof fields], string>> {
  return Object.fromEntries(Object.entries(fields).flatMap(([key, field]) => (key in content ? [[field, spelled(key, content[key]!)]] : [])));
}

function spelled(key: string, value: FittedValue): string {
  if (value === null) return '';
  const text = String(value);
  if (key === 'birthDate') return `${text}T00:00:00`;
  return (phones as readonly string[]).includes(key) ? text.replace(/^(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3') : text;
}
